"""Which claims of a table are wanted, in which order: read from an address, written back into one."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from variorum.export.book import RELATION_ORDER, Book
from variorum.show.room.ask import Ask
from variorum.show.room.facts import Facts, facts, folded
from variorum.show.room.kept import kept
from variorum.show.signs import RELATION_WORD, SUPPORT_SIGN, SUPPORT_WORD

RECENT = 8  # choices kept a record, for whoever scrolls on
KINDS = ("quantity", "time", "place", "name", "actor", "polarity", "certainty", "detail")
SUPPORTS: dict[str, str] = dict(SUPPORT_WORD.items())
DIFFERS = {"any": "told differently", **RELATION_WORD, "alike": "told alike", "none": "nothing settled as differing"}
DECIDED = {"yes": "decided about", "no": "not decided about", "signed": "signed off", "changed": "signed, since changed"}
TOLD = {"several": "by several reports", "one": "by one report alone"}
SORTS = {
    "story": "as the story runs",
    "reports": "most reports first",
    "differs": "what cannot both hold first",
    "support": "most independent first",
    "time": "earliest first",
}
NAMES = ("report", "person", "place", "origin")  # asked for by id or by some letters of a name
PARTS = ("q", "support", "differs", "kind", "told", *NAMES, "from", "to", "decided")
DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for: values by part, those that mean nothing left out."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    sort: str = "story"

    @classmethod
    def of(cls, ask: Ask) -> Choice:
        """The choice that an address makes."""
        parts = []
        for name in PARTS:
            given = tuple(value.strip()[:200] for value in ask.query.get(name, ()) if value.strip())
            fixed = _fixed().get(name)
            wanted = tuple(value for value in dict.fromkeys(given) if fixed is None or value in fixed)
            if name in ("from", "to"):
                wanted = tuple(value for value in wanted if DAY.fullmatch(value))[:1]
            if wanted:
                parts.append((name, wanted[:20]))
        sort = ask.one("sort", "story")
        return cls(tuple(parts), sort if sort in SORTS else "story")

    def values(self, name: str) -> tuple[str, ...]:
        """What was asked of one part; nothing where all is wanted."""
        return next((values for part, values in self.parts if part == name), ())

    def query(self, without: tuple[str, str] | None = None, **more: str) -> str:
        """The choice as the query of an address, one value left out, others added."""
        pairs = [(name, value) for name, values in self.parts for value in values if (name, value) != without]
        pairs += [("sort", self.sort)] if self.sort != "story" else []
        return urlencode([*pairs, *more.items()])


def _fixed() -> Mapping[str, Iterable[str]]:
    return {"support": SUPPORT_SIGN, "differs": DIFFERS, "kind": KINDS, "told": TOLD, "decided": DECIDED}


class _Recent:
    """The last few choices with what they gave."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[Choice, tuple[Facts, ...]] = OrderedDict()

    def get(self, choice: Choice, find: Callable[[], tuple[Facts, ...]]) -> tuple[Facts, ...]:
        with self._lock:
            if choice in self._found:
                self._found.move_to_end(choice)
                return self._found[choice]
        found = find()
        with self._lock:
            self._found[choice] = found
            while len(self._found) > RECENT:
                self._found.popitem(last=False)
        return found


def _recent(book: Book) -> _Recent:
    return _Recent()


def chosen(book: Book, choice: Choice) -> tuple[Facts, ...]:
    """The claims that are wanted, in the wanted order."""
    return kept(book, _recent).get(choice, lambda: _chosen(book, choice))


def _chosen(book: Book, choice: Choice) -> tuple[Facts, ...]:
    tests = [test for name, values in choice.parts if (test := _test(book, name, values)) is not None]
    found = [one for one in facts(book) if all(test(one) for test in tests)]
    if choice.sort != "story":
        found.sort(key=ORDERS[choice.sort])  # stable: what is equal stays as the story runs
    return tuple(found)


Test = Callable[[Facts], bool]


def _test(book: Book, name: str, values: tuple[str, ...]) -> Test | None:
    """Whether a claim has one of the values of a part."""
    if name in NAMES:
        wanted = {id for value in values for id in _named(book, name, value)}
        return lambda one: not wanted.isdisjoint(_held(one, name))
    parts = [part for value in values for part in folded(value).split()]
    tests: dict[str, Test] = {
        "q": lambda one: all(part in one.words for part in parts),
        "support": lambda one: one.claim.support in values,
        "differs": lambda one: any(_differs(one, value) for value in values),
        "kind": lambda one: any(value in one.kinds for value in values),
        "told": lambda one: ("several" if len(one.reports) > 1 else "one") in values,
        "from": lambda one: one.latest[: len(values[0])] >= values[0],
        "to": lambda one: bool(one.earliest) and one.earliest[: len(values[0])] <= values[0],
        "decided": lambda one: any(_decided(one, value) for value in values),
    }
    return tests[name]


def _differs(one: Facts, value: str) -> bool:
    if value == "alike":
        return one.alike
    if value in ("any", "none"):
        return bool(one.relations) == (value == "any") and not (value == "none" and one.alike)
    return value in one.relations


def _decided(one: Facts, value: str) -> bool:
    return bool(one.decided) == (value == "yes") if value in ("yes", "no") else value in one.decided


def _held(one: Facts, name: str) -> tuple[str, ...]:
    return {"report": one.reports, "person": one.people, "place": one.places, "origin": one.origins}[name]


def _named(book: Book, name: str, value: str) -> set[str]:
    """The ids that a value means: one that it is, or all whose names hold its letters."""
    if value in book.documents or value in book.entities:
        return {value}
    letters = folded(value)
    if name == "report":
        exact = {id for id, letter in book.sigla.items() if letter.casefold() == letters}
        told = ((d.id, f"{book.siglum(d.id)} {book.outlet(d)} {d.name} {book.title(d) or ''}") for d in book.columns)
        return exact or {id for id, words in told if letters in folded(words)}
    found = {e.id for e in book.record.entities if any(letters in folded(form) for form in (e.name, *e.aliases))}
    if name == "origin":
        found |= {origin for one in facts(book) for origin in one.origins if letters in folded(origin)}
    return found


def shown(book: Book, name: str, value: str) -> str:
    """A value as a reader reads it."""
    fixed: dict[str, Mapping[str, str]] = {"support": SUPPORTS, "differs": DIFFERS, "decided": DECIDED, "told": TOLD}
    if value in fixed.get(name, {}):
        return fixed[name][value]
    if value in book.documents:
        return f"{book.siglum(value)} {book.outlet(book.documents[value])}"
    return book.entities[value].name if value in book.entities else value


def _worst(one: Facts) -> int:
    return min(place for place, relation in enumerate(RELATION_ORDER) if relation in one.relations)


ORDERS: dict[str, Callable[[Facts], tuple[int, int, str]]] = {
    "reports": lambda one: (-len(one.reports), -len(one.claim.statements), ""),
    "differs": lambda one: (_worst(one) if one.relations else len(RELATION_ORDER), 0, ""),
    "support": lambda one: (-list(SUPPORT_SIGN).index(one.claim.support), -len(one.reports), ""),
    "time": lambda one: (0 if one.earliest else 1, 0, one.earliest),
}
