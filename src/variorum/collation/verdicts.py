"""What two statements of one claim tell differently, each verdict on typed values and only of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.collation import frames
from variorum.collation.acts import (
    LIGHT,
    Counted,
    act_class,
    alone,
    counted,
    grows,
    is_aside,
    number_words,
    same_act,
    scene_acts,
    undergoers,
    whole,
    word_list,
)
from variorum.collation.comparing import Setting, Verdict, as_of, in_the_past, of_one, other_occasion
from variorum.collation.draft import Draft
from variorum.collation.measures import measures, rest_differs, unknown_doer
from variorum.collation.occasions import one_occasion
from variorum.collation.opposites import opposites
from variorum.collation.participants import agreement, is_named
from variorum.collation.timing import (
    LONG,
    days,
    has_finer,
    is_label,
    of_the_act,
    one_moment,
    said_from,
    stamps,
    with_side,
    worded,
)
from variorum.collation.values import clock, compare_quantities, compare_times, compare_told_times
from variorum.model.reading import Quantity, Time
from variorum.model.record import Relation
from variorum.model.span import Span

MISTAKEN = 5  # years by which two reports may differ on the age of one unnamed person
NOTICES = frozenset({"publish", "update", "post", "print", "copyright", "file"})  # of the page, not of the happening
MANY = 2  # times a bound of people by which an exact number may go beyond it: "at least two" is not of the hundred
MORE = 5  # of other things
VAGUE = frozenset({"some", "several", "many", "few"})  # number words that give no number
_SEX = {
    w: sex for sex, group in (("m", "man men boy male son"), ("f", "woman women girl female daughter")) for w in group.split()
}
_SOURCE = re.compile(r"\baccording\s+to\s+$", re.IGNORECASE)
_CORRECTED = re.compile(
    r"\b(?:correct(?:ion|ed)|revised|initially|originally|earlier reports?|previously|had (?:said|reported))\b", re.IGNORECASE
)


def verdicts(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """All verdicts on a pair of statements; within one document only what no other thing can explain."""
    apart = a.document.id != b.document.id
    if a.sentence == b.sentence and not apart:
        return
    if is_aside(a) != is_aside(b) or in_the_past(a, setting) != in_the_past(b, setting):
        return
    yield from frames.polarity(a, b, setting)
    yield from frames.exclusive(a, b, setting)
    yield from opposites(a, b, setting)
    if not apart:
        return
    if a.statement.polarity == b.statement.polarity:
        actual = {a.statement.certainty, b.statement.certainty} <= {"certain", "probable"}
        if actual and not same_act(a, b):
            yield from (v for v in _times(a, b, setting) if v.relation == "refinement" and of_one(a, b, setting))
            yield from _hours(a, b, setting)
        elif actual:
            yield from _counts(a, b, setting)
            yield from _ages(a, b, setting)
            yield from _uncounted(a, b, setting)
            yield from measures(a, b, setting)
            yield from _times(a, b, setting)
        yield from frames.actors(a, b, setting)
    yield from frames.certainty(a, b, setting)


def _counts(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    for x in alone(counted(a)):
        for y in alone(counted(b)):
            part = (x.partial or y.partial) and not (x.limit and x.limit == y.limit)
            if part or x.key != y.key or (x.part != "undergoer" and act_class(a) != act_class(b)):
                continue
            found = compare_quantities(x.quantity, y.quantity)
            own = {"undergoer": {"patient", "agent"}, "actor": {"agent"}}.get(x.part, {x.part})
            others = agreement(a, b, setting.entities, (x.span, y.span)).other - own
            if found is None or others or other_occasion(a, b):
                continue
            if x.noun != "person" and act_class(a) != act_class(b):
                continue
            if found[0] == "contradiction" and x.noun != "person" and rest_differs(a, x.quantity, b, y.quantity):
                continue
            if found[0] == "contradiction" and (_grew_unseen(a, b, setting) or _other_doers(a, x, b, y, setting)):
                continue
            if found[0] == "contradiction" and not (one_occasion(a, b, setting) and whole(x, a) and whole(y, b)):
                continue
            if found[0] != "contradiction" and plainly_more(a, x, b, y, setting):
                yield Verdict("quantity", found[0], x.span, y.span, found[1])
            elif found[0] == "contradiction" and not (setting.tally.knows(a, x, y) or setting.tally.knows(b, y, x)):
                relation, why = changed(a, x, b, y, setting, grows(a) and grows(b))
                yield Verdict("quantity", relation, x.span, y.span, why)


def _grew_unseen(a: Draft, b: Draft, setting: Setting) -> bool:
    """Whether two reports, one without a date, count those taken in, of whom a later one may tell more."""
    return act_class(a) in {"arrest", "charge"} and None in (as_of(a, setting), as_of(b, setting))


def _other_doers(a: Draft, x: Counted, b: Draft, y: Counted, setting: Setting) -> bool:
    """Whether two counts stand beside other doers: two named persons, or one and a pronoun of somebody else or nobody known."""
    doers = [
        next((g for g in d.statement.arguments if g.role == "agent" and not g.span.overlap(c.span)), None)
        for d, c in ((a, x), (b, y))
    ]
    if None in doers:
        return False
    one, two = a.entity("agent"), b.entity("agent")
    people = all(e is not None and setting.entities[e].type == "person" and is_named(setting.entities[e]) for e in (one, two))
    return one != two and (people or unknown_doer(a, b, setting))


def plainly_more(a: Draft, x: Counted, b: Draft, y: Counted, setting: Setting) -> bool:
    """Whether a count makes another more exact: no more than a few times it, and not given by its report as well."""
    lows = [c.quantity.low for c in (x, y)]
    highs = [c.quantity.high for c in (x, y)]
    ends = sorted(n for n in (*lows, *highs) if n)
    if None in (*lows, *highs) and ends and ends[-1] > (MANY if x.noun == "person" else MORE) * ends[0]:
        return False
    return not (setting.tally.gives(a, x, y) or setting.tally.gives(b, y, x))


def changed(a: Draft, x: Counted, b: Draft, y: Counted, setting: Setting, growing: bool) -> tuple[Relation, str]:
    """Contradiction, or update where a later report brings a toll that grows, or says that it corrects."""
    why = "both cannot be the number of the same thing"
    if frozenset({a.document.id, b.document.id}) in setting.retold:
        return "contradiction", f"{why}; one report retells the other and changes it"
    one, two = as_of(a, setting), as_of(b, setting)
    if one is None or two is None or one == two:
        return "contradiction", why
    dates = f"told on {min(one, two)} and on {max(one, two)}"
    later, value, before = (b, y, x) if one < two else (a, x, y)
    if later.document.id in setting.retelling:
        return "contradiction", f"{why}; the later report retells an earlier one"
    more = (value.quantity.low or 0) > (before.quantity.high or before.quantity.low or 0)
    if growing and more:
        return "update", f"the later report brings a higher number; {dates}"
    if _CORRECTED.search(later.sentence.text(later.document.text)):
        return "update", f"the later report corrects the number; {dates}"
    return "contradiction", f"{why}; {dates}"


def _ages(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """The age of the one it is done to, where each report gives one age and neither knows the other's."""
    mine, theirs = ([q for q in d.quantities if q.kind == "age"] for d in (a, b))
    if len(mine) != 1 or len(theirs) != 1:
        return
    x, y = mine[0], theirs[0]
    (holder_a, one), (holder_b, two) = _aged(a, x), _aged(b, y)
    if one is None or two is None or setting.tally.knows_age(a.document.id, y) or setting.tally.knows_age(b.document.id, x):
        return
    if any(e is not None and is_named(setting.entities[e]) for e in (holder_a, holder_b)):
        return  # ages of the named are compared person by person
    sexes = [{w for w in re.findall(r"[a-z]+", t) if w in _SEX} for t in (one, two)]
    if {_SEX[w] for w in sexes[0]} != {_SEX[w] for w in sexes[1]} or agreement(a, b, setting.entities).other - {"patient"}:
        return
    if x.unit == y.unit and abs((x.low or 0) - (y.low or 0)) <= MISTAKEN and x.low != y.low:
        yield Verdict("quantity", "contradiction", x.span, y.span, "other ages of the one it happened to")


def _aged(draft: Draft, age: Quantity) -> tuple[str | None, str | None]:
    """The entity and the words of the undergoer whose age it is."""
    text = draft.document.text
    for argument, entity in undergoers(draft):
        if argument.span.covers(age.span) and "," not in argument.span.text(text):
            return entity, argument.span.text(text).lower()
    return None, None


def _uncounted(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """A number in one for what the other names without one: the first says more."""
    if act_class(a) != act_class(b) or act_class(a) in LIGHT:
        return
    for left, right, swapped in ((a, b, False), (b, a, True)):
        for c in alone(counted(left)):
            if c.partial or c.quantity.low == c.quantity.high == 1:
                continue
            for other, entity in zip(right.statement.arguments, right.entities, strict=True):
                numbered = any(other.span.overlap(q.span) for q in right.quantities)
                named = entity is not None and is_named(setting.entities[entity])
                told_by = _SOURCE.search(right.document.text[right.sentence.start : other.span.start])
                if (
                    told_by
                    or numbered
                    or named
                    or other.role in {"agent"} - {c.part}
                    or not _unnumbered(c, left, other.span, right)
                ):
                    continue
                why = "one report gives the number, the other does not"
                pair = (other.span, c.span) if swapped else (c.span, other.span)
                yield Verdict("quantity", "refinement", *pair, why)


def _unnumbered(c: Counted, left: Draft, other: Span, right: Draft) -> bool:
    """Whether words name, without a number, what a count is of: bare ("fences"), or as the count's own words ("the wire fence")."""
    words = other.text(right.document.text).lower().split()
    if any(w[0].isdigit() or w in number_words() - VAGUE for w in words) or set(words) & (
        word_list("partial_words.txt") | word_list("indefinite_words.txt")
    ):
        return False
    mine = set(re.findall(r"[\w-]+", left.document.text[c.span.start : max(c.span.end, (c.quantity.head or c.span).end)].lower()))
    plain = [w for w in words if w not in {"the", "a", "an", "some", "several", "multiple", "many", "his", "her", "their", "its"}]
    if words[0] in {"the", "his", "her", "their", "its"}:
        return len(plain) > 1 and set(plain) <= mine
    lemma = plain[-1] if plain else ""
    return set(plain[:-1]) <= mine and c.quantity.unit in {lemma, lemma.removesuffix("s"), lemma.removesuffix("es")}


def _times(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    mine, theirs = _finest(a), _finest(b)
    if len(mine) != 1 or len(theirs) != 1 or a.statement.predicate in NOTICES or b.statement.predicate in NOTICES:
        return
    if a.statement.polarity == "denied" or {a.statement.predicate, b.statement.predicate} & LIGHT:
        return
    x, y = mine[0], theirs[0]
    ends = agreement(a, b, setting.entities)
    if any(stamps(t, d) or not of_the_act(t, d) for t, d in ((x, a), (y, b))) or ends.other:
        return
    if not ({"agent", "patient"} & ends.same or {a.statement.predicate, b.statement.predicate} & scene_acts().keys()):
        return
    found = compare_told_times(x, *worded(x, a), y, *worded(y, b))
    if found is None or not one_moment(a, b):
        return
    if found[0] == "contradiction":
        if said_from(x.span.text(a.document.text), y.span.text(b.document.text)):
            return
        if _elsewhere(a, x, y, setting) or _elsewhere(b, y, x, setting) or not one_occasion(a, b, setting):
            return
    elif found[0] == "refinement" and _made_exact_already(a, x, b, y, setting):
        return
    yield Verdict("time", found[0], with_side(x, a), with_side(y, b), found[1])


def _hours(a: Draft, b: Draft, setting: Setting) -> Iterator[Verdict]:
    """Hours of one day that exclude one another, of what was done to the same one, told by other verbs in clauses that retell each other."""
    if "patient" not in agreement(a, b, setting.entities).same or not setting.sameness.retold(a, b):
        return
    if all(t.type == "time" for d in (a, b) for t in _finest(d)):
        yield from (v for v in _times(a, b, setting) if v.relation == "contradiction")


def _finest(draft: Draft) -> list[Time]:
    """The dates and times of a statement, the day that an hour or a part of it lies in left out."""
    found = [t for t in draft.times if t.type in {"date", "time"}]
    fine = [t for t in found if t.type == "time" and t.earliest]
    if len(found) == 2 and len(fine) == 1:
        day = (fine[0].earliest or "")[:10]
        return fine if all((t.earliest or "")[:10] == day == (t.latest or "")[:10] for t in found) else found
    return found


def _made_exact_already(a: Draft, x: Time, b: Draft, y: Time, setting: Setting) -> bool:
    """Whether the report with the coarser time has the finer one too, or its time is a label ("last year's shooting")."""
    (fine, _), (coarse, holder) = sorted(((x, a), (y, b)), key=lambda p: (days(p[0]) or 0, clock(p[0]) is None))
    if (days(fine), clock(fine) is None) == (days(coarse), clock(coarse) is None):
        return False
    label = (days(coarse) or 0) > LONG and is_label(coarse, holder)
    return label or has_finer(fine, coarse, setting.times.get(holder.document.id, ()))


def _elsewhere(draft: Draft, own: Time, other: Time, setting: Setting) -> bool:
    """Whether the document gives the other time too for an act of this kind, so that it knows two happenings."""
    for t in setting.moments.get((draft.document.id, act_class(draft)), ()):
        if t is not own and t.earliest and other.earliest:
            found = compare_times(t, other)
            if found is None or found[0] != "contradiction":
                return True
    return False
