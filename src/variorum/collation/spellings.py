"""How the names of one person, body or place are spelt, initials, parts and titles aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from variorum.collation.draft import stable_id
from variorum.collation.namematch import fold, person_name, skeleton, titles
from variorum.model.document import Document
from variorum.model.record import Discrepancy, Entity, Passage, ValueReading

MOST_SPANS = 3  # places shown a reading
LONGEST_ACRONYM = 6  # code points: capitals up to here are initials, of which each letter counts
MOST_FORMS = 6  # spellings shown of one name


def name_discrepancies(entities: Sequence[Entity], documents: Sequence[Document]) -> list[Discrepancy]:
    """Entities whose name is spelt in more than one way."""
    texts = {d.id: d.text for d in documents}
    found = []
    for entity in entities:
        if entity.type not in {"person", "organisation", "place", "product", "other"}:
            continue
        forms: dict[str, list[Passage]] = {}
        for m in entity.mentions:
            if m.kind == "name":
                form = " ".join(m.place.span.text(texts[m.place.document]).split())
                forms.setdefault(form, []).append(m.place)
        for number, group in enumerate(_spellings(forms, entity.type == "person")):
            readings = tuple(ValueReading(form, tuple(sorted(forms[form])[:MOST_SPANS])) for form in sorted(group)[:MOST_FORMS])
            spelt = ", ".join(f"“{r.value}”" for r in readings)
            why = f"{spelt}: the same name in other spellings."
            found.append(
                Discrepancy(stable_id("x", entity.id, "name", number), "name", "variant", None, entity.id, readings, why)
            )
    return found


def _words(form: str, person: bool) -> tuple[str, ...]:
    if form.endswith(("'s", "’s")):
        form = form[:-2]
    words = person_name(form).words if person else tuple(fold(form).split())
    if person:  # what stands before a title is an office or a body ("Riverbank chief Mr. Lund")
        words = words[max((n + 1 for n, w in enumerate(words[:-1]) if w in titles()), default=0) :]
    if person and len(words) > 2:  # a middle initial is a part, no spelling
        words = (words[0], *(w for w in words[1:-1] if len(w) > 1), words[-1])
    return words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words


def alike(a: str, b: str) -> bool:
    """Whether two words may be one word spelt in two ways."""
    if a == b:
        return True
    if len(a) < 4 or len(b) < 4 or a.isdigit() or b.isdigit() or a + "s" == b or b + "s" == a:
        return False
    if a[0] != b[0] and skeleton(a)[:1] != skeleton(b)[:1]:
        return False
    return skeleton(a) == skeleton(b) or _slips(a, b)


def _slips(a: str, b: str) -> bool:
    return Levenshtein.distance(a, b) <= max(1, min(len(a), len(b)) // 4)


def _spellings(forms: Mapping[str, Sequence[Passage]], person: bool) -> list[list[str]]:
    """Groups of forms that have as many words, of which some are spelt otherwise though alike; one form a spelling."""
    groups: list[list[str]] = []
    plain = {f: _words(f, person) for f in forms}
    for form in sorted(forms):
        if not plain[form] or (form.isupper() and len(form) <= LONGEST_ACRONYM):
            continue
        for group in groups:
            one = plain[group[0]]
            if len(one) == len(plain[form]) and all(alike(a, b) for a, b in zip(one, plain[form], strict=True)):
                if all(plain[form] != plain[g] for g in group):
                    group.append(form)
                break
        else:
            groups.append([form])
    single = {w for f in forms for w in plain[f] if len(plain[f]) > 1}
    for form in sorted(forms):  # a surname alone that is spelt otherwise than in the full name
        word = plain[form]
        if len(word) == 1 and len(word[0]) > 4 and word[0] not in single:
            for group in groups:
                full = plain[group[0]]
                if len(full) > 1 and full[-1] != word[0] and alike(full[-1], word[0]) and form not in group:
                    group.append(form)
                    break
    found = [g for g in groups if len(g) > 1]
    ends = [{plain[f][-1] for f in g} for g in found if len(plain[g[0]]) > 1]
    return [g for g in found if len(plain[g[0]]) > 1 or not any({plain[f][-1] for f in g} <= e for e in ends)]
