"""Writes the two example reports that are not text: gazette.pdf and interview.docx. The same bytes every time.

python examples/make.py
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from datetime import datetime
from pathlib import Path

import docx

REPORTS = Path(__file__).parent / "reports"

GAZETTE = [
    ("title", "Fisherman saw the ferry go dark"),
    ("small", "By Nora Whitlock"),
    ("small", "Tuesday, 11 November 2025"),
    (
        "body",
        "A fisherman who was mending nets on Kelder quay has told the Gazette how he watched the Morwenna "
        "lose her lights on Saturday night.",
    ),
    (
        "body",
        '"I was looking straight at her and all the lights went out," said Piet Aldous, 58. He looked at his '
        'watch. It was 9.42 p.m. "There was no bang," he said. "I would have heard it."',
    ),
    (
        "body",
        "Mr Aldous said the ferry drifted past the quay and struck rocks south of Kelder Point. He telephoned"
        " the harbour master, Owen Pryce, who sent out the lifeboat. Mr Pryce told the Gazette that the "
        "lifeboat reached the Morwenna at 11.52 p.m. Jan Aldous, the fisherman's brother, steered it.",
    ),
    (
        "body",
        "Fourteen people were injured, Arnesby Hospital said on Sunday. Two of them had broken bones. The "
        "ferry was carrying fewer than 50 passengers, according to Mr Pryce.",
    ),
    ("caption", "The Morwenna on the rocks on Sunday morning. Picture: Nora Whitlock"),
    (
        "body",
        "The harbour master said that Captain Henrik Sollund had called him by radio at 9.50 p.m. and had "
        "asked for a tug. No tug was free. The nearest one was in Port Ebba, 60 kilometres away.",
    ),
    (
        "body",
        "Mr Aldous said his neighbour, Carla Finch, had told him last week that one of the ferry's fuel pumps"
        " was leaking. Mrs Finch works in the workshop of Calder Line. She declined to comment.",
    ),
    (
        "body",
        "The deckhand Aleksey Dronov, who joined Calder Line in June, has been praised by passengers. The "
        "company has not said why he was suspended.",
    ),
    (
        "body",
        "It is not the first such accident in Calder Sound. In 2019 another ferry, the Isolde, struck rocks "
        "near Port Ebba. Three people were killed. A new lighthouse was promised after that accident, but it "
        "has not been built.",
    ),
    (
        "body",
        'Mr Aldous has fished in the sound for 30 years. "I have never seen a ship so dark," he said. He will'
        " give evidence to the Maritime Safety Board on Friday.",
    ),
]

INTERVIEW = [
    ("Title", "“I counted the minutes”"),
    ("Subtitle", "A nurse who was on the Morwenna remembers Saturday night"),
    ("Normal", "By Joost Ferrier"),
    ("Normal", "Holm Weekly, 13 November 2025"),
    (
        "Normal",
        "Marit Hollis, a nurse from Holm, was one of the passengers on the ferry Morwenna when it struck "
        "rocks on Saturday night. Ms Hollis, 44, spoke to Holm Weekly at her home on Wednesday.",
    ),
    ("Heading 2", "The dark"),
    ("Normal", "Holm Weekly: Where were you when it began?"),
    (
        "Normal",
        "Marit Hollis: I was in the saloon, near the stairs. I heard a bang under us, the lights went out and"
        " both engines stopped. That was at 9.40.",
    ),
    ("Normal", "Holm Weekly: What did the crew do?"),
    (
        "Normal",
        "Marit Hollis: A deckhand, Aleksei Dronov, told us to sit on the floor. He gave me a life jacket. He "
        "was very calm. I have read that people were screaming. Nobody was screaming.",
    ),
    ("Normal", "Holm Weekly: Was the captain on the bridge?"),
    (
        "Normal",
        "Marit Hollis: I saw him there. I went up the stairs after ten minutes, and Captain Sollund was on "
        "the bridge. He was holding the wheel.",
    ),
    ("Heading 2", "The rocks"),
    ("Normal", "Holm Weekly: How long did you drift?"),
    (
        "Normal",
        "Marit Hollis: The ferry drifted for two hours or two and a half. I counted the minutes. Then it "
        "struck the rocks, two or three kilometres from the harbour.",
    ),
    ("Normal", "Holm Weekly: How many people were hurt?"),
    (
        "Normal",
        "Marit Hollis: A doctor, Samir Okafor, told me at the hospital that fourteen people had been injured."
        " I was one of them. I broke my wrist.",
    ),
    ("Normal", "Holm Weekly: What has the company said to you?"),
    (
        "Normal",
        "Marit Hollis: Ines Carrow telephoned me on Monday. She said that Calder Line would pay me 500 euros."
        " I refused the money.",
    ),
    (
        "Normal",
        "Ms Hollis said that she would not travel by ferry again. She is expected to return to work at "
        "Arnesby Hospital in January. Calder Line did not answer questions from Holm Weekly.",
    ),
    ("Caption", "Marit Hollis at her home in Holm. Photo: Joost Ferrier"),
]

FONTS = {  # font, size, leading, characters a line
    "title": ("F2", 20, 24, 45),
    "small": ("F1", 10, 14, 90),
    "body": ("F1", 11, 15, 84),
    "caption": ("F3", 9, 12, 100),
}


def pages(blocks: list[tuple[str, str]]) -> list[list[tuple[str, int, int, str]]]:
    """The lines of each page: font, size, height above the bottom in points, words."""
    done: list[list[tuple[str, int, int, str]]] = []
    lines: list[tuple[str, int, int, str]] = []
    y = 740
    for kind, text in blocks:
        font, size, leading, width = FONTS[kind]
        wrapped = textwrap.wrap(text, width, break_on_hyphens=False)
        if y - leading * len(wrapped) < 380:  # a short page, so that there are two
            done.append(lines)
            lines, y = [], 740
        for line in wrapped:
            lines.append((font, size, y, line))
            y -= leading
        y -= 10
    return [*done, lines]


def content(number: int, lines: list[tuple[str, int, int, str]]) -> bytes:
    """A page's drawing, with the running head and foot of a newspaper."""
    furniture = [("F3", 8, 800, "The Arnesby Gazette"), ("F3", 8, 40, f"The Arnesby Gazette    Page {number}")]
    drawn = []
    for font, size, y, text in [furniture[0], *lines, furniture[1]]:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawn.append(f"BT /{font} {size} Tf 1 0 0 1 72 {y} Tm ({escaped}) Tj ET")
    return "\n".join(drawn).encode("cp1252")


def pdf() -> bytes:
    """The Gazette's report: objects one after another, then the table of where they stand (ISO 32000-1, 7.5)."""
    drawn = [content(n, lines) for n, lines in enumerate(pages(GAZETTE), 1)]
    first = 7
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(drawn)))
    fonts = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawn)} >>".encode(),
        b"<< /Title (Fisherman saw the ferry go dark) /Author (Nora Whitlock) /CreationDate (D:20251111060000Z) >>",
        *(f"<< /Type /Font /Subtype /Type1 /BaseFont /{f} /Encoding /WinAnsiEncoding >>".encode() for f in fonts),
    ]
    for n, stream in enumerate(drawn):
        resources = "<< /Font << /F1 4 0 R /F2 5 0 R /F3 6 0 R >> >>"
        drawing = f"/Resources {resources} /Contents {first + 2 * n + 1} 0 R"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {drawing} >>"
        objects += [page.encode(), f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream"]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    at = []
    for number, body in enumerate(objects, 1):
        at.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{offset:010} 00000 n \n".encode() for offset in at))
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def interview() -> bytes:
    """Holm Weekly's interview, packed with a fixed date in place of the clock's."""
    document = docx.Document()
    for style, text in INTERVIEW:
        document.add_paragraph(text, style=style)
    properties = document.core_properties
    properties.title = "\u201cI counted the minutes\u201d"
    properties.author = "Joost Ferrier"
    properties.last_modified_by = "Joost Ferrier"
    properties.comments = ""
    properties.created = properties.modified = datetime(2025, 11, 13, 6, 0)
    loose = io.BytesIO()
    document.save(loose)
    packed = io.BytesIO()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "docProps/thumbnail.jpeg":
                target.writestr(zipfile.ZipInfo(name, (2025, 11, 13, 6, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
            else:
                target.writestr(zipfile.ZipInfo(name, (2025, 11, 13, 6, 0, 0)), source.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    (REPORTS / "gazette.pdf").write_bytes(pdf())
    (REPORTS / "interview.docx").write_bytes(interview())
