"""Whether two names can mean the same person or body: typed costs of their words, never likeness of spelling alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from variorum.collation.romanisation import same_romanised
from variorum.collation.spelling import COSTS, LIMIT, entries, fold, nicknames, skeleton, word_cost

__all__ = [
    "COSTS",
    "PARTICLES",
    "SUFFIXES",
    "PersonName",
    "fold",
    "generic_words",
    "initials_of",
    "nicknames",
    "person_name",
    "same_body",
    "same_name",
    "same_person",
    "skeleton",
    "titles",
    "without_legal_form",
    "word_cost",
]

_ONES = "one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
PARTICLES = frozenset(
    """al el ul bin ben ibn bint abu de da di del della der den van von la le du dos das the of and y e""".split()
)
SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "2", "iii": "3", "iv": "4"}


def _numbered(words: list[str]) -> list[str]:
    """`words` with small spelt-out numbers and ordinals as digits."""
    out: list[str] = []
    tens = False
    for word in words:
        ordinal = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word)
        value = _ONES.index(word) + 1 if word in _ONES else _ORDINALS.index(word) + 1 if word in _ORDINALS else None
        if value is None and word in _TENS:
            value = 20 + 10 * _TENS.index(word)
        digit = str(value) if value is not None else ordinal.group(1) if ordinal else word
        if tens and len(digit) == 1 and digit.isdigit():
            out[-1] = str(int(out[-1]) + int(digit))
        else:
            out.append(digit)
        tens = word in _TENS
    return out


@cache
def titles() -> frozenset[str]:
    """Words that come before a person's name and are no part of it."""
    return frozenset(entries("match_titles.txt"))


@cache
def generic_words() -> dict[str, str]:
    """Word of a body's name -> the kind of body it tells."""
    return dict(line.split("\t") for line in entries("match_generic.tsv"))


@cache
def _legal_forms() -> tuple[tuple[str, str], ...]:
    forms = [(form, line.split("\t")[0]) for line in entries("match_legal_forms.tsv") for form in line.split("\t")[1].split("|")]
    return tuple(sorted(forms, key=lambda item: (-len(item[0]), item)))


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in folded words: what is left of titles, the generational suffix, and the words in order."""

    words: tuple[str, ...]
    suffix: str = ""

    @property
    def family(self) -> str:
        """The last word."""
        return self.words[-1] if self.words else ""


def _spelt_initials(text: str) -> str:
    """`text` with initials run together in capitals parted ("JC Miller"), where the rest is written otherwise."""
    if text.isupper():
        return text
    return re.sub(r"\b[B-DF-HJ-NP-TV-Z]{2,3}\b(?=[\s.-]+\w)", lambda m: " ".join(m.group()), text)


def _servants(words: list[str]) -> list[str]:
    """`words` with "abd al" and its spellings as "abdul", which is how one name and a half is mostly written."""
    out: list[str] = []
    for word in words:
        if out and out[-1] == "abd" and word in {"al", "el", "ul", "ar", "as", "ur", "us", "an", "ad"}:
            out[-1] = "abdul"
        else:
            out.append("abdul" if word in {"abdel", "abdal", "abdoul", "abdool", "abdu"} else word)
    return out


@cache
def person_name(text: str) -> PersonName:
    """The words of a person's name without titles and nicknames in quotes; "Family, Given" is turned round."""
    text = re.sub(r"[\"“][^\"”]*[\"”]", " ", text)
    if text.count(",") == 1:
        last, first = text.split(",")
        if fold(first) not in SUFFIXES and first.strip() and last.strip():
            text = f"{first} {last}"
    words = _servants(fold(_spelt_initials(text)).split())
    suffix = next((SUFFIXES[word] for word in words[1:] if word in SUFFIXES), "")
    words = [word for place, word in enumerate(words) if not (place and word in SUFFIXES)]
    while len(words) > 1 and words[0] in titles():
        words.pop(0)
    return PersonName(tuple(words), suffix)


def _assign(left: list[str], right: list[str], person: bool) -> tuple[list[tuple[float, str, str, str]], list[str], list[str]]:
    """Pairs of words, cheapest first, with cost and kind; then the words left over on either side."""
    table = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            # The last word is the family name: pet forms do not apply to it.
            given = person and (i < len(left) - 1 or j < len(right) - 1)
            cost, kind = word_cost(a, b, given)
            if cost < 1:
                table.append((cost, abs(i - j), i, j, kind))
    pairs, used_left, used_right = [], set(), set()
    for cost, _, i, j, kind in sorted(table):
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            pairs.append((cost, kind, left[i], right[j]))
    spare_left = [word for i, word in enumerate(left) if i not in used_left]
    spare_right = [word for j, word in enumerate(right) if j not in used_right]
    return pairs, spare_left, spare_right


def _told(pairs: list[tuple[float, str, str, str]]) -> str:
    notes = [f"{a}/{b}: {kind}" for cost, kind, a, b in pairs if cost]
    return "; ".join(notes) if notes else "the same words"


def _of_origin(words: tuple[str, ...]) -> frozenset[str]:
    """The words that stand behind the Arabic article, as names of origin do ("al-Masri")."""
    return frozenset(word for before, word in pairwise(words) if before in {"al", "el"})


def _bearing(words: tuple[str, ...]) -> list[str]:
    """The words of a name that tell people apart: no particles, but "Ben" where it is a given name."""
    first = words[:1] if words[0] in nicknames() and len(words) > 1 and words[1] not in PARTICLES else ()
    return [*first, *(w for w in words[len(first) :] if w not in PARTICLES)] or list(words)


def _rejoined(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Both names, with words that stand apart in one and together in the other put together."""
    return _joined_as(left, right), _joined_as(right, left)


def _joined_as(words: list[str], others: list[str]) -> list[str]:
    known = {skeleton(w) for w in others if len(w) >= 7}
    for i in range(len(words) - 1):
        together = words[i] + words[i + 1]
        apart = {skeleton(words[i]), skeleton(words[i + 1])}
        if len(together) >= 7 and min(map(len, words[i : i + 2])) > 1 and skeleton(together) in known and not apart & known:
            return [*words[:i], together, *words[i + 2 :]]
    return words


def _latvian(words: list[str], others: list[str]) -> list[str]:
    """`words` without the ending -s that Latvian and Lithuanian put to every man's name, where all have it and `others` have not."""
    if (
        len(words) < 2
        or words[0] in nicknames()
        or not all(w.endswith("s") and len(w) > 3 for w in words)
        or any(w.endswith("s") for w in others)
    ):
        return words
    return [w[:-1] for w in words]


def _fathers_swapped(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether "A bin B" stands against "B bin A"."""

    def sons(words: tuple[str, ...]) -> set[tuple[str, str]]:
        return {(words[i - 1], words[i + 1]) for i in range(1, len(words) - 1) if words[i] in {"bin", "ibn", "ben", "bint"}}

    return bool({(b, a) for a, b in sons(left)} & sons(right))


def _ideographic(text: str) -> bool:
    """Whether a name is written in Han characters, kana or Hangul."""
    return bool(re.search(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text))


def _run_together(left: list[str], right: list[str]) -> bool:
    """Whether two long names differ only in where their words are parted, and by one letter at most."""
    a, b = "".join(left), "".join(right)
    return len(left) != len(right) and min(len(a), len(b)) >= 9 and Levenshtein.distance(a, b, score_cutoff=1) <= 1


def same_person(left: str, right: str) -> tuple[float, str]:
    """How well two persons' names agree (0 to 1), and why."""
    a, b = person_name(left), person_name(right)
    if _ideographic(left) and _ideographic(right) and left != right:
        return 0.2, "other characters"  # one character is one syllable of the name: no slip of the pen
    if not a.words or not b.words:
        return 0.0, "no name"
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return 0.0, f"generations differ: {a.suffix}, {b.suffix}"
    if "".join(a.words) == "".join(b.words):
        return 1.0, "the same letters"
    if _run_together(list(a.words), list(b.words)):
        return 0.9, "the same letters, parted otherwise"
    if same_romanised(a.words, b.words):
        return 0.95, "one name in two romanisations"
    full_a, full_b = _rejoined(*(_bearing(n.words) for n in (a, b)))
    full_a, full_b = _latvian(full_a, full_b), _latvian(full_b, full_a)
    pairs, spare_a, spare_b = _assign(full_a, full_b, True)
    if not pairs or (spare_a and spare_b):
        return 0.0, f"other names: {' '.join(spare_a)} / {' '.join(spare_b)}"
    if all(kind == "initial" for _, kind, _, _ in pairs) or _fathers_swapped(a.words, b.words):
        return 0.2, "only initials agree" if pairs[0][1] == "initial" else "son and father change places"
    if (spare_a or spare_b) and len(pairs) < 2:
        return 0.3, f"only {pairs[0][2]} is shared"
    if len(spare_a) + len(spare_b) >= 3 and sum(one not in _of_origin(a.words) for _, _, one, _ in pairs) < 2:
        return 0.3, "a given name and a name of origin, which many share"
    if sum(kind.startswith(("slip", "two slips")) for _, kind, _, _ in pairs) > 1 + len(pairs) // 3:
        return 0.2, "too many slips of the pen: " + _told(pairs)
    cost = sum(c for c, _, _, _ in pairs) / len(pairs) + 0.03 * len(spare_a + spare_b)
    return (max(0.0, 1 - cost) if cost <= LIMIT else 0.3), _told(pairs)


@cache
def _full_words() -> dict[str, str]:
    """Abbreviated word of a body's name -> the word in full."""
    return dict(line.split("\t") for line in entries("match_abbreviations.tsv"))


def _order_of_letters(left: list[str], right: list[str]) -> bool:
    """Whether two names have the same single letters in another order ("A.B.C.", "C.B.A.")."""
    one, two = ([w for w in words if len(w) == 1 and w.isalpha()] for words in (left, right))
    return one != two and sorted(one) == sorted(two)


def without_legal_form(text: str) -> tuple[list[str], frozenset[str]]:
    """The folded words of a body's name without its legal forms, and the groups those belong to."""
    folded = fold(text.replace("%", " percent")).split()
    padded, groups = f" {' '.join(_full_words().get(w, w) for w in folded)} ", set()
    for form, group in _legal_forms():
        if f" {form} " in padded and padded.strip() != form:
            padded = padded.replace(f" {form} ", " ")
            groups.add(group)
    return padded.split(), frozenset(groups)


def initials_of(short: str, words: list[str]) -> bool:
    """Whether `short`, in capitals, is made of the first letters of `words`."""
    letters = re.sub(r"\W", "", short)
    return letters.isupper() and 2 < len(letters) <= 6 and letters.lower() == "".join(w[0] for w in words)


@cache
def _legal_slip(word: str) -> bool:
    """Whether a word is a long legal form with a slip in it."""
    known = {part for form, _ in _legal_forms() for part in form.split() if len(part) > 4}
    return len(word) > 4 and any(Levenshtein.distance(word, part, score_cutoff=1) <= 1 for part in sorted(known))


def _slip_in(word: str, groups: frozenset[str]) -> bool:
    """Whether a word is a short legal form of one of the groups with a letter too many ("AkG")."""
    return any(len(word) == len(g) + 1 and Levenshtein.distance(word, g, score_cutoff=1) == 1 for g in sorted(groups))


def same_body(left: str, right: str) -> tuple[float, str]:
    """How well the names of two bodies agree (0 to 1), and why."""
    (a, form_a), (b, form_b) = without_legal_form(left), without_legal_form(right)
    a, b = (_numbered([w for w in words if w not in {"the", "of", "and"}] or words) for words in (a, b))
    if initials_of(left, b) or initials_of(right, a):
        return 0.9, "one is the other's initials"
    if "".join(fold(left).split()) == "".join(fold(right).split()) or _run_together(a, b):
        return 0.95, "the same letters, parted otherwise"
    if "".join(a) == "".join(b):
        if form_a and form_b and not form_a & form_b and not {"ltd", "inc", "llc"} >= form_a | form_b:
            return 0.4, "legal forms differ"
        return 1.0, "the same words, legal form aside"
    if _order_of_letters(a, b):
        return 0.3, "the letters stand in another order"
    if set(re.findall(r"\d+", " ".join(a))) != set(re.findall(r"\d+", " ".join(b))):
        return 0.0, "numbers differ"
    pairs, spare_a, spare_b = _assign(a, b, False)
    spare_a = [w for w in spare_a if not _legal_slip(w) and not _slip_in(w, form_b)]
    spare_b = [w for w in spare_b if not _legal_slip(w) and not _slip_in(w, form_a)]
    if spare_a or spare_b or not pairs:
        return 0.0, f"other words: {' '.join(spare_a)} / {' '.join(spare_b)}"
    cost = sum(c for c, _, _, _ in pairs) / len(pairs)
    return (1 - cost if cost <= LIMIT else 0.3), _told(pairs)


def without_ship_prefix(text: str) -> str:
    """A ship's name without the letters that tell its kind."""
    folded = fold(text)
    found = next((p for p in entries("match_ship_prefixes.txt") if folded.startswith(p + " ")), "")
    return folded.removeprefix(found).strip()


def same_name(left: str, right: str, type: str) -> tuple[float, str]:
    """How likely two names mean the same person or body (0 to 1; from 0.5 on they do), and why, in words."""
    if type.lower() in {"person", "human"}:
        return same_person(left, right)
    if type.lower() == "vessel":
        left, right = without_ship_prefix(left), without_ship_prefix(right)
    body = same_body(left, right)
    if type.lower() in {"company", "organization", "organisation", "place", "vessel"}:
        return body
    return max(body, same_person(left, right))
