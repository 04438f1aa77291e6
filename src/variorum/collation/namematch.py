"""Whether two names can mean the same person or body: typed costs of their words, never likeness of spelling alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

# What it costs to take one word for another (0: the same word, 1: another word); above LIMIT on average: refused.
COSTS = {
    "same word": 0.0,
    "other transliteration": 0.05,
    "short form of the given name": 0.15,
    "initial": 0.2,
    "other vowels": 0.2,
    "slip of the pen": 0.3,
    "two slips in a long word": 1.0,
    "another word": 1.0,
}
LIMIT = 0.34
_VOWELS = str.maketrans("", "", "aeiouy")
_LOOKALIKES = str.maketrans({"0": "o", "1": "i", "9": "g"})  # digits read or typed for letters
_ONES = "one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
PARTICLES = frozenset(
    """al el ul bin ben ibn bint abu de da di del della der den van von la le du dos das the of and y e""".split()
)
SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "2", "iii": "3", "iv": "4"}
GENDERED = (
    ("ova", "ov"),
    ("eva", "ev"),
    ("ina", "in"),
    ("yna", "yn"),
    ("aya", "y"),
    ("aya", "ii"),
    ("aia", "ii"),
    ("ska", "ski"),
)
_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("zh", "j"), ("dzh", "j"),
    ("dj", "j"), ("ck", "k"), ("cz", "ch"), ("tz", "ts"), ("th", "t"), ("ks", "x"), ("q", "k"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("ii", "i"), ("ey", "i"),
    ("ei", "i"), ("ai", "ay"), ("ie", "e"), ("ye", "e"), ("je", "e"), ("io", "yo"), ("yu", "u"), ("iu", "u"),
    ("ya", "a"), ("ia", "a"), ("j", "y"), ("y", "i"), ("h", ""),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """`text` in lower-case ASCII, without apostrophes and accents, its words parted by single spaces."""
    plain = anyascii(text).lower().replace("&", " and ")
    plain = re.sub(r"(?<=\w)'s\b|['`’]", "", plain)
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@cache
def skeleton(word: str) -> str:
    """A folded word with the habits of transliteration taken out: equal for spellings of one name (Andrey, Andrei)."""
    lead, rest = word[:1], word[1:]
    out = lead + rest
    for old, new in _SOUNDS:
        out = out.replace(old, new) if old != "h" else out[:1] + out[1:].replace("h", "")
    out = re.sub(r"(.)\1+", r"\1", out)
    return out or word


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


def _lines(name: str) -> list[str]:
    text = resources.files("variorum.data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def titles() -> frozenset[str]:
    """Words that come before a person's name and are no part of it."""
    return frozenset(_lines("match_titles.txt"))


@cache
def nicknames() -> dict[str, frozenset[int]]:
    """Given name -> the groups of forms it belongs to."""
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("match_nicknames.tsv")):
        for word in line.split():
            groups.setdefault(word, set()).add(number)
    return {word: frozenset(found) for word, found in groups.items()}


@cache
def generic_words() -> dict[str, str]:
    """Word of a body's name -> the kind of body it tells."""
    return dict(line.split("\t") for line in _lines("match_generic.tsv"))


@cache
def _legal_forms() -> tuple[tuple[str, str], ...]:
    forms = [(form, line.split("\t")[0]) for line in _lines("match_legal_forms.tsv") for form in line.split("\t")[1].split("|")]
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


@cache
def person_name(text: str) -> PersonName:
    """The words of a person's name without titles and nicknames in quotes; "Family, Given" is turned round."""
    text = re.sub(r"[\"“][^\"”]*[\"”]", " ", text)
    if text.count(",") == 1:
        last, first = text.split(",")
        if fold(first) not in SUFFIXES and first.strip() and last.strip():
            text = f"{first} {last}"
    words = fold(text).split()
    suffix = next((SUFFIXES[word] for word in words[1:] if word in SUFFIXES), "")
    words = [word for place, word in enumerate(words) if not (place and word in SUFFIXES)]
    while len(words) > 1 and words[0] in titles():
        words.pop(0)
    return PersonName(tuple(words), suffix)


def _vowels_only(left: str, right: str) -> bool:
    """Whether two words differ in vowels alone, and not in the last letter, which may tell a man's name from a woman's."""
    bare = skeleton(left).translate(_VOWELS)
    return (
        len(bare) >= 2 and bare == skeleton(right).translate(_VOWELS) and left[-1] == right[-1] and min(len(left), len(right)) > 4
    )


def word_cost(left: str, right: str, given: bool = False) -> tuple[float, str]:
    """The cost of taking one folded word for another, and its name in COSTS."""
    kind = "another word"
    if left.isalpha() != right.isalpha() and not left.isdigit() and not right.isdigit():
        left, right = left.translate(_LOOKALIKES), right.translate(_LOOKALIKES)
    short, long = sorted((left, right), key=len)
    if left == right:
        kind = "same word"
    elif left.isdigit() or right.isdigit():
        pass
    elif any(
        {left, right} == {short[: len(short) - len(m)] + m, short[: len(short) - len(m)] + f}
        for f, m in GENDERED
        if short.endswith(m)
    ):
        pass  # a man's and a woman's form of one family name: two people
    elif len(short) == 1 and long.startswith(short):
        kind = "initial"
    elif skeleton(left) == skeleton(right):
        kind = "other transliteration"
    elif given and nicknames().get(left, frozenset()) & nicknames().get(right, frozenset()):
        kind = "short form of the given name"
    elif given and left in nicknames() and right in nicknames():
        pass  # two known given names, and not the same one, however alike they are spelt
    elif _vowels_only(left, right):
        kind = "other vowels"
    else:
        slips = min(DamerauLevenshtein.distance(left, right), DamerauLevenshtein.distance(skeleton(left), skeleton(right)))
        if slips <= 1 and len(short) >= 4:
            kind = "slip of the pen"
        elif slips == 2 and len(short) >= 7:
            kind = "two slips in a long word"
    return COSTS[kind], kind


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
    full_a, full_b = ([w for w in n.words if w not in PARTICLES] or list(n.words) for n in (a, b))
    pairs, spare_a, spare_b = _assign(full_a, full_b, True)
    if not pairs or (spare_a and spare_b):
        return 0.0, f"other names: {' '.join(spare_a)} / {' '.join(spare_b)}"
    if all(kind == "initial" for _, kind, _, _ in pairs) or _fathers_swapped(a.words, b.words):
        return 0.2, "only initials agree" if pairs[0][1] == "initial" else "son and father change places"
    if (spare_a or spare_b) and len(pairs) < 2:
        return 0.3, f"only {pairs[0][2]} is shared"
    if sum(kind.startswith(("slip", "two slips")) for _, kind, _, _ in pairs) > 1 + len(pairs) // 3:
        return 0.2, "too many slips of the pen: " + _told(pairs)
    cost = sum(c for c, _, _, _ in pairs) / len(pairs) + 0.03 * len(spare_a + spare_b)
    return (max(0.0, 1 - cost) if cost <= LIMIT else 0.3), _told(pairs)


def without_legal_form(text: str) -> tuple[list[str], frozenset[str]]:
    """The folded words of a body's name without its legal forms, and the groups those belong to."""
    padded, groups = f" {fold(text)} ", set()
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
    if set(re.findall(r"\d+", " ".join(a))) != set(re.findall(r"\d+", " ".join(b))):
        return 0.0, "numbers differ"
    pairs, spare_a, spare_b = _assign(a, b, False)
    spare_a, spare_b = ([w for w in spare if not _legal_slip(w)] for spare in (spare_a, spare_b))
    if spare_a or spare_b or not pairs:
        return 0.0, f"other words: {' '.join(spare_a)} / {' '.join(spare_b)}"
    cost = sum(c for c, _, _, _ in pairs) / len(pairs)
    return (1 - cost if cost <= LIMIT else 0.3), _told(pairs)


def same_name(left: str, right: str, type: str) -> tuple[float, str]:
    """How likely two names mean the same person or body (0 to 1; from 0.5 on they do), and why, in words."""
    if type.lower() in {"person", "human"}:
        return same_person(left, right)
    body = same_body(left, right)
    if type.lower() in {"company", "organization", "organisation", "place", "vessel"}:
        return body
    return max(body, same_person(left, right))
