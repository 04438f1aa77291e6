"""Holds an exported record against a gold file: what a careful reader found, and how much of it the record has.

The rules are those under which records of other cases are judged, written down again in few words: an item of a list is
a hit or a miss; a quotation is searched in the reading text with white space folded and quotation marks levelled; `|`
separates alternatives; what says two things of the same words is not believed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

Item = dict[str, Any]
Side = tuple[str, str]  # key of a document, quotation
LEVELLED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
TOLERATED = {"refinement": {"refinement", "variant"}, "variant": {"refinement", "variant"}}
IDLE = {"mr", "mrs", "the", "a", "of"}


def pattern(quotation: str) -> re.Pattern[str]:
    """What finds the quotation, or one of its alternatives, wherever its lines are broken."""
    alternatives = [r"\s+".join(map(re.escape, q.translate(LEVELLED).split())) for q in quotation.split("|")]
    return re.compile("|".join(alternatives))


def shared(a: Item, b: Item) -> int:
    """Code points that two items of one document have in common, less than one if none."""
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def plain(items: list[Item], value: Callable[[Item], object]) -> list[Item]:
    """The items over half of whose words, and half of the other's, nothing of another value stands."""

    def rivals(a: Item, b: Item) -> bool:
        longest = max(a["end"] - a["start"], b["end"] - b["start"], 1)
        return a["document"] == b["document"] and 2 * shared(a, b) > longest and value(a) != value(b)

    return [a for a in items if not any(rivals(a, b) for b in items if b is not a)]


def bare(text: str) -> set[str]:
    """The words of a name that carry it."""
    return set(re.findall(r"[a-z]+", text.translate(LEVELLED).lower())) - IDLE


class Held:
    """A record, looked up by the gold's keys and quotations."""

    def __init__(self, record: Item, documents: dict[str, str]) -> None:
        by_key = {key: next(d for d in record["documents"] if d["name"].endswith(n)) for key, n in documents.items()}
        self.documents = by_key
        self.text = {key: d["text"].translate(LEVELLED) for key, d in by_key.items()}
        self.id = {key: d["id"] for key, d in by_key.items()}
        self.entities = {e["id"]: e for e in record["entities"]}
        self.owners: dict[tuple[str, int, int], set[str]] = defaultdict(set)
        for entity in record["entities"]:
            for m in entity["mentions"]:
                self.owners[m["document"], m["start"], m["end"]].add(entity["id"])
        self.support = {c["id"]: c["support"] for c in record["claims"]}
        crowd = Counter((s["claim"], s["document"]) for s in record["statements"])
        crowded = {claim for (claim, _), n in crowd.items() if n > 6}
        self.statements = [{**s, "claim": None if s["claim"] in crowded else s["claim"]} for s in record["statements"]]
        self.times = plain(record["times"], lambda t: t["value"])
        self.quantities = plain(record["quantities"], lambda q: (q["low"], q["high"], q.get("approximate")))
        self.discrepancies = [
            d
            for d in record["discrepancies"]
            if len(d["readings"]) <= 6 and all(len(reading["spans"]) <= 3 for reading in d["readings"])
        ]

    def places(self, side: Side) -> list[Item]:
        """Where the quotation stands."""
        key, quotation = side
        found = pattern(quotation).finditer(self.text[key])
        return [{"document": self.id[key], "start": m.start(), "end": m.end()} for m in found]

    def over(self, item: Item, places: list[Item], least: float = 0.0) -> bool:
        """Whether the item covers more than this share of one of the places."""
        return any(
            item["document"] == p["document"] and shared(item, p) > max(0, least * (p["end"] - p["start"])) for p in places
        )

    def stated(self, side: Side, least: float = 0.3) -> list[Item]:
        """The statements, none much longer than the quotation, that stand over it."""
        places = self.places(side)
        longest = 80 + 4 * max((p["end"] - p["start"] for p in places), default=0)
        return [s for s in self.statements if s["end"] - s["start"] <= longest and self.over(s, places, least)]

    def claims(self, sides: list[Side]) -> set[str]:
        """The claims that have a statement over each of the quotations."""
        return set.intersection(*({s["claim"] for s in self.stated(side) if s["claim"]} for side in sides))

    def named(self, tagged: str) -> set[str]:
        """The entities with a mention on the words of `A:words` (or of several, separated by `|`)."""
        out: set[str] = set()
        for part in tagged.split("|"):
            key, words = part.split(":", 1)
            for p in self.places((key, words)):
                for (document, start, end), owners in self.owners.items():
                    near = document == p["document"] and start < p["end"] and p["start"] < end
                    if near and len(owners) == 1 and end - start <= 2 * (p["end"] - p["start"]) + 4:
                        out |= owners
        return out

    def told_apart(self, sides: list[Side], relation: str, kind: str = "detail") -> bool:
        """Whether a discrepancy of the relation and kind has the quotations in different readings."""
        wanted = [self.places(side) for side in sides]
        for d in self.discrepancies:
            if d["relation"] not in TOLERATED.get(relation, {relation}) or kind not in ("detail", d["kind"]):
                continue
            readings = [
                {n for n, r in enumerate(d["readings"]) if any(self.over(s, places) for s in r["spans"])} for places in wanted
            ]
            if all(readings) and len(set.union(*readings)) > 1:
                return True
        return False

    def vouched(self, gold: Item) -> bool:
        """Whether a statement over the content is given to the last of the gold's chain, and passed on as it says."""
        wanted = [bare(gold["chain"][-1]), *([bare(gold["is"])] if "is" in gold else [])]
        for s in self.stated((gold["document"], gold["content"]), 0.5):
            if not 1 <= len(s["attributions"]) <= 4:
                continue
            links = [self.names(a) for a in s["attributions"]]
            passed_on = all(any(bare(v) <= set().union(*link) for link in links) for v in gold.get("via", []))
            direct = gold.get("direct", s["attributions"][0]["direct"]) == s["attributions"][0]["direct"]
            if passed_on and direct and any(w <= name for w in wanted for name in links[0] if name):
                return True
        return False

    def names(self, attribution: Item) -> list[set[str]]:
        """The words of each name that the holder goes by."""
        holder = self.entities.get(attribution.get("holder") or "", {})
        return [bare(name) for name in (attribution.get("holder_text") or "", holder.get("name", ""), *holder.get("aliases", []))]


def hits(held: Held, gold: Item) -> Iterator[tuple[str, str, bool]]:
    """Each item of the gold: its list, what it is about, whether the record has it."""
    yield from _claims(held, gold)
    yield from _sources(held, gold)
    yield from _entities(held, gold)
    yield from _marks(held, gold)


def _sides(gold: Item, keys: dict[str, str]) -> list[Side]:
    if "document" in gold:
        return [(gold["document"], gold["first"]), (gold["document"], gold["second"])]
    return [(key, gold[key]) for key in keys if key in gold]


def _claims(held: Held, gold: Item) -> Iterator[tuple[str, str, bool]]:
    keys = gold["documents"]
    claims = {g["id"]: held.claims(_sides(g, keys)) for g in gold["same_claim"]}
    for name, found in claims.items():
        yield "same_claim", name, bool(found)
    for g in gold["different_claims"]:
        sides = _sides(g, keys)
        yield "different_claims", g["id"], all(held.claims([s]) for s in sides) and not held.claims(sides)
    for g in [*gold["discrepancies"], *gold["discrepancies_within"]]:
        yield "discrepancies", g["id"], held.told_apart(_sides(g, keys), g.get("relation", "contradiction"), g["kind"])
    for g in gold["not_discrepancies"]:
        sides = _sides(g, keys)
        quiet = all(map(held.stated, sides)) and not held.told_apart(sides, "contradiction")
        yield "not_discrepancies", g["id"], quiet
    wanted = [(name, "repeated") for g in gold["one_origin"] for name in g["claims"]]
    for name, support in [*wanted, *((g["claim"], g["support"]) for g in gold["support"])]:
        yield "support", name, any(held.support.get(claim) == support for claim in claims[name])


def _sources(held: Held, gold: Item) -> Iterator[tuple[str, str, bool]]:
    for g in gold["attributions"]:
        yield "attributions", f"{g['document']}: {g['content']}", held.vouched(g)
    for g in gold["unattributed"]:
        statements = held.stated((g["document"], g["content"]))
        yield "unattributed", g["content"], bool(statements) and not any(s["attributions"] for s in statements)


def _entities(held: Held, gold: Item) -> Iterator[tuple[str, str, bool]]:
    for group in gold["same_entity"]:
        for other in group[1:]:
            yield "same_entity", f"{group[0]} = {other}", bool(held.named(group[0]) & held.named(other))
    for a, b in gold["different_entities"]:
        one, two = held.named(a), held.named(b)
        yield "different_entities", f"{a} / {b}", bool(one and two) and not one & two
    for words, kind in gold["entity_types"]:
        yield "entity_types", words, any(held.entities[e]["type"] == kind for e in held.named(words))


def _marks(held: Held, gold: Item) -> Iterator[tuple[str, str, bool]]:
    for g in gold["times"]:
        document = held.documents[g["document"]]
        if g.get("given_published", published := (document["published"] or "")[:10]) != published:
            continue
        places = held.places((g["document"], g["text"]))
        values = [re.sub("[~?%]", "", t["value"] or "") for t in held.times if held.over(t, places)]
        right = any(v == g["value"] or v.startswith(g["value"] + "T") for v in values)
        yield "times", f"{g['document']}: {g['text']}", right
    for g in gold["quantities"]:
        places = held.places((g["document"], g["text"]))
        over = [q for q in held.quantities if held.over(q, places)]
        right = any(
            (q["low"], q["high"]) == (g["low"], g["high"]) and g.get("approximate", q["approximate"]) == q["approximate"]
            for q in over
        )
        yield "quantities", f"{g['document']}: {g['text']}", right
    for g in gold["roles"]:
        places = held.places((g["document"], g["text"]))
        document = held.documents[g["document"]]
        blocks = [{**b, "document": document["id"]} for b in document["blocks"]]
        roles = g["role"].split("|")
        right = any(b["role"] in roles and held.over(b, places, 0.5) for b in plain(blocks, lambda b: b["role"]))
        yield "roles", f"{g['document']}: {g['text']}", right or (not places and roles[0] == "furniture")


def tally(record: Item, gold: Item) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Hits and items by list, and what was missed."""
    found: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for name, about, hit in hits(Held(record, gold["documents"]), gold):
        found[name].append(hit)
        if not hit:
            missed.append(f"{name}: {about}")
    return {name: (sum(items), len(items)) for name, items in found.items()}, missed


def macro(scores: dict[str, tuple[int, int]]) -> float:
    """The mean of the lists' shares."""
    return sum(hit / of for hit, of in scores.values()) / len(scores)
