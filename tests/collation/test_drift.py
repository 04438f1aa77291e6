from variorum.collation.drift import Change, Side, drift, drifted, expected
from variorum.collation.driftvalues import BARE, Value, equal, exchange, misspelt, telling, told_in, values_of
from variorum.model.document import Document
from variorum.model.reading import Mention, Quantity, Reading, Time
from variorum.model.span import Span

SENTENCES = (Span(0, 10), Span(10, 20), Span(20, 30))
STRAIGHT = [(0, 0), (1, 1), (2, 2)]


def number(start, value, sort="count car"):
    return Value(start, "number", f"{value}.0-{value}.0", str(value), sort)


def name(start, words):
    return Value(start, "name", words.lower(), words, "name")


def time(start, sort, told, shown):
    return Value(start, "time", f"{sort} {told}", shown, sort)


def side(*values, words=(), sentences=SENTENCES):
    told = {w for v in values if v.kind in ("name", "place", "detail") for w in v.key.split()}
    return Side(sentences, tuple(sorted(values)), frozenset(words) | told)


def pairs(left, right, chain=STRAIGHT):
    return [(c.old.shown, c.new.shown) for c in drift(left, right, chain).changes]


def test_a_value_of_the_same_sort_in_the_matched_sentence_is_a_change():
    left = side(number(2, 3), time(12, "clock", "18:00", "6 p.m."), name(22, "Ada Brandt"))
    right = side(number(3, 4), time(14, "clock", "20:00", "8 p.m."), name(25, "Ada Brant"))
    assert pairs(left, right) == [("3", "4"), ("6 p.m.", "8 p.m."), ("Ada Brandt", "Ada Brant")]


def test_a_changed_value_is_found_though_the_other_report_tells_the_old_number_of_something_else():
    left = side(number(2, 3), number(22, 9, "count dog"))
    right = side(number(3, 4), number(21, 9, "count dog"), number(24, 3, "count cat"))
    assert pairs(left, right) == [("3", "4")]


def test_values_that_stand_where_they_stood_are_no_change_and_are_all_accounted_for():
    left = side(number(2, 3), number(12, 7), name(22, "Ada Brandt"))
    found = drift(left, left, STRAIGHT)
    assert (found.changes, found.accounted, found.values) == ((), 1.0, 3)


def test_what_is_accounted_for_is_the_mean_of_the_shares_in_either_report():
    left = side(number(2, 3), number(12, 7, "count dog"))
    right = side(number(2, 3), *(name(at, f"Nils Holm{at}") for at in (12, 14, 22)))
    found = drift(left, right, STRAIGHT)
    assert (found.accounted, found.values) == (0.375, 2)  # a half and a quarter


def test_one_and_two_and_ranks_and_details_say_too_little_to_be_accounted_for():
    every = [
        number(2, 1),
        number(3, 2),
        number(4, 3),
        number(5, 1, "age"),
        number(6, 7, "ordinal"),
        Value(7, "detail", "arm", "arm", "body"),
    ]
    assert [telling(v) for v in every] == [False, False, True, True, False, False]


def test_a_middle_name_spelt_otherwise_is_a_change_though_most_of_the_name_is_told():
    assert pairs(side(name(2, "Kim Anthony Lee")), side(name(2, "Kim Antony Lee"))) == [("Kim Anthony Lee", "Kim Antony Lee")]


def test_an_age_changed_in_a_sentence_that_was_moved_is_still_found():
    left = side(number(2, 52, "age"), number(12, 7))
    right = side(number(12, 7), number(22, 54, "bare"))
    assert pairs(left, right, [(1, 1)]) == [("52", "54")]


def test_of_two_ages_the_nearer_ones_are_paired():
    left = side(number(2, 44, "age"), number(5, 11, "age"))
    right = side(number(2, 12, "age"), number(5, 42, "age"))
    assert sorted(pairs(left, right)) == [("11", "12"), ("44", "42")]


def test_numbers_of_different_things_and_sizes_are_not_exchanged():
    assert exchange(number(0, 3400, "count block"), number(0, 9, "bare")) == 0
    assert exchange(number(0, 5, "count man"), number(0, 500, "money")) == 0
    assert exchange(number(0, 1, "count shot"), number(0, 2, "bare")) == 0
    assert exchange(number(0, 17, "age"), number(0, 16, "bare")) == 2
    assert exchange(number(0, 2, "count car"), number(0, 9, "count car")) == 3


def test_a_time_of_day_without_its_half_is_equal_to_either():
    assert equal(time(0, "clock", "19:32", "7:32 p.m."), time(0, "clock", "07:32", "7:32"))
    assert not equal(time(0, "clock", "19:32", "7:32 p.m."), time(0, "clock", "07:32", "7:32 a.m."))


def test_names_spelt_otherwise_are_told_from_other_names():
    assert misspelt("nate edwards", "nat edwards")
    assert misspelt("carroll", "carrol")
    assert misspelt("franklin", "sirtravis franklyn")
    assert not misspelt("ada brandt", "olav brandt")
    assert not misspelt("ada brandt", "ada nygaard")
    assert not misspelt("ada brandt", "brandt")


def test_a_fuller_or_shorter_name_is_no_other():
    assert equal(name(0, "Ada Brandt"), name(0, "Brandt"))
    assert told_in(name(0, "Ada Brandt"), frozenset({"brandt", "ada"}), ())
    assert not told_in(name(0, "Ada Brandt"), frozenset({"brandt", "olav"}), ())


def test_a_part_of_the_body_that_holds_the_other_is_no_change_and_another_is():
    def body(start, word):
        return Value(start, "detail", word, word, "body")

    assert pairs(side(body(2, "leg")), side(body(2, "thigh"))) == []
    assert pairs(side(body(2, "leg")), side(body(2, "arm"))) == [("leg", "arm")]
    assert pairs(side(body(2, "leg")), side(body(22, "arm"))) == []


def test_drift_tells_changes_then_what_was_left_out_or_added_then_the_rarest_words():
    old = [number(1, 3), time(4, "weekday", "monday", "on Monday"), name(7, "Moe")]
    new = [number(1, 4), Value(5, "place", "tromso", "Tromso", "place")]
    left, right = side(*old, words={"road"}), side(*new, words={"moe", "road"})
    told = drifted(
        left,
        right,
        old,
        new,
        (frozenset({"father", "road"}), frozenset({"uncle", "road"})),
        [Change(new[0], old[0])],
        [Change(new[0], old[0])],
    )
    assert told == "number “3” became “4”; time “on Monday” left out; place “Tromso” added; wording: father for uncle"


def test_a_value_told_elsewhere_in_the_source_has_not_drifted():
    moved = [number(1, 3)]
    nothing = (frozenset(), frozenset())
    assert drifted(side(number(25, 3)), side(*moved), [], moved, nothing, [], []) == ""


def test_a_value_whose_change_was_told_is_not_told_again_as_left_out_and_added():
    first, again = name(1, "Orla Kean"), name(22, "Orla Kean")
    other, later = name(2, "Orla Keane"), name(21, "Orla Keane")
    nothing = (frozenset(), frozenset())
    assert drifted(side(first, again), side(other, later), [again], [later], nothing, [], [Change(other, first)]) == ""


def test_a_measure_in_other_units_is_no_change():
    far = [
        Value(2, "number", f"{metres}-{metres}", shown, "measure metre")
        for metres, shown in ((14000.0, "14 km"), (14484.1, "nine miles"))
    ]
    assert equal(*far)
    assert pairs(side(far[0]), side(far[1])) == []
    assert not equal(far[0], Value(2, "number", "16000.0-16000.0", "ten miles", "measure metre"))


def test_what_stands_between_two_matches_is_expected_between_their_counterparts():
    chain = [(1, 0), (3, 4)]
    assert [expected(p, chain, 5, 6) for p in (1.0, 2.0, 3.0, 0.5)] == [0.0, 2.0, 4.0, -0.25]


def test_a_day_and_an_hour_in_one_expression_are_two_values_and_a_surname_is_not_told_beside_the_full_name():
    text = "Ada Brandt came at 6 p.m. on Friday with 3 rifles. Brandt left."
    at = text.index("6 p.m.")
    three = text.index("3 r")
    reading = Reading(
        "d",
        "test",
        (),
        times=(Time(Span(at, at + len("6 p.m. on Friday")), "time", "2020-03-06T18"),),
        quantities=(Quantity(Span(three, three + 8), 3.0, 3.0, "rifle"),),
        mentions=(
            Mention(Span(0, 10), Span(4, 10), "name", "person"),
            Mention(Span(text.index("Brandt left"), text.index(" left")), Span(0, 1), "name", "person"),
        ),
    )
    document = Document("d", "d", "0" * 64, "text/plain", text, ())
    assert [(v.kind, v.key, v.sort) for v in values_of(document, reading)] == [
        ("name", "ada brandt", "name"),
        ("time", "clock 18:00", "clock"),
        ("time", "weekday friday", "weekday"),
        ("number", "3.0-3.0", "count rifle"),
        ("detail", "rifle", "weapon"),
    ]


def test_numbers_of_any_size_are_held_against_each_other():
    small = [Value(0, "number", f"{n}-{n}", str(n), "measure mass") for n in (5e-06, 6e-06, 0.5)]
    assert exchange(small[0], small[1]) == 3
    assert not equal(small[0], small[1])
    bare = [Value(0, "number", v.key, v.shown, BARE) for v in small]
    assert exchange(bare[0], bare[1]) == 2
    assert exchange(bare[0], bare[2]) == 0


def test_a_time_tells_the_half_of_the_day_by_its_own_words_alone():
    nine, evening = time(0, "clock", "09:00", "Monday at 9"), time(0, "clock", "21:00", "9 p.m.")
    assert equal(nine, evening)
    assert not equal(time(0, "clock", "09:00", "9 a.m."), evening)
