"""People who need thought before a record leaves the desk: as lines, as a part of the dossier, and as one sentence of warning."""

from __future__ import annotations

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
    "accused": "Accused, no verdict told",
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
    lines = [f"{_people(found.at_risk)} who need thought before this leaves the desk.", MEANING] if found.at_risk else [NOBODY]
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
    verb = "needs" if len(_persons(found)) == 1 else "need"
    return f"{_people(found)} in this record {verb} thought before it leaves the desk: `variorum show {case} at-risk`"


def section(book: Book) -> Html:
    """The part of the desk's own dossier."""
    found = survey(book)
    if not found.at_risk and not found.convicted:
        return el("p", NOBODY, class_="empty")
    parts: list[str] = [el("p", MEANING, class_="ours")]
    for kind, group in groupby(found.at_risk, key=lambda one: one.kind):
        parts += [el("h3", HEADS[kind]), el("ul", *(_item(book, one) for one in group), class_="apparatus")]
    if found.convicted:
        parts += [el("h3", CONVICTED), el("ul", *(_item(book, one) for one in found.convicted), class_="apparatus")]
    return join(parts)


def _persons(found: Iterable[AtRisk]) -> set[object]:
    """The different people of a list: one may stand there for two kinds of risk."""
    return {one.entity or one.spans for one in found}


def _people(found: Iterable[AtRisk]) -> str:
    return counted(len(_persons(found)), "person", "people")


def _lines(book: Book, group: Iterable[AtRisk | Verdict]) -> list[str]:
    lines = []
    for one in group:
        lines += [f"  {_name(book, one)}", f"    {' '.join(one.why.split())}", f"    {_where(book, one.spans)}"]
    return lines


def _item(book: Book, one: AtRisk | Verdict) -> Html:
    return el(
        "li",
        el("p", el("span", _name(book, one), class_="said"), class_="readings"),
        el("small", one.why, " · ", _where(book, one.spans)),
    )


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
