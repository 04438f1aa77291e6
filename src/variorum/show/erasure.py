"""What an erasure takes with it, in words, for whoever must agree to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from variorum.export.book import counted
from variorum.run.goings import Going
from variorum.show.terminal import cleaned

MOST = 40  # of a list, told one by one


def what_goes(going: Going) -> str:
    """Lines that say what will be gone, and what to think of."""
    return cleaned("\n".join(_lines(going))) + "\n"


def _lines(going: Going) -> Iterator[str]:
    if going.known_as:
        yield "Looked for by these names; if one is somebody else's, part them first with `decide different --kind entity`:"
        yield from _listed(going.known_as)
    if going.reports:
        yield f"These go, with original, text and all that was derived from them: {counted(len(going.reports), 'report')}"
        yield from _listed(going.reports)
    if going.beside:
        yield f"{len(going.beside)} of them only because they are in one file with those that are meant:"
        yield from _listed(going.beside)
    if going.decisions:
        yield f"{counted(len(going.decisions), 'decision')} or sign-off on their words, or with them:"
        yield from _listed(going.decisions)
    if going.titles:
        yield "The title of the case, which has the name; give another with `build --title`"
    if going.other_lines:
        yield f"What {counted(going.other_lines, 'other line')} of the journal say of it"
    if going.blobs:
        yield f"In all {counted(len(going.blobs), 'thing')} that the journal says; that they were erased, by whom and why stays"
    if going.told_elsewhere:
        yield "These stay, and tell the same in the same words or nearly so; name them too if they are to go:"
        yield from _listed(going.told_elsewhere)
    if going.named_alike:
        yield "These stay, and have a name that may be theirs or somebody else's; look, and name them with --document if they are to go:"
        yield from _listed(going.named_alike)
    if going.handed_on:
        yield "Made while it was in the case, and perhaps handed on; call these back:"
        yield from _listed(going.handed_on)
    if going.given_as:
        yield "They were given as these files; take them away too, or the next build from there takes them in again:"
        yield from _listed(going.given_as)


def _listed(names: Sequence[str]) -> Iterator[str]:
    yield from (f"  {' '.join(name.split())}" for name in names[:MOST])
    if len(names) > MOST:
        yield f"  and {len(names) - MOST} more"
