"""What is told differently by two statements of one claim, and what is not: counts of other things, parts, hedges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made import bare, count, draft, hour, person, report, said

from variorum.collation.discrepancies import Comparison
from variorum.collation.draft import Draft
from variorum.collation.opposites import opposite_side
from variorum.model.document import Document
from variorum.model.reading import Time
from variorum.model.record import Discrepancy, Entity, Lineage
from variorum.model.span import Span


def told(
    drafts: Sequence[Draft], entities: Sequence[Entity] = (), others: Sequence[Draft] = (), lineages: Sequence[Lineage] = ()
) -> list[Discrepancy]:
    """The discrepancies of a claim of these statements."""
    items = [*drafts, *others]
    readings = [bare(d, quantities=tuple(q for i in items if i.document is d for q in i.quantities)) for d in documents(items)]
    return Comparison(items, readings, {e.id: e for e in entities}, lineages).of_claim("c", drafts)


def documents(items: Sequence[Draft]) -> list[Document]:
    found: dict[str, Document] = {i.document.id: i.document for i in items}
    return list(found.values())


def hurt(
    id: str, words: str, number: float, published: str = "2024-03-05", predicate: str = "injure", unit: str = "people"
) -> Draft:
    d = report(id, f"{words} were hurt.", published)
    return draft(d, f"{words} were hurt", predicate, ("patient", words, None), quantities=(count(d, words, number, unit),))


def relations(found: Sequence[Discrepancy]) -> list[tuple[str, str]]:
    return [(d.kind, d.relation) for d in found]


def test_two_tolls_of_one_day_contradict() -> None:
    assert relations(told([hurt("a", "Four people", 4), hurt("b", "six people", 6)])) == [("quantity", "contradiction")]


def test_a_higher_toll_of_a_later_day_is_an_update() -> None:
    later = hurt("b", "six people", 6, "2024-03-07")
    (found,) = told([hurt("a", "Four people", 4), later])
    assert found.relation == "update"
    assert "2024-03-05" in found.why
    assert "2024-03-07" in found.why


def test_a_lower_toll_of_a_later_day_contradicts() -> None:
    assert relations(told([hurt("a", "Nine people", 9), hurt("b", "six people", 6, "2024-03-07")])) == [
        ("quantity", "contradiction")
    ]


def test_a_toll_changed_in_a_retelling_is_no_update() -> None:
    copied = Lineage("rewrite", "a", "b", True, 0.8, (), "")
    found = told([hurt("a", "Four people", 4), hurt("b", "six people", 6, "2024-03-07")], lineages=[copied])
    assert relations(found) == [("quantity", "contradiction")]


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("two others", 2, "other"),
        ("six more people", 6, "people"),
        ("six officers", 6, "officer"),
        ("six local people", 6, "people"),
    ],
)
def test_counts_of_other_things_or_of_parts_are_not_compared(words: str, number: float, unit: str) -> None:
    assert told([hurt("a", "Four people", 4), hurt("b", words, number, unit=unit)]) == []


def test_counts_of_the_dead_and_of_the_hurt_are_not_compared() -> None:
    assert told([hurt("a", "Four people", 4), hurt("b", "six people", 6, predicate="kill")]) == []


def test_a_report_that_gives_the_other_number_too_knows_two_things() -> None:
    d = report("a", "Four people were hurt. six people were hurt in all.")
    first = draft(
        d, "Four people were hurt", "injure", ("patient", "Four people", None), quantities=(count(d, "Four people", 4, "people"),)
    )
    more = draft(
        d, "six people were hurt", "injure", ("patient", "six people", None), quantities=(count(d, "six people", 6, "people"),)
    )
    assert told([first, hurt("b", "six people", 6)], others=[more]) == []


def test_a_number_that_is_the_sum_of_the_others_parts_agrees() -> None:
    d = report("a", "Four people were hurt. two people were hurt later.")
    first = draft(
        d, "Four people were hurt", "injure", ("patient", "Four people", None), quantities=(count(d, "Four people", 4, "people"),)
    )
    part = draft(
        d, "two people were hurt", "injure", ("patient", "two people", None), quantities=(count(d, "two people", 2, "people"),)
    )
    assert told([first, hurt("b", "six people", 6)], others=[part]) == []


def opened(id: str, text: str, when: str, value: str) -> Draft:
    d = report(id, text)
    return draft(d, text, "collapse", ("agent", "bridge", None), times=(hour(d, when, value),))


def test_two_hours_of_one_act_contradict() -> None:
    a = opened("a", "The bridge collapsed at 3:20 p.m.", "3:20 p.m.", "2024-03-05T15:20")
    b = opened("b", "The bridge collapsed at 5:10 p.m.", "5:10 p.m.", "2024-03-05T17:10")
    assert relations(told([a, b])) == [("time", "contradiction")]


def test_either_side_of_one_hour_contradicts_and_an_hour_on_that_side_refines() -> None:
    before = opened("a", "The bridge collapsed shortly before midnight", "midnight", "2024-03-06T00:00")
    after = opened("b", "The bridge collapsed shortly after midnight", "midnight", "2024-03-06T00:00")
    late = opened("c", "The bridge collapsed at 11:52 p.m.", "11:52 p.m.", "2024-03-05T23:52")
    assert relations(told([before, after])) == [("time", "contradiction")]
    assert relations(told([before, late])) == [("time", "refinement")]


def test_an_hour_that_heads_an_entry_of_a_running_report_is_not_compared() -> None:
    a = opened("a", "3:20 p.m.: The bridge collapsed", "3:20 p.m.", "2024-03-05T15:20")
    b = opened("b", "The bridge collapsed at 5:10 p.m.", "5:10 p.m.", "2024-03-05T17:10")
    assert told([a, b]) == []


def test_what_one_affirms_and_the_other_denies_contradicts() -> None:
    one, two = report("a", "Ida Lund was on the bridge."), report("b", "Ida Lund was not on the bridge.")
    lund = person("e", "Ida Lund", (one, "Ida Lund"), (two, "Ida Lund"))
    a = draft(one, "Ida Lund was on the bridge", "be", ("agent", "Ida Lund", "e"), ("place", "the bridge", None))
    b = draft(
        two, "Ida Lund was not on the bridge", "be", ("agent", "Ida Lund", "e"), ("place", "the bridge", None), polarity="denied"
    )
    assert relations(told([a, b], [lund])) == [("polarity", "contradiction")]


def test_a_denial_without_a_word_that_denies_is_not_believed() -> None:
    one, two = report("a", "Ida Lund paid a fine."), report("b", "Ida Lund paid a fine at once.")
    lund = person("e", "Ida Lund", (one, "Ida Lund"), (two, "Ida Lund"))
    a = draft(one, "Ida Lund paid a fine", "pay", ("agent", "Ida Lund", "e"), ("patient", "a fine", None))
    b = draft(two, "Ida Lund paid a fine", "pay", ("agent", "Ida Lund", "e"), ("patient", "a fine", None), polarity="denied")
    assert told([a, b], [lund]) == []


def test_not_yet_and_then_done_is_an_update() -> None:
    one, two = report("a", "The driver has not been named yet."), report("b", "Police named the driver.", "2024-03-06")
    a = draft(one, "The driver has not been named", "name", ("patient", "The driver", None), polarity="denied")
    b = draft(two, "named the driver", "name", ("patient", "the driver", None))
    assert relations(told([a, b])) == [("polarity", "update")]


def test_to_suspend_and_to_fire_the_same_man_exclude_one_another() -> None:
    one, two = report("a", "The mill suspended Jon Moe."), report("b", "The mill fired Jon Moe.")
    moe = person("e", "Jon Moe", (one, "Jon Moe"), (two, "Jon Moe"))
    a = draft(one, "The mill suspended Jon Moe", "suspend", ("agent", "The mill", None), ("patient", "Jon Moe", "e"))
    b = draft(two, "The mill fired Jon Moe", "fire", ("agent", "The mill", None), ("patient", "Jon Moe", "e"))
    assert relations(told([a, b], [moe])) == [("detail", "contradiction")]


def test_the_day_of_the_saying_counts_before_the_day_of_the_report() -> None:
    d = report("a", "Four people were hurt, the fire brigade said on Monday.", "2024-03-05")
    vouch = said(d, None, "the fire brigade")
    first = draft(
        d,
        "Four people were hurt",
        "injure",
        ("patient", "Four people", None),
        quantities=(count(d, "Four people", 4, "people"),),
        vouches=(vouch,),
    )
    other = hurt("b", "six people", 6, "2024-03-04")
    setting = Comparison([first, other], [bare(d, times=(hour(d, "Monday", "2024-03-04"),)), bare(other.document)], {}, [])
    assert relations(setting.of_claim("c", [first, other])) == [("quantity", "contradiction")]


def test_what_is_told_of_another_year_is_not_compared() -> None:
    old = report("b", "In 2019 another ferry sank. six people were hurt.")
    past = draft(
        old,
        "six people were hurt",
        "injure",
        ("patient", "six people", None),
        quantities=(count(old, "six people", 6, "people"),),
    )
    now = hurt("a", "Four people", 4)
    year = Time(Span(3, 7), "date", "2019", False, "2019-01-01", "2019-12-31")
    known = Comparison([now, past], [bare(now.document), bare(old, times=(year,))], {}, [])
    unknown = Comparison([now, past], [bare(now.document), bare(old)], {}, [])
    assert known.of_claim("c", [now, past]) == []
    assert relations(unknown.of_claim("c", [now, past])) == [("quantity", "contradiction")]


def test_nobody_now_and_three_in_another_year_is_no_conflict() -> None:
    old = report("b", "In 2019 another ferry sank. Three people were killed.")
    past = draft(old, "Three people were killed", "kill", ("patient", "Three people", None))
    new = report("a", "Nobody was killed.")
    now = draft(new, "Nobody was killed", "kill", ("patient", "Nobody", None), polarity="denied")
    year = Time(Span(3, 7), "date", "2019", False, "2019-01-01", "2019-12-31")
    assert Comparison([now, past], [bare(new), bare(old, times=(year,))], {}, []).of_claim("c", [now, past]) == []
    assert relations(Comparison([now, past], [bare(new), bare(old)], {}, []).of_claim("c", [now, past])) == [
        ("polarity", "contradiction")
    ]


def dated(id: str, text: str, words: str, first: str, last: str, predicate: str = "collapse") -> Draft:
    d = report(id, text)
    start = text.index(words)
    when = Time(Span(start, start + len(words)), "date", first, False, first, last)
    return draft(d, text.rstrip("."), predicate, ("agent", "bridge", None), times=(when,))


def test_days_contradict_but_not_where_the_words_count_from_the_day_of_writing() -> None:
    tuesday = dated("a", "The bridge collapsed on March 5.", "March 5", "2024-03-05", "2024-03-05")
    monday = dated("b", "The bridge collapsed on March 4.", "March 4", "2024-03-04", "2024-03-04")
    counted = dated("c", "The bridge collapsed last night.", "last night", "2024-03-04", "2024-03-04")
    assert relations(told([tuesday, monday])) == [("time", "contradiction")]
    assert told([tuesday, counted]) == []


def test_a_finer_time_is_no_refinement_of_a_report_that_has_it_too() -> None:
    month = dated("a", "The bridge collapsed in March.", "March", "2024-03-01", "2024-03-31")
    day = dated("b", "The bridge collapsed on March 4.", "March 4", "2024-03-04", "2024-03-04")
    entities: dict[str, Entity] = {}
    readings = [bare(month.document), bare(day.document)]
    assert relations(Comparison([month, day], readings, entities, []).of_claim("c", [month, day])) == [("time", "refinement")]
    also = Time(Span(0, 3), "date", "2024-03-04", False, "2024-03-04", "2024-03-04")
    readings = [bare(month.document, times=(also,)), bare(day.document)]
    assert Comparison([month, day], readings, entities, []).of_claim("c", [month, day]) == []


def ran(id: str, text: str, who: str | None, words: str, metres: float) -> Draft:
    d = report(id, text)
    doer = [("agent", text.split(" ran")[0], who)] if " ran" in text else []
    return draft(d, text.rstrip("."), "run", *doer, quantities=(count(d, words, metres, "metre", kind="measure"),))


def test_measures_contradict_only_of_one_doer() -> None:
    one = ran("a", "Ida Lund ran 400 metres", "e", "400 metres", 400)
    two = ran("b", "Ida Lund ran 800 metres", "e", "800 metres", 800)
    lund = person("e", "Ida Lund", (one.document, "Ida Lund"), (two.document, "Ida Lund"))
    somebody = ran("c", "He ran 800 metres", None, "800 metres", 800)
    nobody = ran("d", "running 800 metres", None, "800 metres", 800)
    assert relations(told([one, two], [lund])) == [("quantity", "contradiction")]
    assert told([one, somebody], [lund]) == []
    assert told([one, nobody], [lund]) == []


def test_others_and_one_beside_a_second_are_no_toll_of_all() -> None:
    one, two = hurt("a", "four others", 4, unit="other"), hurt("b", "three others", 3, unit="other")
    assert told([one, two]) == []
    d = report("c", "One woman was hurt in the car and a second woman in the street.")
    beside = draft(
        d, "One woman was hurt", "injure", ("patient", "One woman", None), quantities=(count(d, "One woman", 1, "woman"),)
    )
    assert told([beside, hurt("d", "two women", 2, unit="woman")]) == []


@pytest.mark.parametrize(
    ("text", "certainty", "expected"),
    [
        ("The driver may have hit the wooden bridge gate.", "possible", [("certainty", "refinement")]),
        ("The driver allegedly hit the wooden bridge gate.", "possible", []),
        ("The driver tried to hit the wooden bridge gate.", "possible", []),
    ],
)
def test_a_doubt_is_told_but_not_an_accusation_nor_an_attempt(text: str, certainty: str, expected: list[tuple[str, str]]) -> None:
    one, two = report("a", "The driver hit the wooden bridge gate."), report("b", text)
    roles = (("agent", "The driver", None), ("patient", "the wooden bridge gate", None))
    a = draft(one, "The driver hit the wooden bridge gate", "hit", *roles)
    b = draft(two, text.rstrip("."), "hit", *roles, certainty=certainty)
    assert relations(told([a, b])) == expected


@pytest.mark.parametrize(
    ("denied", "clause"),
    [
        ("Ida Lund has never been a city coach.", "Ida Lund has never been a city coach"),
        ("Ida Lund was no coach because nobody asked.", "Ida Lund was no coach"),
    ],
)
def test_a_narrower_denial_and_one_with_its_reason_are_no_conflict(denied: str, clause: str) -> None:
    one, two = report("a", "Ida Lund was a coach."), report("b", denied)
    lund = person("e", "Ida Lund", (one, "Ida Lund"), (two, "Ida Lund"))
    what = clause.split(" a ")[-1] if " a " in clause else "coach"
    a = draft(one, "Ida Lund was a coach", "be", ("agent", "Ida Lund", "e"), ("attribute", "coach", None))
    b = draft(two, clause, "be", ("agent", "Ida Lund", "e"), ("attribute", what, None), polarity="denied")
    assert told([a, b], [lund]) == []


def test_a_bound_far_below_a_number_and_a_number_given_as_well_make_nothing_more_exact() -> None:
    few = hurt("a", "at least two people", 2)
    few = replace(few, quantities=(replace(few.quantities[0], high=None),))
    hundred, three = hurt("b", "a hundred people", 100), hurt("c", "three people", 3)
    assert told([few, hundred]) == []
    assert relations(told([few, three])) == [("quantity", "refinement")]
    also = hurt("a", "at least two people", 3)
    assert told([few, three], others=[also]) == []


def test_a_denial_of_the_manner_is_no_denial() -> None:
    one, two = report("a", "Ida Lund beat Jon Moe."), report("b", "Nobody ever beat Jon Moe this way.")
    lund, moe = person("e", "Ida Lund", (one, "Ida Lund")), person("f", "Jon Moe", (one, "Jon Moe"), (two, "Jon Moe"))
    a = draft(one, "Ida Lund beat Jon Moe", "beat", ("agent", "Ida Lund", "e"), ("patient", "Jon Moe", "f"))
    b = draft(two, "Nobody ever beat Jon Moe this way", "beat", ("patient", "Jon Moe", "f"), polarity="denied")
    assert told([a, b], [lund, moe]) == []


def test_one_day_of_a_month_is_one_day_whatever_year_was_made_of_it() -> None:
    short = dated("a", "The bridge collapsed on Dec. 2.", "Dec. 2", "2023-12-02", "2023-12-02")
    long = dated("b", "The bridge collapsed on December 2.", "December 2", "2024-12-02", "2024-12-02")
    other = dated("c", "The bridge collapsed on December 3.", "December 3", "2023-12-03", "2023-12-03")
    assert told([short, long]) == []
    assert relations(told([short, other])) == [("time", "contradiction")]


@pytest.mark.parametrize(
    ("text", "clause", "words", "expected"),
    [
        ("Friends were seen at home.", "Friends were seen at home", "Friends", [("quantity", "refinement")]),
        ("According to friends they were seen at home.", "According to friends they were seen at home", "friends", []),
        ("Four friends were seen at home.", "Four friends were seen at home", "Four friends", []),
        ("Local friends were seen at home.", "Local friends were seen at home", "Local friends", []),
    ],
)
def test_a_number_says_more_than_the_bare_word_for_the_same(
    text: str, clause: str, words: str, expected: list[tuple[str, str]]
) -> None:
    one, two = report("a", "Two friends were seen at home."), report("b", text)
    a = draft(
        one,
        "Two friends were seen at home",
        "find",
        ("patient", "Two friends", None),
        quantities=(count(one, "Two friends", 2, "friend"),),
    )
    b = draft(two, clause, "find", ("patient", words, None))
    assert relations(told([a, b])) == expected


def test_what_is_denied_by_the_verb_that_tells_it_contradicts_what_another_tells() -> None:
    one, two = report("a", "The ministry denied that police used gas."), report("b", "The ministry said that police used gas.")
    denial = replace(said(one, "m", "The ministry"), cue="denied")
    parts = (("agent", "police", None), ("patient", "gas", None))
    a = draft(one, "police used gas", "use", *parts, polarity="denied", vouches=(denial,))
    b = draft(two, "police used gas", "use", *parts, vouches=(said(two, "m", "The ministry"),))
    assert relations(told([a, b])) == [("polarity", "contradiction")]


def test_hearsay_and_what_one_saw_are_no_conflict_within_ones_own_account() -> None:
    d = report("a", "“I have read that people screamed. Nobody screamed,” Ida Lund said.")
    e = person("e", "Ida Lund", (d, "Ida Lund"))
    vouch = said(d, "e", "Ida Lund", True)
    read = replace(said(d, None, "I"), cue="have read")
    a = draft(d, "people screamed", "scream", ("agent", "people", None), vouches=(read, vouch))
    b = draft(d, "Nobody screamed", "scream", ("agent", "Nobody", None), polarity="denied", vouches=(vouch,))
    assert told([a, replace(b, sentence=b.statement.span)], [e]) == []


def test_there_was_none_speaks_against_another_who_heard_one() -> None:
    one, two = report("a", "I heard a bang under us, said Lund."), report("b", "There was no bang, said Holt.")
    a = draft(one, "I heard a bang", "hear", ("agent", "I", None), ("patient", "a bang", None), vouches=(said(one, "l", "Lund"),))
    b = draft(two, "There was no bang", "be", ("attribute", "bang", None), polarity="denied", vouches=(said(two, "h", "Holt"),))
    assert relations(told([a, b])) == [("polarity", "contradiction")]
    same = replace(b, vouches=(said(two, "l", "Lund"),))
    assert told([a, same]) == []


def test_what_was_refused_was_not_done() -> None:
    one, two = report("a", "Ida Lund refused to resign."), report("b", "Ida Lund resigned on Friday.")
    e = person("e", "Ida Lund", (one, "Ida Lund"), (two, "Ida Lund"))
    a = draft(one, "Ida Lund refused to resign", "refuse", ("agent", "Ida Lund", "e"))
    b = draft(two, "Ida Lund resigned", "resign", ("agent", "Ida Lund", "e"))
    assert relations(told([a, b], [e])) == [("polarity", "contradiction")]
    c = draft(two, "Ida Lund resigned", "resign", ("agent", "Ida Lund", "e"), certainty="possible")
    assert told([a, c], [e]) == []


def test_counts_in_one_and_the_same_place_are_compared_and_those_of_other_places_are_not() -> None:
    one, two = (
        report("a", "Police hurt 17 people in the port of Hollvik."),
        report("b", "Police hurt 71 people in the port of Hollvik."),
    )
    other = report("c", "Police hurt 71 people in the market of Hollvik.")

    def hurt_there(d: Document, number: int, where: str) -> Draft:
        told = count(d, f"{number} people", number, "people")
        made = draft(
            d, d.text[:-1], "hurt", ("agent", "Police", None), ("patient", f"{number} people {where}", None), quantities=(told,)
        )
        patient = replace(made.statement.arguments[1], head=told.head or told.span, lemma="people")
        return replace(made, statement=replace(made.statement, arguments=(made.statement.arguments[0], patient)))

    a, b = hurt_there(one, 17, "in the port of Hollvik"), hurt_there(two, 71, "in the port of Hollvik")
    c = hurt_there(other, 71, "in the market of Hollvik")
    assert relations(told([a, b])) == [("quantity", "contradiction")]
    assert told([a, c]) == []


def test_nobody_so_far_and_somebody_later_is_an_update() -> None:
    one, two = report("a", "No one has been arrested.", "2024-03-05"), report("b", "A man was arrested.", "2024-03-07")
    a = draft(one, "No one has been arrested", "arrest", ("patient", "No one", None), polarity="denied")
    b = draft(two, "A man was arrested", "arrest", ("patient", "A man", None))
    assert all(r == "update" for _, r in relations(told([a, b])))


def test_opposite_sides_of_what_is_surely_one_act_exclude_one_another() -> None:
    assert opposite_side("back") == "front"
    assert opposite_side("front") == "back"
    assert opposite_side("chest") is None
