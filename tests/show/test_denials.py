"""What is denied is never shown as asserted, in any face; and "told alike" stands only where it is."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from variorum.export.basis import basis
from variorum.export.book import Book
from variorum.export.tables import to_csv
from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Quantity, Time
from variorum.model.record import (
    Claim,
    Discrepancy,
    Entity,
    Origin,
    Passage,
    Record,
    RecordQuantity,
    RecordStatement,
    RecordTime,
    ValueReading,
    Vouch,
)
from variorum.model.span import Span
from variorum.show.charts import moments
from variorum.show.dossier import dossier
from variorum.show.terminal import view


def told(
    document: Document, words: str, who: str | None, cue: str = "said", *, polarity: str = "affirmed", certainty: str = "certain",
    times: tuple[str, ...] = (), quantities: tuple[str, ...] = (),
) -> RecordStatement:  # fmt: skip
    start = document.text.index(words)
    span = Span(start, start + len(words))
    vouches = (Vouch(None, who, cue, span, False, False),) if who else ()
    name = f"s-{document.id}-{start}"
    return RecordStatement(
        name, document.id, span, "c", "be", (), polarity, certainty, vouches, times, quantities, span  # type: ignore[arg-type]
    )  # fmt: skip


def report(name: str, text: str) -> Document:
    meta = Meta(publisher=name.title(), published="2031-05-09")
    return Document(name, f"{name}.txt", name * 8, "text/plain", text, (Block(Span(0, len(text))),), meta, "en")


def record(*statements: RecordStatement, documents: tuple[Document, ...], **more: object) -> Record:
    origins = (Origin("official", "Port Office", tuple(s.id for s in statements), "it says so"),)
    claim = Claim("c", "Port Office (denied, in 2 reports): x", tuple(s.id for s in statements), "repeated", False, origins)
    empty = Record("Case", "variorum 0", "", documents, (), (), (), statements, (claim,), (), (), (), ())
    return replace(empty, **more)  # type: ignore[arg-type]


POST = report("post", "The Port Office denied that the gate was forced open at noon. Nobody was hurt, it said.")
WAVE = report("wave", "A guard, Omar Lind, said that the gate was forced open at noon. Two men were hurt at the gate.")
FORCED = "the gate was forced open at noon"


def split_record(**more: object) -> Record:
    denied = told(POST, FORCED, "Port Office", "denied", polarity="denied")
    said = told(WAVE, FORCED, "Omar Lind")
    return record(denied, said, documents=(POST, WAVE), **more)


def test_a_denial_is_marked_beside_its_teller_in_the_terminal() -> None:
    lines = view(split_record(), "claims")
    assert f"“{FORCED}” (Port Office (denied), in A)" in lines
    assert f"“{FORCED}” (Omar Lind, in B)" in lines


def test_a_denial_is_marked_in_cells_and_passages_of_the_page() -> None:
    page = dossier(split_record())
    assert page.count("Port Office (denied), in A") >= 2
    assert "Omar Lind (denied)" not in page


def test_a_denial_is_marked_in_the_tables() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(split_record()))))
    assert [row["who_says_it"] for row in rows] == ["Port Office (denied), in Post", "Omar Lind, in Wave"]
    (claim,) = csv.DictReader(io.StringIO(to_csv(split_record(), "claims")))
    assert claim["polarity"] == "told and denied"
    assert claim["who_says_it"] == "Port Office (denied), in Post; Omar Lind, in Wave"


def test_the_one_value_and_its_denial_are_told_apart_among_the_discrepancies() -> None:
    found = split_record()
    one, other = found.statements
    readings = tuple(ValueReading(FORCED, (Passage(s.document, s.span.start, s.span.end),), (s.id,)) for s in (one, other))
    entry = Discrepancy("d", "polarity", "contradiction", "c", None, readings, "One affirms.")
    shown = view(replace(found, discrepancies=(entry,)), "discrepancies")
    assert f"“{FORCED}” (Port Office (denied), in A) : “{FORCED}” (Omar Lind, in B)" in shown


def test_words_that_deny_by_themselves_are_not_turned_round() -> None:
    statement = told(POST, "Nobody was hurt", "Port Office", polarity="denied")
    assert Book.of(record(statement, documents=(POST,))).teller(statement) == "Port Office, in A"


@pytest.mark.parametrize(
    ("cue", "polarity", "teller"),
    [
        ("denied", "affirmed", "Port Office (denied), in A"),  # "denied that it had not been forced"
        ("did not deny", "denied", "Port Office (not denied), in A"),
        ("disputed", "denied", "Port Office (denied), in A"),
        ("said", "denied", "Port Office (denied), in A"),  # "said it was not so that"
        ("said", "affirmed", "Port Office, in A"),
    ],
)
def test_the_mark_follows_the_cue_and_what_stands_around_the_words(cue: str, polarity: str, teller: str) -> None:
    statement = told(POST, FORCED, "Port Office", cue, polarity=polarity)
    assert Book.of(record(statement, documents=(POST,))).teller(statement) == teller


def test_a_report_that_itself_says_that_it_was_not_so_denies_it() -> None:
    statement = told(POST, FORCED, None, polarity="denied")
    assert Book.of(record(statement, documents=(POST,))).teller(statement) == "A denies"


def test_whom_it_was_denied_to_denies_nothing() -> None:
    statement = told(POST, FORCED, "Port Office", "denied to the Wave", polarity="denied")
    addressee = replace(statement.attributions[0], holder_text="the Wave")
    both = replace(statement, attributions=(*statement.attributions, addressee))
    assert Book.of(record(both, documents=(POST,))).teller(both) == "Port Office (denied) ‹ the Wave, in A"


def test_the_head_does_not_count_what_some_deny_as_told_by_one_source() -> None:
    parts = basis(Book.of(split_record()))
    assert "1 of them told by some and denied by others" in parts
    assert not any("by one source" in part for part in parts)


def test_what_some_deny_bears_no_sign_of_being_told_alike() -> None:
    assert not Book.of(split_record()).alike(split_record().claims[0])


def alike(one: RecordStatement, other: RecordStatement, **more: object) -> bool:
    book = Book.of(record(one, other, documents=(POST, WAVE), **more))
    return book.alike(book.claims[0])


def test_the_same_told_the_same_way_by_two_is_told_alike() -> None:
    assert alike(told(POST, FORCED, None), told(WAVE, FORCED, None))


def test_one_who_tells_it_as_possible_does_not_tell_it_alike() -> None:
    assert not alike(told(POST, FORCED, None), told(WAVE, FORCED, None, certainty="possible"))
    assert alike(told(POST, FORCED, None, certainty="probable"), told(WAVE, FORCED, None, certainty="possible"))


@pytest.mark.parametrize(("mine", "theirs", "same"), [(2.0, 2.0, True), (2.0, 5.0, False)])
def test_two_numbers_that_both_give_must_be_the_same(mine: float, theirs: float, same: bool) -> None:
    quantities = (
        RecordQuantity("q1", "post", Quantity(Span(0, 3), mine, mine, "man")),
        RecordQuantity("q2", "wave", Quantity(Span(0, 3), theirs, theirs, "man")),
    )
    one, other = told(POST, FORCED, None, quantities=("q1",)), told(WAVE, FORCED, None, quantities=("q2",))
    assert alike(one, other, quantities=quantities) == same
    assert alike(replace(one, quantities=()), other, quantities=quantities)


@pytest.mark.parametrize(("mine", "theirs", "same"), [("T12", "T12", True), ("T12", "TMO", False)])
def test_two_times_that_both_give_must_be_the_same(mine: str, theirs: str, same: bool) -> None:
    times = (
        RecordTime("t1", "post", Time(Span(0, 3), "time", mine)),
        RecordTime("t2", "wave", Time(Span(0, 3), "time", theirs)),
    )
    one, other = told(POST, FORCED, None, times=("t1",)), told(WAVE, FORCED, None, times=("t2",))
    assert alike(one, other, times=times) == same


def test_before_and_after_one_hour_are_not_told_alike() -> None:
    early, late = report("post", "It left shortly before noon."), report("wave", "It left shortly after noon.")
    times = tuple(
        RecordTime(f"t-{d.id}", d.id, Time(Span(d.text.index("noon"), d.text.index("noon") + 4), "time", "T12", True))
        for d in (early, late)
    )
    one, other = (told(d, "It left shortly", None, times=(f"t-{d.id}",)) for d in (early, late))
    book = Book.of(record(one, other, documents=(early, late), times=times))
    assert not book.alike(book.claims[0])


def test_the_page_and_the_terminal_say_what_no_sign_means() -> None:
    assert "no sign: one report alone, or several that tell it not alike" in view(split_record(), "claims")
    assert "no sign</b> one report alone, or several that tell it not alike" in dossier(split_record())


def dismissal(document: Document, quote: str) -> Settled:
    import hashlib

    start = document.text.index(quote)
    anchor = Anchor(hashlib.sha256(document.text.encode()).hexdigest(), start, start + len(quote), quote)
    decision = Decision("dismiss", "discrepancy", (anchor,), "A. Lind", "2031-06-01T10:00:00+00:00", "two gates")
    return Settled(decision, "holds", "dismisses 1 that were found")


def test_a_dismissed_difference_leaves_a_note_and_no_sign_of_being_told_alike() -> None:
    one, other = told(POST, FORCED, None), told(WAVE, FORCED, None)
    found = record(one, other, documents=(POST, WAVE), decisions=(dismissal(WAVE, "forced open"),))
    book = Book.of(found)
    assert not book.alike(book.claims[0])
    assert "     difference dismissed by A. Lind: two gates\n" in view(found, "claims")
    assert "difference dismissed by A. Lind: two gates" in dossier(found)


def test_decisions_name_the_report_of_each_quotation() -> None:
    shown = view(split_record(decisions=(dismissal(WAVE, "forced open"),)), "decisions")
    assert "dismiss (discrepancy) wave.txt: “forced open”" in shown


def test_a_moment_gives_each_wording_to_those_alone_who_use_it() -> None:
    early, late = report("post", "The union counted 17 hurt on Friday."), report("wave", "The clinic counted 71 hurt on Friday.")
    times = tuple(
        RecordTime(f"t-{d.id}", d.id, Time(Span(20, 24), "date", "2031-05-09", False, "2031-05-09", "2031-05-09"))
        for d in (early, late)
    )
    one = told(early, "17 hurt on Friday", "union", times=("t-post",))
    other = told(late, "71 hurt on Friday", "clinic", times=("t-wave",))
    found = record(one, other, documents=(early, late), times=times)
    (moment,) = moments(Book.of(found))
    assert [(telling.words, telling.who) for telling in moment.tellings] == [
        ("17 hurt on Friday", "union, in A"),
        ("71 hurt on Friday", "clinic, in B"),
    ]
    assert view(found, "timeline") == "9 May 2031  17 hurt on Friday (union, in A); 71 hurt on Friday (clinic, in B)\n"
    assert re.search(r"17 hurt on Friday</a><small>union, in A</small>", dossier(found))


def test_a_difference_found_in_two_claims_stands_once_with_both_numbers() -> None:
    one, other = told(POST, FORCED, "Port Office"), told(WAVE, FORCED, "Omar Lind")
    readings = tuple(ValueReading("x", (Passage(s.document, s.span.start, s.span.end),), (s.id,)) for s in (one, other))
    twin = Claim("c2", "Post: the gate", (), "single", False, ())
    entries = tuple(Discrepancy(f"d{n}", "detail", "contradiction", c, None, readings, "Why.") for n, c in enumerate(("c", "c2")))
    found = record(one, other, documents=(POST, WAVE), discrepancies=entries)
    found = replace(found, claims=(*found.claims, twin))
    assert view(found, "discrepancies").count("≠ contradiction, detail · claims 1, 2:") == 1
    assert dossier(found).count('<p class="readings">') == 1


def test_an_entity_that_denies_does_not_vouch_plainly() -> None:
    office = Entity("e", "organisation", "Port Office", (), ())
    denied = told(POST, FORCED, "Port Office", "denied", polarity="denied")
    denied = replace(denied, attributions=(replace(denied.attributions[0], holder="e"),))
    assert "1 statement, 1 denied" in dossier(record(denied, documents=(POST,), entities=(office,)))


def test_a_withdrawn_report_is_marked_wherever_reports_are_listed() -> None:
    found = split_record()
    documents = (replace(POST, standing="withdrawn"), WAVE)
    found = replace(found, documents=documents)
    assert "withdrawn" in view(found, "documents").splitlines()[0]
    assert "withdrawn" not in view(found, "documents").splitlines()[1]
    assert "A  Post (withdrawn)\n" in view(found, "claims")


def test_a_headline_read_from_the_text_stands_as_title_and_says_so() -> None:
    text = "Gate forced open\n\nA guard said so."
    blocks = (Block(Span(0, 16), "title"), Block(Span(18, len(text))))
    plain = replace(report("post", text), blocks=blocks)
    found = record(documents=(plain,))
    assert view(found, "documents").startswith("A  Gate forced open (title read from the text) · Post")
    assert '<span class="said" dir="auto">Gate forced open</span>' in dossier(found)
    assert "title read from the text" in dossier(found)
    given = replace(plain, meta=Meta(title="Guard speaks", publisher="Post"))
    assert view(record(documents=(given,)), "documents").startswith("A  Guard speaks · Post")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("The mayor refused to resign", "The mayor resigned"),
        ("The shed was burnt at night", "The shed was set alight in the morning"),
    ],
)
def test_words_that_say_no_or_name_another_part_of_the_day_are_not_told_alike(mine: str, theirs: str) -> None:
    early, late = report("post", f"{mine}."), report("wave", f"{theirs}.")
    book = Book.of(record(told(early, mine, None), told(late, theirs, None), documents=(early, late)))
    assert not book.alike(book.claims[0])


def test_a_number_right_before_the_words_counts_as_theirs() -> None:
    early, late = report("post", "14 people are missing."), report("wave", "12 people are missing.")
    quantities = tuple(
        RecordQuantity(f"q-{d.id}", d.id, Quantity(Span(0, 2), number, number, "person"))
        for d, number in ((early, 14.0), (late, 12.0))
    )
    one, other = (told(d, "people are missing", None) for d in (early, late))
    book = Book.of(record(one, other, documents=(early, late), quantities=quantities))
    assert not book.alike(book.claims[0])


def test_an_origin_that_denies_it_is_not_given_as_saying_it() -> None:
    denied = told(POST, FORCED, "Port Office", "denied", polarity="denied")
    found = record(denied, documents=(POST,))
    assert "<li>it says so (denied)</li>" in dossier(found)
    (claim,) = csv.DictReader(io.StringIO(to_csv(found, "claims")))
    assert claim["origins"] == "official: Port Office (it says so (denied))"
    assert claim["polarity"] == "denied"
    assert "<li>it says so (told and denied)</li>" in dossier(split_record())
