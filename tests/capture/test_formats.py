"""Web pages, Word and PDF documents made on the spot."""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from lxml import html

from variorum.capture.formats import SUFFIXES, format_of
from variorum.capture.pdf import _joined
from variorum.capture.table import read_document
from variorum.errors import UnreadableError
from variorum.model.document import Capture, Document

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Dam breaks above Ostby - Ostby Post</title>
<meta property="og:site_name" content="Ostby Post"><meta property="og:title" content="Dam breaks above Ostby">
<meta name="author" content="Una Holm"><meta property="article:published_time" content="2024-03-12T07:30:00+01:00">
<link rel="canonical" href="https://www.ostbypost.example/news/dam"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Dam breaks above Ostby</h1>
<p>The dam above Ostby broke on Tuesday night after three days of rain, and the river carried away the only bridge that
leads to the village, the county said in a statement.</p>
<figure><img src="dam.jpg" alt=""><figcaption>Water rushes over what is left of the dam.</figcaption></figure>
<h2>Night in the school</h2>
<p>Forty families spent the night in the school on the hill while volunteers brought blankets and soup from the nearest
town, according to the mayor, Ivar Lund.</p>
<p>“We heard it before we saw it,” said Kari Moen, who lives below the dam. She ran uphill with her two children and did
not look back until she had reached the church.</p></article>
<footer><p>Copyright Ostby Post</p></footer></body></html>"""


def document(data: bytes, name: str) -> Document:
    return read_document(Capture(name, hashlib.sha256(data).hexdigest(), len(data)), data)


def roles(found: Document) -> list[tuple[str, str]]:
    return [(b.role, b.span.text(found.text)[:22]) for b in found.blocks]


def test_a_page_gives_its_article_with_roles() -> None:
    assert roles(document(PAGE.encode(), "dam.html")) == [
        ("title", "Dam breaks above Ostby"),
        ("paragraph", "The dam above Ostby br"),
        ("caption", "Water rushes over what"),
        ("heading", "Night in the school"),
        ("paragraph", "Forty families spent t"),
        ("paragraph", "“We heard it before we"),
    ]


def test_a_page_gives_its_metadata() -> None:
    meta = document(PAGE.encode(), "dam.html").meta
    assert (meta.title, meta.publisher, meta.authors) == ("Dam breaks above Ostby", "Ostby Post", ("Una Holm",))
    assert (meta.published, meta.url) == ("2024-03-12T07:30:00+01:00", "https://www.ostbypost.example/news/dam")


def test_locators_of_a_page_lead_to_the_words() -> None:
    found = document(PAGE.encode(), "dam.html")
    tree = html.document_fromstring(PAGE)
    for block in found.blocks:
        path = (block.locator or "").removeprefix("xpath=")
        assert " ".join(tree.xpath(path)[0].text_content().split()) == block.span.text(found.text)


def test_a_page_named_txt_is_known_by_its_bytes() -> None:
    assert format_of("dam.txt", PAGE.encode()).media_type == "text/html"
    assert ".html" in SUFFIXES


def test_a_page_without_an_article_is_told() -> None:
    with pytest.raises(UnreadableError, match="no article found"):
        document(b"<html><body><script>draw()</script></body></html>", "app.html")


def word(tmp: Path) -> bytes:
    made = docx.Document()
    made.core_properties.author = "Una Holm"
    made.add_heading("Dam breaks above Ostby", 0)
    made.add_heading("Night in the school", 1)
    made.add_paragraph("Forty families spent the night in the school.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "missing", "3"
    made.add_paragraph("blankets", style="List Bullet")
    made.save(str(tmp / "dam.docx"))
    return (tmp / "dam.docx").read_bytes()


def test_a_word_document_gives_roles_by_style(tmp_path: Path) -> None:
    found = document(word(tmp_path), "dam.docx")
    assert roles(found) == [
        ("title", "Dam breaks above Ostby"),
        ("heading", "Night in the school"),
        ("paragraph", "Forty families spent t"),
        ("table", "missing | 3"),
        ("list", "blankets"),
    ]
    assert found.meta.authors == ("Una Holm",)
    assert found.blocks[3].locator == "part=4"


def test_a_broken_word_document_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"dam\.docx: a broken or cut off ZIP archive"):
        document(word(tmp_path)[:-500], "dam.docx")


def test_whatever_breaks_in_a_file_is_told(tmp_path: Path) -> None:
    whole = word(tmp_path)
    for at in range(30, len(whole), len(whole) // 12):
        broken = whole[:at] + b"\xff\x00\xff" + whole[at + 3 :]
        with suppress(UnreadableError):
            assert document(broken, "dam.docx").text


def pdf(*pages: list[tuple[int, int, int, str]]) -> bytes:
    """A PDF with lines of (size, x, y from the bottom, words) on pages of 400 by 400 points."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 400 400]>>".encode())
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for i, lines in enumerate(pages):
        drawn = "\n".join(f"BT /F {size} Tf {x} {y} Td ({words}) Tj ET" for size, x, y, words in lines).encode()
        objects.append(f"<</Type/Page/Parent 2 0 R/Contents {5 + 2 * i} 0 R/Resources<</Font<</F 3 0 R>>>>>>".encode())
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + body + b"endobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def test_lines_of_a_pdf_become_paragraphs_with_boxes() -> None:
    first = [
        (20, 40, 340, "Dam breaks"),
        (10, 40, 300, "The dam above Ostby broke on Tuesday night and car-"),
        (10, 40, 288, "ried away the only bridge that leads to the village."),
        (10, 40, 260, "Nobody was hurt."),
        (10, 200, 15, "1"),
    ]
    found = document(pdf(first), "dam.pdf")
    assert roles(found) == [
        ("title", "Dam breaks"),
        ("paragraph", "The dam above Ostby br"),
        ("paragraph", "Nobody was hurt."),
        ("furniture", "1"),
    ]
    assert "and carried away" in found.text
    assert (found.blocks[0].locator or "").startswith("page=1;bbox=4")


def test_a_pdf_of_empty_pages_is_told() -> None:
    with pytest.raises(UnreadableError, match="no words on its pages"):
        document(pdf([]), "blank.pdf")


def test_a_broken_pdf_is_told() -> None:
    with pytest.raises(UnreadableError, match="broken; fetch it again"):
        document(b"%PDF-1.4\nnothing more", "cut.pdf")


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["the govern-", "ment said"], "the government said"),
        (["a Russian-", "Norwegian border"], "a Russian-Norwegian border"),
        (["a well-known and well-", "known man"], "a well-known and well-known man"),
        (["broke on", "Tuesday"], "broke on Tuesday"),
    ],
)
def test_hyphens_at_line_ends_are_judged(lines: list[str], whole: str) -> None:
    assert _joined(lines) == whole
