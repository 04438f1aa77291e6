"""Walks what faces show and finds the words of reports that stand there without whoever tells them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from lxml import html

from variorum.export.book import Book
from variorum.export.json_record import to_json
from variorum.export.tables import TABLES, to_csv
from variorum.model.record import Record
from variorum.run.certify import content_of_claim
from variorum.show import signs
from variorum.show.dossier import dossier
from variorum.show.terminal import VIEWS, view

CONTAINERS = ("p", "li", "th", "td", "tr", "dd", "blockquote")
OUTER = ("table", "section", "main", "ul", "ol", "dl", "body")
CELL = "td"  # its tellers stand in it, not elsewhere in its row


def teller(book: Book) -> re.Pattern[str]:
    """What tells who tells: an outlet, a letter behind "in", letters before "tell" or "deny", a letter alone in its own element."""
    letters = "|".join(sorted(map(re.escape, book.sigla.values()), key=len, reverse=True))
    outlets = "|".join(re.escape(name) for d in book.columns for name in (book.outlet(d), d.name))
    standing = r"(?: \((?:corrected|withdrawn|superseded)\))?"
    many = rf"(?:{letters}){standing}(?:, (?:{letters}){standing})*"
    return re.compile(rf"\bin {many}|\b{many} (?:tells?|den(?:y|ies))\b|(?:^|\s){many}(?:$|\s)|{outlets}")


def dossier_strings(record: Record) -> Iterator[tuple[str, str]]:
    """The words of reports in a dossier that nothing beside them attributes, with where they stand."""
    book = Book.of(record)
    page = html.fromstring(dossier(record, full_text=True))
    pattern = teller(book)
    for part in page.iter("section", "header"):
        if part.get("id") == "part-whole":
            continue  # whole reports stand under their own heads
        for element in part.iter():
            classes = (element.get("class") or "").split()
            if "said" in classes or element.tag in ("u", "mark"):
                if not _attributed(element, pattern):
                    yield part.get("id") or "head", " ".join(element.text_content().split())
            if (title := element.get("title")) is not None and not _ours(title):
                yield "tooltip", title
    for title in page.iter("title"):
        words = title.text_content()
        if title.getparent().tag in ("svg", "path") and not words.startswith("Lineage: ") and not pattern.search(words):
            yield "drawing", words


def _attributed(element: html.HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Whether a teller stands in the nearest containers, outside of the words themselves."""
    own = set(element.iter())
    for above in element.iterancestors():
        if above.tag in OUTER:
            return False
        if above.tag in CONTAINERS:
            if any(one.get("class") in ("who", "teller") and one.text_content().strip(": ") for one in above.iter()):
                return True
            if pattern.search(" ".join(text for one in above.iter() for text in _texts(one, own))):
                return True
        if above.tag == CELL:
            return False
    return False


def _texts(one: html.HtmlElement, own: set[html.HtmlElement]) -> list[str]:
    """An element's text, and its tail, where they are not of the words themselves."""
    inside = [] if one in own else [one.text or ""]
    behind = [] if one.getparent() in own else [one.tail or ""]
    return inside + behind


def _ours(title: str) -> bool:
    """Whether a tooltip says nothing but what a sign means."""
    known = [*signs.RELATION_WORD.values(), *signs.SUPPORT_WORD.values(), signs.ALIKE_WORD]
    return (
        title in known or any(title.startswith(word) for word in signs.SUPPORT_WORD.values()) or title.startswith("not told by ")
    )


def terminal_strings(record: Record) -> Iterator[tuple[str, str]]:
    """The quotations in the views of a terminal whose entry (a line with those indented under it) names no teller."""
    pattern = teller(Book.of(record))
    for name in VIEWS:
        entry: list[str] = []
        for line in [*view(record, name).splitlines(), ""]:
            if line.startswith("    ") and entry:
                entry.append(line)
                continue
            whole = "\n".join(entry)
            if "“" in whole and not pattern.search(re.sub(r"“[^”]*”", "“”", whole)):
                yield name, whole
            entry = [line]


def table_strings(record: Record) -> Iterator[tuple[str, str]]:
    """The rows of tables without a teller, or with a label that has none."""
    for table in TABLES:
        for row in csv.DictReader(io.StringIO(to_csv(record, table))):
            label = row.get("claim_label") or row.get("label")
            if not row["who_says_it"] or (label and not labelled(label)):
                yield table, str(row)


def labelled(label: str) -> bool:
    """Whether a label begins with who tells what follows."""
    who, sign, words = label.partition(": ")
    return bool(who.strip() and sign and words.strip())


def json_strings(record: Record) -> Iterator[tuple[str, str]]:
    """What in the JSON, or in the certificate of a claim, has no teller: statements lead to a report, all else to statements or places."""
    whole = to_json(record)
    documents, statements = {one["id"] for one in whole["documents"]}, {one["id"]: one for one in whole["statements"]}
    contents = [whole, *(content_of_claim(record, claim, {}) for claim in record.claims)]
    for content in contents:
        known = {one["id"] for one in content["documents"]}
        for statement in content["statements"]:
            if statement["document"] not in known:
                yield "statement", str(statement)
        for claim in content.get("claims") or [content["claim"]]:
            if not labelled(claim["label"]) or not set(claim["statements"]) <= set(statements):
                yield "claim", str(claim)
            answers = claim["allegation"] or {"answers": (), "silences": ()}
            yield from (("answer", str(one)) for one in (*answers["answers"], *answers["silences"]) if not one["who_says_it"])
        for entry in content["discrepancies"]:
            for reading in entry["readings"]:
                if not (reading["statements"] or reading["spans"]):
                    yield "reading", str(reading)
    for incident in whole["incidents"]:
        values = [value for given in incident["answers"].values() for value in given]
        values += [age for one in incident["participants"] for age in one["ages"]]
        yield from (("value", str(value)) for value in values if not (value["statements"] or value["spans"]))
    for story in whole["stories"]:
        if not labelled(story["label"]) and story["label"] not in {one["name"] for one in whole["documents"]}:
            yield "story", story["label"]
    for lineage in whole["lineages"]:
        if lineage["to"] not in documents:
            yield "edge", str(lineage)
