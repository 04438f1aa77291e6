"""A small report in every format that variorum reads, made from words invented here. The same bytes every time.

python tests/samples.py FOLDER
"""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import struct
import sys
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

TITLE = "Dam breaks above Ostby"
FIRST = (
    "The dam above Ostby broke on Tuesday night after three days of rain, and the river carried away the only bridge that leads to "
    "the village, the county said in a statement."
)
SECOND = (
    "Forty families spent the night in the school on the hill while volunteers brought blankets and soup from the nearest town, "
    "according to the mayor, Ivar Lund."
)
THIRD = "“We heard it before we saw it,” said Kari Moen, who lives below the dam. The café by the bridge is gone."
PARAGRAPHS = (FIRST, SECOND, THIRD)
ADDRESS = "https://www.ostbypost.example/news/dam"
WHEN = (2024, 3, 12, 7, 30, 0)

PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} - Ostby Post</title>
<meta property="og:site_name" content="Ostby Post"><meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="2024-03-12T07:30:00+01:00"><link rel="canonical" href="{ADDRESS}"></head>
<body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article></body></html>"""
MARKDOWN = f"""---
title: {TITLE}
author: Una Holm
date: 2024-03-12
---

# {TITLE}

{FIRST.replace("dam", "**dam**")}

> {SECOND}

- blankets
- soup

| what | how many |
|---|---|
| families | 40 |
"""
RTF_TEXT = "".join("\\par " + p.replace("“", "\\'93").replace("”", "\\'94").replace("é", "\\'e9") for p in PARAGRAPHS)
RTF = (
    "{\\rtf1\\ansi\\ansicpg1252{\\info{\\title " + TITLE + "}{\\author Una Holm}{\\creatim\\yr2024\\mo3\\dy12}}" + RTF_TEXT + "}"
)
FEED_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
RSS = f"""{FEED_HEAD}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ostby Post</title>
<item><title>{TITLE}</title><link>{ADDRESS}</link><pubDate>Tue, 12 Mar 2024 07:30:00 +0100</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>The bridge</title><description>{THIRD}</description></item></channel></rss>"""
ATOM = f"""{FEED_HEAD}<feed xmlns="http://www.w3.org/2005/Atom"><title>Ostby Post</title><entry><title>{TITLE}</title>
<author><name>Una Holm</name></author><link href="{ADDRESS}"/><published>2024-03-12T07:30:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry></feed>"""
ARTICLES = [
    {"title": TITLE, "text": f"{FIRST}\n\n{SECOND}", "publisher": "Ostby Post", "published": "2024-03-12", "url": ADDRESS},
    {"title": "The bridge", "html": f"<p>{THIRD}</p><p>{FIRST}</p>", "authors": ["Una Holm", "Per Vik"]},
]
CONTENT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3"><office:body><office:text>
<text:tracked-changes><text:changed-region><text:deletion><text:p>Nobody was told.</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:p text:style-name="Title">{title}</text:p><text:h text:outline-level="1">Night in the school</text:h>
{paragraphs}<text:list><text:list-item><text:p>blankets<text:s/>and soup</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>families</text:p></table:table-cell><table:table-cell><text:p>40</text:p>
</table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"""
ODT_META = """<?xml version="1.0" encoding="UTF-8"?><office:document-meta
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>{title}</dc:title><meta:initial-creator>Una Holm
</meta:initial-creator><meta:creation-date>2024-03-12T07:30:00</meta:creation-date></office:meta></office:document-meta>"""
WORD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body></w:document>"""
WORD_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
WORD_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


def zipped(files: dict[str, bytes | str]) -> bytes:
    """A ZIP archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (*WHEN[:3], *WHEN[3:])), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    """A TAR archive of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), int(datetime(*WHEN, tzinfo=UTC).timestamp())
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def docx() -> bytes:
    """A Word document of three paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in PARAGRAPHS)
    return zipped(
        {
            "[Content_Types].xml": WORD_TYPES,
            "_rels/.rels": WORD_RELATIONS,
            "word/document.xml": WORD.format(paragraphs=body),
        }
    )


def odt() -> bytes:
    """An OpenDocument text with a title, a heading, a list, a table and a tracked deletion."""
    body = "".join(f"<text:p>{p}</text:p>" for p in PARAGRAPHS)
    files: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": CONTENT.format(title=TITLE, paragraphs=body),
        "meta.xml": ODT_META.format(title=TITLE),
    }
    return zipped(files)


def _pdf(objects: list[bytes]) -> bytes:
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


def pdf(pages: int = 1, words: str = FIRST) -> bytes:
    """A PDF with the same few lines on so many pages."""
    lines = [words[at : at + 60].strip() for at in range(0, len(words), 60)]
    drawn = "\n".join(f"BT /F 12 Tf 40 {340 - 14 * i} Td ({line}) Tj ET" for i, line in enumerate(lines)).encode("latin-1")
    kids = " ".join(f"{5 + i} 0 R" for i in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}/MediaBox[0 0 500 400]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        *[b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"] * pages,
    ]
    return _pdf(objects)


def drawn() -> tuple[int, int, bytes]:
    """Width, height and grey pixels of a printed page."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf())[0]
    pixels = page.render(scale=3, grayscale=True).to_numpy()
    return pixels.shape[1], pixels.shape[0], pixels.reshape(pixels.shape[0], pixels.shape[1]).tobytes()


def png() -> bytes:
    """A picture of a printed page."""
    width, height, grey = drawn()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + grey[width * y : width * (y + 1)] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def scanned() -> bytes:
    """A PDF whose one page is a picture of print."""
    width, height, grey = drawn()
    packed = zlib.compress(grey)
    content = b"q 500 0 0 400 0 0 cm /I Do Q"
    picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>"
    return _pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 500 400]>>",
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            picture % (width, height, len(packed)) + b"stream\n" + packed + b"\nendstream",
        ]
    )


def mhtml() -> bytes:
    """A page as a browser saves it into one file."""
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\nSubject: {TITLE}\r\n"
        "Date: Wed, 13 Mar 2024 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
        "------b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: {ADDRESS}\r\n\r\n"
    )
    body = base64.encodebytes(PAGE.encode()).decode().replace("\n", "\r\n")
    return f"{head}{body}\r\n------b--\r\n".encode()


def mail(number: int = 1) -> bytes:
    """A mail in Latin-1 with a report attached."""
    lines = [
        "From: =?utf-8?q?Una_H=C3=B8lm?= <una@ostbypost.example>",
        "To: desk@ostbypost.example",
        f"Subject: {TITLE}",
        f"Date: Tue, 12 Mar 2024 07:3{number}:00 +0100",
        f"Message-ID: <{number}@ostbypost.example>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="=b"',
        "",
        "--=b",
        "Content-Type: text/plain; charset=iso-8859-1",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "The caf=E9 by the bridge is gone, Kari Moen told us this morning on the hill.",
        "",
        "> Was anybody hurt?",
        "",
        "-- ",
        "Una, Ostby Post",
        "--=b",
        'Content-Type: text/plain; name="statement.txt"',
        'Content-Disposition: attachment; filename="statement.txt"',
        "",
        FIRST,
        "--=b--",
        "",
    ]
    return "\r\n".join(lines).encode()


def mailbox() -> bytes:
    """A mailbox of two mails."""
    stamp = b"From una@ostbypost.example Tue Mar 12 07:30:00 2024\n"
    return b"\n".join(stamp + mail(n).replace(b"\r\n", b"\n") for n in (1, 2))


def warc(packed: bool = False) -> bytes:
    """A web archive: a page, its picture, and a page that was not there."""
    records = []
    for number, (path, kind, status, body) in enumerate(
        [
            ("/news/dam", "text/html; charset=utf-8", "200 OK", PAGE.encode()),
            ("/dam.jpg", "image/jpeg", "200 OK", b"\xff\xd8\xff\xd9"),
            ("/gone", "text/html", "404 Not Found", b"<html><body>Not here.</body></html>"),
        ]
    ):
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000000{number}-0000-0000-0000-000000000000>\r\n"
            f"WARC-Date: 2024-03-13T08:00:00Z\r\nWARC-Target-URI: https://www.ostbypost.example{path}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        records.append(gzip.compress(record, mtime=0) if packed else record)
    return b"".join(records)


def wacz() -> bytes:
    """A package of a web archive with its list of pages."""
    pages = '{"format": "json-pages-1.0", "id": "pages"}\n' + json.dumps({"url": ADDRESS, "title": TITLE})
    files: dict[str, bytes | str] = {
        "datapackage.json": '{"profile": "data-package"}',
        "pages/pages.jsonl": pages,
        "archive/data.warc.gz": warc(packed=True),
    }
    return zipped(files)


def table() -> bytes:
    """The articles as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["title", "text", "publisher", "published", "url"])
    writer.writerow([TITLE, f"{FIRST}\n\n{SECOND}", "Ostby Post", "2024-03-12", ADDRESS])
    writer.writerow(["=The bridge", THIRD, "", "last Friday", ""])
    return out.getvalue().encode()


def samples() -> dict[str, bytes]:
    """Name and bytes of each sample."""
    text = "\n\n".join((TITLE, *PARAGRAPHS))
    inside: dict[str, bytes | str] = {"mon/dam.txt": text, "mon/dam.json": '{"publisher": "Ostby Post"}', "tue/page.html": PAGE}
    binary = {name: data.encode() if isinstance(data, str) else data for name, data in inside.items()}
    return {
        "plain.txt": text.encode(),
        "western.txt": text.encode("cp1252"),
        "wide.txt": text.encode("utf-16"),
        "page.html": PAGE.encode(),
        "marked.md": MARKDOWN.encode(),
        "saved.mhtml": mhtml(),
        "print.pdf": pdf(),
        "scan.pdf": scanned(),
        "scan.png": png(),
        "word.docx": docx(),
        "open.odt": odt(),
        "rich.rtf": RTF.encode("latin-1"),
        "mail.eml": mail(),
        "box.mbox": mailbox(),
        "crawl.warc": warc(),
        "crawl.warc.gz": warc(packed=True),
        "crawl.wacz": wacz(),
        "news.rss": RSS.encode(),
        "news.atom": ATOM.encode(),
        "articles.jsonl": "\n".join(json.dumps(a) for a in ARTICLES).encode(),
        "list.json": json.dumps(ARTICLES).encode(),
        "table.csv": table(),
        "reports.zip": zipped(inside),
        "reports.tar": tarred(binary),
        "reports.tgz": gzip.compress(tarred(binary), mtime=0),
        "plain.txt.gz": gzip.compress(text.encode(), mtime=0),
        "nested.zip": zipped({"inner.zip": zipped(inside), "mail.eml": mail()}),
    }


def main(folder: Path) -> None:
    """Writes the samples into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in samples().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
