"""People who need thought before a record leaves the desk: as lines, as a part of the dossier, and as one sentence of warning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from variorum.export.atrisk import AtRisk, Kind, Verdict, survey
from variorum.export.book import Book, counted
from variorum.model.record import Passage
from variorum.show.markup import Html, el, join

HEADS: dict[Kind, str] = {
    "minor": "Told to be under 18",
    "victim of sexual violence": "Told to have suffered sexual violence",
    "witness or insider": "Told to have seen or known it",
    "detainee": "Told to be held",
    "unnamed source": "Not named, but described",
    "accused": "Accused, no verdict of guilt told",
}
CONVICTED = "Told to be convicted (not among the accused)"
MEANING = (
    "Somebody may stand here who needs no care, and somebody who does may be missing: the words are found by rule, and no rule knows who would be"
    " hurt. Read the reports with that in mind."
)
NOBODY = "Nobody was found who needs thought. No rule finds everybody: read the reports with that in mind."


def listing(book: Book) -> list[str]:
    """The lines of the view: by kind, with the words that put each there and who tells them."""
    found = survey(book)
    if not found.at_risk and not found.convicted:
        return [NOBODY]
    lines = [f"{_told(book, found.at_risk)} thought before this leaves the desk.", MEANING] if found.at_risk else [NOBODY]
    for kind, group in groupby(found.at_risk, key=lambda one: one.kind):
        lines += ["", HEADS[kind], *_lines(book, group)]
    if found.convicted:
        lines += ["", CONVICTED, *_lines(book, found.convicted)]
    return lines


def notice(book: Book, case: str) -> str | None:
    """One sentence that says how many need thought, and where to look; None where nobody was found."""
    found = survey(book).at_risk
    if not found:
        return None
    return f"{_told(book, found)} thought before it leaves the desk: `variorum show {case} at-risk`"


def section(book: Book) -> Html:
    """The part of the desk's own dossier."""
    found = survey(book)
    if not found.at_risk and not found.convicted:
        return el("p", NOBODY, class_="empty")
    parts: list[str] = [el("p", MEANING, class_="ours")]
    for kind, group in groupby(found.at_risk, key=lambda one: one.kind):
        parts += [el("h3", HEADS[kind]), _items(book, group)]
    if found.convicted:
        parts += [el("h3", CONVICTED), _items(book, found.convicted)]
    return join(parts)


def _told(book: Book, found: Iterable[AtRisk]) -> str:
    number = _count(book, found)
    return f"{counted(number, 'person', 'people')} in this record {'needs' if number == 1 else 'need'}"


def _count(book: Book, found: Iterable[AtRisk]) -> int:
    """How many different people a list holds: one may stand there for two kinds of risk, and with the same words in copies."""
    return len({one.entity if one.name else _name(book, one).lower() for one in found})


def _rows(book: Book, group: Iterable[AtRisk | Verdict]) -> list[tuple[str, tuple[str, ...], str]]:
    """Name, reasons and places of each; those whom copies of one report describe in the same words stand together."""
    held: dict[object, list[AtRisk | Verdict]] = defaultdict(list)
    lineage = {name: number for number, columns in enumerate(book.groups) for name in columns}
    for one in group:
        unnamed = (_name(book, one).lower(), lineage.get(one.spans[0].document))
        held[unnamed if one.name is None else one].append(one)
    return [
        (
            _name(book, rows[0]),
            tuple(dict.fromkeys(" ".join(one.why.split()) for one in rows)),
            _where(book, tuple(sorted({place for one in rows for place in one.spans}))),
        )
        for rows in held.values()
    ]


def _lines(book: Book, group: Iterable[AtRisk | Verdict]) -> list[str]:
    return [
        line
        for name, reasons, where in _rows(book, group)
        for line in (f"  {name}", *(f"    {reason}" for reason in reasons), f"    {where}")
    ]


def _items(book: Book, group: Iterable[AtRisk | Verdict]) -> Html:
    rows = []
    for name, reasons, where in _rows(book, group):
        head = el("p", el("span", name, class_="said"), class_="readings")
        rows.append(el("li", head, *(el("p", el("small", line)) for line in (*reasons, where))))
    return el("ul", *rows, class_="apparatus")


def _name(book: Book, one: AtRisk | Verdict) -> str:
    """The name; or the longest of the words that describe somebody, in quotation marks."""
    if one.name is not None:
        return one.name
    words = (" ".join(book.words(place.document, place.span).split()) for place in one.spans)
    return f"“{max(words, key=lambda said: (len(said), said))}”"


def _where(book: Book, spans: tuple[Passage, ...]) -> str:
    """In how many places of which reports the words stand."""
    held = {place.document for place in spans}
    letters = [book.where(one.id) for one in book.columns if one.id in held]
    return f"{counted(len(spans), 'place')} in {', '.join(letters)}"
