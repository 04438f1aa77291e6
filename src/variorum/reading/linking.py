"""What speaks for and against tying a mention to a chain, as named features; their weights are in a table.

A mention ranker after Denis and Baldridge (2008): every chain that may be meant, and "somebody new", gets the sum of the weights
of its features; the best one wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from variorum.reading.namesakes import endings, initials, misspelt, nicknamed, same_person
from variorum.reading.referents import REFLEXIVE, SPEAKING, SUBJECTS, THIRD, Chain, Item, role_of, spans_cover
from variorum.reading.wordlist import lines, words

RECENT = 6  # sentences in which a mention still makes its chain prominent
BUCKETS = tuple(str(max(b for b in (0, 1, 2, 3, 5, 9, 21) if b <= n)) for n in range(22))
CLIMB = 6  # words up the tree that a pronoun looks for its clause's subject


@dataclass
class Scene:
    """What the ranker may look up beside mention and chain: who has been placed, who spoke before and speaks next."""

    by_head: dict[int, Chain] = field(default_factory=dict)  # token index of a mention's root to its chain
    previous: str = ""  # the voice that spoke before the one that speaks the mention
    following: str = ""
    voices: int = 0  # how many voices the document has
    tied: tuple[Chain, str] | None = None  # what the tree ties the mention to
    above: tuple[Token, ...] = ()  # the subjects of the clauses over the mention, the nearest first
    speaker: Chain | None = None  # who speaks the mention, where that is told before it
    speaker_names: frozenset[str] = frozenset()  # the words, lower case, that name who speaks it

    def look(self, item: Item) -> None:
        """Takes in what the parser's tree says of a mention."""
        self.tied = tie(item, self)
        self.above = _subjects_above(item)


@cache
def weights() -> dict[str, dict[str, float]]:
    """Kind of mention to feature to weight."""
    found: dict[str, dict[str, float]] = {}
    for line in lines("coreference_weights.tsv"):
        kind, feature, weight = line.split("\t")
        found.setdefault(kind, {})[feature] = float(weight)
    return found


def score(kind: str, features: Sequence[str]) -> float:
    """The sum of the weights, rounded, so that the order of summing decides nothing."""
    known = weights().get(kind, {})
    return round(sum(known.get(f, 0.0) for f in features), 6)


def bucket(n: int) -> str:
    """A count as one of a few: 0, 1, 2, 3, 5, 9, 21."""
    return BUCKETS[max(0, min(n, len(BUCKETS) - 1))]


def prominence(chain: Chain, sentence: int) -> float:
    """How much a chain is in the reader's mind at a sentence: its mentions, nearer ones and subjects weighing more."""
    total = 0.0
    for item in reversed(chain.items):
        away = sentence - item.sentence
        if away > RECENT:
            break
        total += (1.3 if item.role == "subject" else 1.0) * (1.2 if item.mention.kind == "name" else 1.0) * 0.55 ** max(away, 0)
        if away <= 0:
            total += 0.2
    return total


def compared(item: Item, chains: Sequence[Chain], scene: Scene) -> list[list[str]]:
    """The features of each of `chains` (the latest first) as what `item` means."""
    shares = [prominence(c, item.sentence) + 1e-9 * (c.last.mention.span.start if c.items else 0) for c in chains]
    fitting = [n for n, c in enumerate(chains) if agreement(c, item) != "gen-" and number(c, item) != "num-"]
    order = sorted(range(len(chains)), key=lambda n: -shares[n])
    matching = sorted(fitting, key=lambda n: -shares[n])
    rank = {n: r for r, n in enumerate(order)}
    place = {n: r for r, n in enumerate(matching)}
    return [
        _features(item, c, scene, bucket(n), bucket(rank[n]), bucket(place[n]) if n in place else "-")
        for n, c in enumerate(chains)
    ]


def _features(item: Item, chain: Chain, scene: Scene, recency: str, rank: str, place: str) -> list[str]:
    if not chain.items:
        return _of_voice(item, chain, scene)
    away = bucket(item.sentence - chain.last.sentence)
    gen, num = agreement(chain, item), number(chain, item)
    last = chain.last
    found = [
        f"away {away}", f"recency {recency}", f"rank {rank}", f"place {place}", gen, num, f"size {bucket(len(chain.items))}",
        f"last {last.kind}", f"last {last.kind} away {away}", f"role {item.role} {last.role}", f"place {place} away {away}",
        f"place {place} {gen}", f"rank {rank} {num}", "named" if chain.names else "nameless",
        f"size {bucket(len(chain.items))} away {away}", f"place {place} last {last.kind}",
    ]  # fmt: skip
    if spans_cover(chain.items, item.mention.span):
        found.append("inside it")
    if any(item.mention.span.covers(i.mention.span) for i in chain.items[-6:]):
        found.append("around it")
    found.extend(_quoted(item, chain))
    found.extend(_tree(item, chain, scene))
    if item.mention.kind == "pronoun":
        found.extend(_of_voice(item, chain, scene))
        found.extend((f"word {item.root.lower_} place {place}", f"{item.role} place {place}"))
        if item.kind in ("they", "it", "they found", "it found"):
            found.extend((chain.type, f"{chain.type} place {place}", f"{chain.type} {num} away {away}"))
    elif item.mention.kind == "name":
        found.extend(_names(item, chain, away, num, gen))
    else:
        found.extend(_descriptions(item, chain, away, num, place))
    return found


def may_be(item: Item, chain: Chain, scene: Scene) -> bool:
    """Whether nothing forbids that `item` means whom `chain` means: gender, number, nesting, another name, one's own voice."""
    if scene.tied is not None and scene.tied[0] is chain:
        return agreement(chain, item) != "gen-" and not _two_full_names(item, chain)
    if agreement(chain, item) == "gen-" or not chain.items and item.kind not in ("you", "we"):
        return False
    if item.age and chain.ages and item.age not in chain.ages:
        return False
    span = item.mention.span
    if any(i.mention.span.covers(span) or span.covers(i.mention.span) for i in chain.items[-6:]):
        return False
    if item.mention.kind == "name":
        return _may_name(item, chain) if chain.names else _follows_its_noun(item, chain) or item.age in chain.ages
    if item.kind in THIRD and (chain.plural or item.quoting in chain.spoken_of or _speaks_itself(chain, scene)):
        return False
    if item.kind in ("you", "we") and item.who and chain.voice == item.who:
        return False
    return item.kind == "other" or item.mention.kind != "pronoun" or (item.who, "i") not in chain.spoken


def _speaks_itself(chain: Chain, scene: Scene) -> bool:
    """Whether the chain is who speaks the mention, and so would be "I" there."""
    return chain is scene.speaker or any(n and n[-1] in scene.speaker_names for n in chain.names)


def _two_full_names(item: Item, chain: Chain) -> bool:
    """Whether the mention names one and the chain another person or body in full, as neighbours of a list do."""
    return len(item.names) > 1 and any(len(n) > 1 for n in chain.names) and relation(item, chain) == "other name"


def _may_name(item: Item, chain: Chain) -> bool:
    return relation(item, chain) != "other name" and chain.plural == item.plural


def _follows_its_noun(item: Item, chain: Chain) -> bool:
    """Whether a name stands right behind the noun that describes its bearer: "the spokesman Peter Hanley"."""
    before = item.tokens[0].doc[item.tokens[0].i - 1] if item.tokens[0].i else None
    return before is not None and before.lemma_.lower() in chain.heads


def agreement(chain: Chain, item: Item) -> str:
    """Whether genders agree, clash or are not known."""
    if chain.gender and item.gender:
        return "gen+" if chain.gender == item.gender else "gen-"
    return "gen?" if chain.gender or item.gender else "gen0"


def number(chain: Chain, item: Item) -> str:
    """Whether both are one, both several, or not alike."""
    if item.kind == "you":
        return "num several" if chain.plural else "num one"
    if chain.plural == item.plural:
        return "num several" if item.plural else "num one"
    return "num body" if chain.type == "organisation" else "num-"


def _quoted(item: Item, chain: Chain) -> list[str]:
    here, there = item.who, chain.last.who
    if not here and not there:
        return ["unquoted"]
    where = (
        "same voice" if here == there else "other voice" if here and there else "into quotation" if here else "out of quotation"
    )
    found = [where]
    if any(kind == "i" and who == here for who, kind in chain.spoken):
        found.append("speaks here")
    if any(kind in SPEAKING for _, kind in chain.spoken):
        found.append("speaks")
    return found


def _tree(item: Item, chain: Chain, scene: Scene) -> list[str]:
    """How the parser's tree ties or parts the two."""
    found = []
    if scene.tied and scene.tied[0] is chain:
        found.append(scene.tied[1])
    for level, subject in enumerate(scene.above, 1):
        if scene.by_head.get(subject.i) is chain:
            reflexive = "reflexive" if item.root.lower_ in REFLEXIVE else item.role
            found.append(f"subject {level} over {reflexive}")
    return found


def _subjects_above(item: Item) -> tuple[Token, ...]:
    """The subjects of the two nearest clauses that hold a mention without its being their subject."""
    found: list[Token] = []
    token = item.root
    for _ in range(CLIMB):
        if token.head == token or len(found) == 2:
            break
        token = token.head
        subject = next((t for t in token.children if t.dep_ in SUBJECTS), None)
        if subject is not None and not subject.left_edge.i <= item.root.i <= subject.right_edge.i:
            found.append(subject)
    return tuple(found)


def tie(item: Item, scene: Scene) -> tuple[Chain, str] | None:
    """The chain this mention stands in apposition to, is predicated of, or stands for in a relative clause."""
    root = item.root
    if root.dep_ == "appos" and (c := scene.by_head.get(root.head.i)) and c.type == item.mention.type:
        return c, "apposition"
    if root.dep_ == "attr" and root.head.lemma_ in ("be", "become", "remain"):
        if any(t.dep_ == "neg" for t in root.head.children):
            return None
        for t in root.head.children:
            if t.dep_ == "nsubj" and (c := scene.by_head.get(t.i)) and c.type == item.mention.type:
                return c, "predicate"
    if item.kind == "other" and root.lower_ in ("who", "whom", "whose", "which", "that"):
        for up in root.ancestors:
            if up.dep_ == "relcl":
                c = scene.by_head.get(up.head.i)
                return (c, "relative clause") if c is not None else None
    return None


def _of_voice(item: Item, chain: Chain, scene: Scene) -> list[str]:
    """Who speaks to whom."""
    if item.kind not in ("we", "you"):
        return []
    found = []
    if not chain.items:
        found.append("made for a voice")
    for label, name in ((item.who, "self"), (scene.previous, "previous"), (scene.following, "following")):
        if name != "self" and not label:
            continue
        if label and chain.voice == label:
            found.append(f"is {name}")
            found.append(f"is {name} of {min(scene.voices, 3)}")
        for kind in SPEAKING:
            if (label, kind) in chain.spoken:
                found.append(f"{kind} of {name}")
                found.append(f"{kind} of {name} of {min(scene.voices, 3)}")
                if chain.last.kind == kind:
                    found.append(f"last {kind} of {name}")
    return found


# --- names


def relation(item: Item, chain: Chain) -> str:
    """How a name goes with a chain's names, the nearest relation first."""
    if not chain.names:
        return "no name"
    if item.names in chain.names:
        return "same name"
    if item.mention.type == "person":
        if _is_namesake(item, chain):
            return "other name"
        whys = [same_person(item.names, n) for n in chain.names]
        if why := next((w for w in whys if w), ""):
            return " ".join(why.split(" of ")[:1])
        if any(misspelt(item.names, n) for n in chain.names):
            return "misspelt"
    elif any(shortened(item.names, n) for n in chain.names):
        return "shortened name"
    mine = set(item.names)
    if any(mine <= set(n) or set(n) <= mine for n in chain.names):
        return "part of the name"
    return "some words shared" if any(mine & set(n) for n in chain.names) else "other name"


def _is_namesake(item: Item, chain: Chain) -> bool:
    """Whether a full name shares its surname, but no given name, with the full names of a chain: two people of one family."""
    full = [n for n in chain.names if len(n) > 1]
    if len(item.names) < 2 or not any(n[-1] == item.names[-1] for n in full):
        return False
    return not any(same_person(item.names, n) or misspelt(item.names, n) or _by_nickname(item.names, n) for n in full)


def _by_nickname(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the given names of two full names are short forms of one another, or one a middle name of the other."""
    return any(w == v or nicknamed(w, v) for w in one[:-1] for v in other[:-1])


def shortened(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one body's name shortens or abbreviates the other."""
    short, long = sorted((one, other), key=len)
    if short and short == long[: len(short)] and all(w in endings() for w in long[len(short) :]):
        return True
    return len(short) == 1 and len(long) > 1 and initials(long) == short[0].replace(".", "")


def _names(item: Item, chain: Chain, away: str, num: str, gen: str) -> list[str]:
    how = relation(item, chain)
    single = "one word" if len(item.names) == 1 else "words"
    found = [how, f"{how} {num}", f"{how} {gen}", f"{how} {single}", f"{how} size {bucket(len(chain.items))}"]
    if how == "no name":
        found.append(f"{how} away {away}")
    if how not in ("no name", "same name", "other name") and len(item.names) > 1 and any(
        len(n) > 1 and n[-1] == item.names[-1] and n[0] != item.names[0] for n in chain.names
    ):  # fmt: skip
        found.append("other given name")
    found.append(f"{how} head {'+' if item.lemma in chain.heads else '-'}")
    if _follows_its_noun(item, chain):
        found.append("follows its noun")
    return found


# --- descriptions


def _descriptions(item: Item, chain: Chain, away: str, num: str, place: str) -> list[str]:
    det = item.determiner
    found = []
    alike = chain.heads.get(item.lemma)
    head = "head-"
    if alike is not None:
        head = "head+"
        mine, its = item.modifiers, alike.modifiers
        head += " =" if mine == its else " <" if mine < its else " >" if mine > its else " ~" if mine & its else " x"
        found.append(f"{head} {num} {det} away {away}")
        found.append(f"{head} first {alike.determiner} {det}")
    if (item.bare, item.plural) in chain.bares:
        found.extend(("same words", f"same words {det}", f"same words away {away}"))
    found.extend((f"{head} {det}", f"{head} {num}", f"{head} {det} place {place}", f"{head} {det} last {chain.last.kind}"))
    if item.mention.type == "person" and (role := role_of(item.root)) and role in chain.roles:
        found.extend(("role told before", f"role told before {det} {num}"))
    if item.modifiers & {w for n in chain.names for w in n}:
        found.append(f"name inside {det}")
    return found


def anew(item: Item, chains: Sequence[Chain], scene: Scene) -> list[str]:
    """The features of "somebody not spoken of before"."""
    found = ["new", f"new {item.determiner}", f"new {item.role}", f"new {'several' if item.plural else 'one'}"]
    if scene.tied:
        found.append(f"new {scene.tied[1]}")
    if item.mention.kind == "pronoun":
        found.append(f"new {item.root.lower_}")
        if item.role == "subject":
            acts = [of for of in ("persons", "bodies") if item.root.head.lemma_.lower() in words(f"acts_of_{of}.txt")]
            found.append(f"new doing what {' and '.join(acts) or 'anything'} may do")
    elif item.mention.kind == "name":
        found.extend(sorted({f"new {relation(item, c)}" for c in chains} - {"new no name", "new other name"}))
        found.append(f"new {'one word' if len(item.names) == 1 else 'words'}")
    else:
        seen = "head+" if any(item.lemma in c.heads for c in chains) else "head-"
        extra = "more" if item.tokens[-1].i > item.root.i else "modified" if item.modifiers else "bare"
        found.extend((f"new {seen} {item.determiner}", f"new {extra} {item.determiner}"))
        found.append(f"new {item.determiner} {'several' if item.plural else 'one'}")
    if item.who:
        found.append("new quoted")
    return found
