"""What a case rests on, in a sentence: how many claims are told by several reports, and by how many sources."""

from __future__ import annotations

from collections import Counter

from variorum.export.book import Book, counted
from variorum.model.record import Claim, Story


def basis(book: Book) -> tuple[str, ...]:
    """What the case rests on, in clauses that add up; the first tells how many claims several reports tell."""
    shared = book.shared()
    reports = len({document.report or document.id for document in book.columns})
    if reports < 2:
        alone = counted(len(book.claims), "claim")
        return (f"{alone} told by one report" if reports else "No report has been read yet",)
    all_of_them = "both" if reports == 2 else "two or more"
    tellers = "both reports" if reports == 2 else f"two or more of {reports} reports"
    parts = [f"{counted(len(shared), 'claim')} told by {tellers}"]
    split = [claim for claim in shared if book.both_ways(claim)]
    if split:
        parts.append(f"{len(split)} of them told by some and denied by others")
    shared_alike = [claim for claim in shared if claim not in split]
    repeated = Counter(_one_origin(claim) for claim in shared_alike if claim.support == "repeated")
    through = "through both" if reports == 2 else "through several reports"
    ordered = sorted(repeated.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) == 1:
        parts.append(f"{ordered[0][1]} of them by one source {through}: {ordered[0][0]}")
    elif ordered:
        names = ", ".join(f"{name} {number}" for name, number in ordered[:5])
        more = f" and {counted(len(ordered) - 5, 'other')}" if len(ordered) > 5 else ""
        parts.append(f"{sum(repeated.values())} of them by one source each {through}: {names}{more}")
    rest = [claim for claim in shared_alike if claim.support not in ("repeated", "independent")]
    nobody = [claim for claim in rest if not any(statement.attributions for statement in book.told(claim))]
    if nobody:
        parts.append(f"for {len(nobody)} nobody is named")
    two = sum(claim.support == "independent" for claim in shared_alike)
    parts.append(f"{two or 'none'} by two or more identified sources with no common source found")
    if partly := len(rest) - len(nobody):
        parts.append(f"for {partly} somebody is named, but one origin for {all_of_them} could not be settled")
    if alone_too := len(book.claims) - len(shared):
        parts.append(f"{counted(alone_too, 'further claim')} told by one report alone")
    return tuple(parts)


def _one_origin(claim: Claim) -> str:
    named = [origin.name for origin in claim.origins if origin.kind != "unknown" and origin.name]
    return named[0] if named else "the same words"


def roots(book: Book, story: Story | None = None) -> str:
    """How many reports, of a story or of all, rest on how many identified origins, written out: "10 reports, 1 witness"."""
    kinds: dict[str, str] = {}
    shared = [claim for claim in book.shared() if story is None or claim.story == story.id]
    for claim in shared or book.claims:
        for origin in claim.origins if story is None or claim.story == story.id else ():
            if origin.kind != "unknown" and (origin.entity or origin.name):
                kinds.setdefault(origin.entity or origin.name or "", origin.kind)
    number = Counter(kinds.values())
    nouns = (
        ("witness", "witness", "witnesses"),
        ("participant", "participant", "participants"),
        ("official", "official source", "official sources"),
        ("reporter", "reporter who was there", "reporters who were there"),
        ("document", "document", "documents"),
    )
    parts = [counted(number[kind], one, many) for kind, one, many in nouns if number[kind]]
    reports = len(book.columns if story is None else story.documents)
    return ", ".join([counted(reports, "report"), *(parts or ["no origin identified"])])
