"""Which statements of a claim are taken from another report's, passage by passage; and which reports have a source in common."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.collation.draft import Draft
from variorum.model.record import Lineage
from variorum.model.span import Span


class Retellings:
    """The lineages of a case, looked up by statement."""

    def __init__(self, lineages: Sequence[Lineage]) -> None:
        self._taken: dict[tuple[str, str], list[tuple[Span, Span]]] = {}  # (to, source) -> aligned spans
        self._sources: dict[str, set[str]] = {}
        for line in lineages:
            self._sources.setdefault(line.to, set()).add(line.source)
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

    def first(self, draft: Draft, claim: Sequence[Draft]) -> Draft:
        """The statement of the claim that `draft` is taken from in the end; itself where it is taken from none."""
        by_document: dict[str, list[Draft]] = {}
        for d in claim:
            by_document.setdefault(d.document.id, []).append(d)
        seen = {draft.document.id}
        current = draft
        while True:
            near = sorted((self._sources.get(current.document.id, set()) & by_document.keys()) - seen)
            found = next((d for source in near for d in by_document[source] if self._takes(current, d)), None)
            if found is None:
                return current
            seen.add(found.document.id)
            current = found

    def is_taken(self, draft: Draft, claim: Sequence[Draft]) -> bool:
        """Whether another report takes this statement from here."""
        return any(self._takes(d, draft) for d in claim if d.document.id != draft.document.id)


def _mostly(sentence: Span, passage: Span) -> bool:
    return 2 * sentence.overlap(passage) >= min(len(sentence), len(passage))
