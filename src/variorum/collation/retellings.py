"""Which statements of a claim are taken from another report's, passage by passage; and which reports have a source in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from variorum.collation.draft import Draft
from variorum.model.record import Lineage
from variorum.model.span import Span

Held = Mapping[str, Sequence[Draft]]  # the statements of one claim by document


class Retellings:
    """The lineages of a case, looked up by statement."""

    def __init__(self, lineages: Sequence[Lineage]) -> None:
        self._taken: dict[tuple[str, str], list[tuple[Span, Span]]] = {}  # (to, source) -> aligned spans
        self._sources: dict[str, set[str]] = {}
        self._takers: dict[str, set[str]] = {}
        for line in lineages:
            self._sources.setdefault(line.to, set()).add(line.source)
            self._takers.setdefault(line.source, set()).add(line.to)
            if line.kind in {"copy", "rewrite"}:
                pairs = [(p.to.span, p.source.span) for p in line.passages if p.source is not None]
                self._taken.setdefault((line.to, line.source), []).extend(pairs)

    def linked(self, a: str, b: str) -> bool:
        """Whether one report takes from or names the other, or both take from or name one and the same."""
        mine, theirs = self._sources.get(a, set()), self._sources.get(b, set())
        return b in mine or a in theirs or bool(mine & theirs)

    def _takes(self, to: Draft, source: Draft) -> bool:
        pairs = self._taken.get((to.document.id, source.document.id), ())
        return any(_mostly(to.sentence, x) and _mostly(source.sentence, y) for x, y in pairs)

    def first(self, draft: Draft, held: Held) -> Draft:
        """The statement that `draft` is taken from in the end, of those held by document; itself where it is taken from none."""
        seen = {draft.document.id}
        current = draft
        while True:
            near = sorted(s for s in self._sources.get(current.document.id, ()) if s in held and s not in seen)
            found = next((d for source in near for d in held[source] if self._takes(current, d)), None)
            if found is None:
                return current
            seen.add(found.document.id)
            current = found

    def is_taken(self, draft: Draft, held: Held) -> bool:
        """Whether another report, of those held, takes this statement from here."""
        takers = sorted(self._takers.get(draft.document.id, set()) & held.keys())
        return any(self._takes(d, draft) for to in takers for d in held[to])


def _mostly(sentence: Span, passage: Span) -> bool:
    return 2 * sentence.overlap(passage) >= min(len(sentence), len(passage))
