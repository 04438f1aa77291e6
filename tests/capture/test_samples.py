"""Every format: what its sample gives, as a person reads it."""

from __future__ import annotations

import hashlib
import re

import pytest
from lxml import etree, html
from samples import ADDRESS, FIRST, PAGE, SECOND, THIRD, TITLE, docx, odt, pdf, samples

from variorum.capture import ocr
from variorum.capture.formats import FORMATS, format_of
from variorum.capture.table import read_document, read_parts
from variorum.errors import UnreadableError
from variorum.model.document import Capture, Document, Meta, Unread

SAMPLES = samples()
EASTER = "2024-03-12T07:30:00+01:00"


def parts(name: str, data: bytes, sidecar: Meta = Meta()) -> list[Document | Unread]:  # noqa: B008
    return list(read_parts(Capture(name, hashlib.sha256(data).hexdigest(), len(data), sidecar), data))


def found(name: str) -> list[Document]:
    return [one for one in parts(name, SAMPLES[name]) if isinstance(one, Document)]


def told(document: Document) -> list[tuple[str, str | None, str]]:
    return [(b.role, b.locator, b.span.text(document.text)) for b in document.blocks]


@pytest.mark.parametrize(
    ("name", "media_types", "encodings"),
    [
        ("plain.txt", ["text/plain"], ["utf-8"]),
        ("western.txt", ["text/plain"], ["cp1252"]),
        ("wide.txt", ["text/plain"], ["utf-16-le"]),
        ("page.html", ["text/html"], ["utf-8"]),
        ("marked.md", ["text/markdown"], ["utf-8"]),
        ("saved.mhtml", ["multipart/related"], ["utf-8"]),
        ("print.pdf", ["application/pdf"], [None]),
        ("open.odt", ["application/vnd.oasis.opendocument.text"], [None]),
        ("rich.rtf", ["application/rtf"], ["cp1252"]),
        ("mail.eml", ["message/rfc822", "text/plain"], ["iso8859-1", "utf-8"]),
        ("crawl.warc", ["text/html"], ["utf-8"]),
        ("crawl.warc.gz", ["text/html"], ["utf-8"]),
        ("crawl.wacz", ["text/html"], ["utf-8"]),
        ("news.rss", ["text/html", "text/html"], ["utf-8", "utf-8"]),
        ("news.atom", ["text/html"], ["utf-8"]),
        ("articles.jsonl", ["text/plain", "text/html"], ["utf-8", "utf-8"]),
        ("list.json", ["text/plain", "text/html"], ["utf-8", "utf-8"]),
        ("table.csv", ["text/plain", "text/plain"], ["utf-8", "utf-8"]),
        ("reports.zip", ["text/plain", "text/html"], ["utf-8", "utf-8"]),
        ("reports.tar", ["text/plain", "text/html"], ["utf-8", "utf-8"]),
        ("reports.tgz", ["text/plain", "text/html"], ["utf-8", "utf-8"]),
        ("plain.txt.gz", ["text/plain"], ["utf-8"]),
    ],
)
def test_format_and_encoding_are_known_and_recorded(name: str, media_types: list[str], encodings: list[str | None]) -> None:
    assert [d.media_type for d in found(name)] == media_types
    assert [d.encoding for d in found(name)] == encodings


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"scan.pdf", "scan.png"}))
def test_every_block_says_where_it_stands_and_every_sample_tells_of_the_dam_or_the_bridge(name: str) -> None:
    for document in found(name):
        assert all(b.locator for b in document.blocks)
        assert document.sha256 == hashlib.sha256(SAMPLES[name]).hexdigest()
        assert re.search("dam|bridge", document.text)
        assert document.language == "en"
    assert len({d.id for d in found(name)}) == len(found(name)) > 0


def test_every_row_of_the_table_of_formats_has_a_reader() -> None:
    assert all(callable(row.load()) for row in FORMATS)
    assert len({suffix for row in FORMATS for suffix in row.suffixes}) == sum(len(row.suffixes) for row in FORMATS)


def test_markdown_loses_its_marks_and_keeps_its_places() -> None:
    data = SAMPLES["marked.md"]
    document = found("marked.md")[0]
    assert document.meta == Meta(title=TITLE, authors=("Una Holm",), published="2024-03-12")
    assert [(role, words) for role, _, words in told(document)] == [
        ("title", TITLE),
        ("paragraph", FIRST),
        ("quotation", SECOND),
        ("list", "blankets"),
        ("list", "soup"),
        ("table", "what | how many"),
        ("table", "families | 40"),
    ]
    start, end = map(int, (document.blocks[1].locator or "").removeprefix("bytes=").split("-"))
    assert data[start:end].decode() == FIRST.replace("dam", "**dam**")


def test_an_odt_has_roles_and_no_deleted_words_and_its_locators_lead_to_them() -> None:
    import io
    import zipfile

    document = found("open.odt")[0]
    assert [(role, words) for role, _, words in told(document)] == [
        ("title", TITLE),
        ("heading", "Night in the school"),
        ("paragraph", FIRST),
        ("paragraph", SECOND),
        ("paragraph", THIRD),
        ("list", "blankets and soup"),
        ("table", "families | 40"),
    ]
    with zipfile.ZipFile(io.BytesIO(odt())) as archive:
        tree = etree.fromstring(archive.read("content.xml"))
    path = (document.blocks[2].locator or "").removeprefix("xpath=")
    assert "".join(tree.xpath(path, namespaces=tree.nsmap)[0].itertext()) == FIRST


def test_an_rtf_gives_its_letters_and_properties() -> None:
    document = found("rich.rtf")[0]
    assert document.text == "\n\n".join((FIRST, SECOND, THIRD))
    assert document.meta == Meta(title=TITLE, authors=("Una Holm",), published="2024-03-12")


def test_a_page_saved_whole_has_its_address_and_place() -> None:
    document = found("saved.mhtml")[0]
    assert (document.meta.url, document.meta.published, document.meta.captured) == (ADDRESS, EASTER, "2024-03-13T08:00:00Z")
    path = (document.blocks[1].locator or "").removeprefix("part=1;xpath=")
    assert html.document_fromstring(PAGE).xpath(path)[0].text_content() == FIRST


@pytest.mark.parametrize(
    ("comment", "when"),
    [
        ("\n Page saved with SingleFile \n url: http://a.example/ \n saved date: Tue Mar 12 2024 07:30:00 GMT+0100 (CET)\n", "2024-03-12T06:30:00Z"),
        ("\n     FILE ARCHIVED ON 07:30:00 Mar 12, 2024 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON", "2024-03-12T07:30:00Z"),
        ("\n     FILE ARCHIVED ON 07:30:00 Foo 12, 2024 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON", None),
        ("saved from url=(0014)about:internet", None),
    ],
)  # fmt: skip
def test_a_page_that_tells_when_it_was_saved_is_believed(comment: str, when: str | None) -> None:
    document = parts("page.html", PAGE.replace("</body>", f"<!--{comment}--></body>").encode())[0]
    assert isinstance(document, Document)
    assert document.meta.captured == when


def test_pages_in_web_archives_and_rows_of_tables_tell_when_they_were_fetched() -> None:
    assert [d.meta.captured for name in ("crawl.warc", "crawl.wacz") for d in found(name)] == ["2024-03-13T08:00:00Z"] * 2
    row = parts("a.jsonl", f'{{"text": "{FIRST}", "captured": "2024-03-13"}}'.encode())[0]
    assert isinstance(row, Document)
    assert row.meta.captured == "2024-03-13"


def test_entries_of_feeds_are_reports_with_what_the_feed_says_of_them() -> None:
    first, second = found("news.rss")
    assert first.meta == Meta(title=TITLE, publisher="Ostby Post", published=EASTER, url=ADDRESS)
    assert told(first) == [
        ("paragraph", "path=entry-1;part=encoded;xpath=/html/body/p[1]", FIRST),
        ("paragraph", "path=entry-1;part=encoded;xpath=/html/body/p[2]", SECOND),
    ]
    assert (second.text, second.meta.title) == (THIRD, "The bridge")
    atom = found("news.atom")[0]
    assert atom.meta == Meta(
        title=TITLE, publisher="Ostby Post", authors=("Una Holm",), published="2024-03-12T07:30:00Z", url=ADDRESS
    )


def test_articles_in_tables_are_reports_and_a_date_that_is_none_is_told() -> None:
    first, second, word = parts("table.csv", SAMPLES["table.csv"])
    assert isinstance(first, Document)
    assert first.meta == Meta(title=TITLE, publisher="Ostby Post", published="2024-03-12", url=ADDRESS)
    assert (first.name, first.part, first.blocks[1].locator) == (
        "table.csv!/row-1",
        "row-1",
        "path=row-1;part=text;bytes=172-329",
    )
    assert first.text.encode()[172:329].decode() == SECOND
    assert isinstance(second, Document)
    assert word == Unread(
        "row-2", "read without its date: published is 'last Friday'; write it like 2024-03-09 or 2024-03-09T14:30:00Z"
    )
    assert [d.meta.authors for d in found("articles.jsonl")] == [(), ("Una Holm", "Per Vik")]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"name,age\nUna,3\n", "a table without articles"),
        ("a.json", b'{"name": "Una"}', "JSON without articles"),
        ("a.json", b"{", "not JSON"),
        ("a.jsonl", b'{"text": "  "}', "an article without text"),
        ("a.jsonl", b"[1]", "JSON that is no article"),
        ("a.rss", b"<rss><channel></channel></rss>", "a feed without entries"),
        ("a.mbox", b"nothing", "no message in this mailbox"),
        ("a.docx", docx()[:-40], "broken or cut off ZIP"),
        ("a.pdf", b"no pdf", "its bytes are something else"),
        ("a.warc", b"WARC/1.0\r\nbroken", "web archive"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "an old Office file"),
        ("a.gz", b"\x1f\x8b\x08broken", "packed, but broken"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_next_step(name: str, data: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why) as told:
        read_document(Capture(name, "0" * 64, len(data)), data)
    assert ";" in str(told.value)


def test_json_lines_under_the_name_of_json_are_read_as_such() -> None:
    data = SAMPLES["articles.jsonl"]
    assert [d.part for d in parts("export.json", data) if isinstance(d, Document)] == ["line-1", "line-2"]


@pytest.mark.parametrize("name", ["mail", "box", "news", "crawl", "reports"])
def test_a_file_without_an_ending_is_known_by_its_bytes(name: str) -> None:
    full = next(one for one in SAMPLES if one.startswith(name))
    assert format_of(name, SAMPLES[full]) is format_of(full, SAMPLES[full])


def test_pages_beyond_the_limit_are_told() -> None:
    from variorum.settings import Settings

    data = pdf(pages=5)
    document, word = read_parts(Capture("a.pdf", "0" * 64, len(data)), data, Settings(most_pages=2))
    assert isinstance(document, Document)
    assert {(b.locator or "").split(";")[0] for b in document.blocks} == {"page=1", "page=2"}
    assert word == Unread("", "5 pages, of which the first 2 were read; split it, or set VARIORUM_MOST_PAGES higher")


def test_text_beyond_the_limit_is_cut_between_paragraphs_and_told() -> None:
    from variorum.settings import Settings

    data = "\n\n".join(f"{n}. {SECOND}" for n in range(8000)).encode()
    document, word = read_parts(Capture("a.txt", "0" * 64, len(data)), data, Settings(largest_text=1))
    assert isinstance(document, Document)
    assert isinstance(word, Unread)
    assert len(document.text) <= 1_000_000
    assert document.text.endswith("Ivar Lund.")
    assert word.reason.startswith("over 1 million characters; its last ")


@pytest.mark.parametrize("name", ["scan.pdf", "scan.png"])
def test_pictures_of_pages_need_tesseract_and_say_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    (word,) = parts(name, SAMPLES[name])
    assert isinstance(word, Unread)
    assert "Tesseract" in word.reason
    assert "variorum[ocr]" in word.reason


def test_a_scanned_page_is_read_by_tesseract_with_its_boxes() -> None:
    if not ocr.available():
        pytest.skip("Tesseract is not installed")
    document = found("scan.pdf")[0]
    assert "carried away the only bridge" in document.text
    assert (document.conversion or "").startswith("tesseract ")
    assert re.fullmatch(r"page=1;bbox=4\d,\d+,37\d,\d+", document.blocks[0].locator or "")


def test_what_tesseract_gives_becomes_lines_with_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [
        "4\t1\t1\t1\t1\t0\t5\t5\t90\t20\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t90\tThe",
        "5\t1\t1\t1\t1\t2\t50\t18\t40\t14\t50\tdam",
    ]

    class Done:
        returncode, stdout, stderr = 0, (head + "\n".join(rows)).encode(), b""

    monkeypatch.setattr(ocr.subprocess, "run", lambda *_, **__: Done())
    assert ocr.recognised(b"P5 1 1 255\n0") == ([("The dam", 10.0, 18.0, 90.0, 32.0)], 70.0)
