"""What leaves with a name withheld holds no form of it, and is otherwise as it was."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import ADDRESS as ADDRESS_MARK
from invented import FILLERS, NAME, PEOPLE, invent
from jsonschema import Draft202012Validator

from variorum.export.json_record import SEALED, to_json
from variorum.export.redaction import Person, Wanted, people_withheld, redacted
from variorum.export.redaction.checking import still_told
from variorum.export.redaction.cutting import GAP, Cut, Edited
from variorum.export.redaction.finding import ADDRESS, Finder
from variorum.export.redaction.people import person
from variorum.export.redaction.words import folded
from variorum.export.tables import TABLES, to_csv
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Entity, EntityMention, Passage, Record
from variorum.model.span import Span
from variorum.show import terminal
from variorum.show.dossier import dossier

SECRET = b"kept in the case"
SCHEMA = Draft202012Validator(json.loads((files("variorum") / "data" / "record.schema.json").read_text(encoding="utf-8")))
CASES = range(20)


def outputs(record: Record, shared: bool) -> Iterator[tuple[str, str]]:
    """Everything that report and export offer, as text that no escape hides."""
    yield "json", json.dumps(to_json(record), ensure_ascii=False)
    for table in TABLES:
        yield table, "\n".join(" | ".join(row) for row in csv.reader(io.StringIO(to_csv(record, table))))
    for full_text in (False,) if shared else (False, True):
        page = dossier(record, full_text=full_text)
        yield "dossier", html.unescape(re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), page))
    for view in terminal.VIEWS:
        yield view, terminal.view(record, view)


def plain(text: str) -> str:
    """A text so that no accent, script, case, break or soft hyphen hides a name."""
    return re.sub(r"[^a-z0-9@]+", " ", folded(text)[0].replace("'", ""))


def people(number: int) -> tuple[Person, ...]:
    case = invent(number)
    return people_withheld(case.record, [Wanted(case.entity)], SECRET)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("number", CASES)
def test_no_output_holds_any_form_of_a_name_withheld(number: int, shared: bool) -> None:
    case = invent(number)
    made = redacted(case.record, people(number), SECRET, shared)
    for what, text in outputs(made.record, shared):
        told = f" {plain(text)} "
        for form in case.forms:
            assert f" {plain(form).strip()}" not in told, f"{form} in {what}"
        for document in case.record.documents:
            for address in (document.id, document.sha256, document.name, document.meta.url, document.meta.title):
                assert address is None or address not in text, f"{address} in {what}"


@pytest.mark.parametrize("number", CASES)
def test_all_other_words_stay_to_the_letter(number: int) -> None:
    case = invent(number)
    made = redacted(case.record, people(number), SECRET)
    (pseudonym,) = made.record.release.pseudonyms
    for old, expected in case.expected.items():
        new = next(document for document in made.record.documents if document.id == made.ids[old])
        assert new.text == expected.replace(NAME, pseudonym).replace(ADDRESS_MARK, ADDRESS)


@pytest.mark.parametrize("number", CASES)
def test_every_span_stands_on_the_words_it_stood_on(number: int) -> None:
    case = invent(number)
    made = redacted(case.record, people(number), SECRET)
    (pseudonym,) = made.record.release.pseudonyms
    texts = {document.id: document.text for document in made.record.documents}
    assert all(
        m.place.span.text(texts[m.place.document]) == pseudonym
        for e in made.record.entities
        if e.name == pseudonym
        for m in e.mentions
    )
    lindqvist = next(e for e in made.record.entities if e.name == "Marta Lindqvist")
    assert {m.place.span.text(texts[m.place.document]) for m in lindqvist.mentions} == {"Marta Lindqvist"}
    assert all(t.time.span.text(texts[t.document]) in ("May 2031", "in May") for t in made.record.times)
    expected = {
        made.ids[old]: text.replace(NAME, pseudonym).replace(ADDRESS_MARK, ADDRESS) for old, text in case.expected.items()
    }
    for statement in made.record.statements:
        words = statement.span.text(texts[statement.document])
        assert words[-1] == "."
        assert words in expected[statement.document]
    for document in made.record.documents:
        assert [b.span.text(document.text) for b in document.blocks] == document.text.split("\n\n")


@pytest.mark.parametrize("number", CASES)
def test_a_shared_record_quotes_what_is_told_and_is_valid(number: int) -> None:
    case = invent(number)
    for shared in (False, True):
        value = to_json(redacted(case.record, people(number), SECRET, shared).record)
        assert list(SCHEMA.iter_errors(value)) == []
        assert value["release"]["shared"] is shared
        assert SEALED in value["release"]["says"]
        assert {document["sha256"] for document in value["documents"]} == {None}
        assert {document["text_sha256"] for document in value["documents"]} == {None}


def test_a_shared_record_leaves_out_what_no_statement_tells() -> None:
    case = invent(2)
    fewer = [s for s in case.record.statements if s.id.endswith(("1", "2"))]
    record = replace(case.record, statements=tuple(fewer))
    made = redacted(record, (), b"", shared=True)
    text = next(d.text for d in made.record.documents if d.id == made.ids[case.record.documents[0].id])
    assert text == (
        f"{GAP} José Ibáñez {GAP}\n\nThe bridge fell at noon, José Ibáñez told Marta Lindqvist. {FILLERS[0]} {GAP}"
    )  # the name stands in the readings of a discrepancy
    words = {s.span.text(d.text) for s in record.statements for d in record.documents if d.id == s.document}
    found = {s.span.text(d.text) for s in made.record.statements for d in made.record.documents if d.id == s.document}
    assert found == words
    assert {d.sha256 for d in made.record.documents} == {""}


def test_that_a_withheld_name_is_spelt_in_two_ways_is_not_told() -> None:
    case = invent(0)
    note = "name “Miroslav Teplyakov” became “Miroslaw Tepliakov”; number “nine” left out"
    lineage = case.record.lineages[0]
    aligned = replace(lineage.passages[0], note=note)
    record = replace(case.record, lineages=(replace(lineage, passages=(aligned,)),))
    made = redacted(record, people(0), SECRET).record
    assert made.lineages[0].passages[0].note == "number “nine” left out"
    assert [d for d in made.discrepancies if d.kind == "name"] == []


def test_the_same_person_has_the_same_pseudonym_in_every_copy_and_another_with_another_secret() -> None:
    first, again, other = (
        people_withheld(invent(0).record, [Wanted("e0000000000a")], s)[0].pseudonym for s in (b"a", b"a", b"b")
    )
    assert first == again != other
    whole = invent(0).record
    wanted = [Wanted(entity.id) for entity in whole.entities]
    assert people_withheld(whole, wanted, b"a")[0].pseudonym == first


def test_numbers_of_pseudonyms_tell_nothing_of_the_order_of_names() -> None:
    record = invent(0).record
    orders = set()
    for secret in range(12):
        found = people_withheld(record, [Wanted(entity.id) for entity in record.entities], bytes([secret]))
        orders.add(tuple(one.entities for one in sorted(found, key=lambda one: one.pseudonym)))
    assert len(orders) > 4


def finder(*people: Person, others: tuple[tuple[str, ...], ...] = ()) -> Finder:
    return Finder(people, frozenset(others))


def shown(found: Finder, text: str, **more: object) -> str:
    hits = found.find(text, **more)  # type: ignore[arg-type]
    cuts = [Cut(h.start, h.end, ADDRESS if h.person is None else found.people[h.person].pseudonym) for h in hits]
    return Edited.of(text, cuts).text


DOE = person("Person 7", ("Jane Doe", "Doe"))
MAY = person("Person 8", ("Theresa May", "May"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Doe’s car", "Person 7’s car"),
        ("DOE SAW IT", "Person 7 SAW IT"),
        ("Ms. J. Doe left", "Person 7 left"),
        ("Doe, Jane (44)", "Person 7 (44)"),
        ("the Doe-Miller report", "the Person 7-Miller report"),
        ("Jane\u00ad D\u00adoe came", "Person 7 came"),
        ("Jane D-\noe came", "Person 7 came"),
        ("it was J.D. who ran", "it was Person 7 who ran"),
        ("mail jane.doe@x.example now", "mail Person 7 now"),
        ("see https://x.example/jane-doe/1 now", "see [address withheld] now"),
        ("IMG_JaneDoe_2031.jpg", "IMG_Person 7_2031.jpg"),
        ("#FreeJaneDoe trended", "Person 7 trended"),
        ("Jané Döe", "Person 7"),
        ("as Doe J.A. said", "as Person 7 said"),
        ("Jane (Doe’s wife)", "Person 7 (Person 7’s wife)"),
        ("so Jane D. told him", "so Person 7. told him"),
        ("Jane told him", "Person 7 told him"),
        ("Jane Smith told him", "Jane Smith told him"),
        ("a doeskin coat", "a doeskin coat"),
    ],
)
def test_forms_of_a_name(text: str, expected: str) -> None:
    assert shown(finder(DOE, others=(("jane", "smith"),)), text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Andrei Medvedev", "Андрей Медведев"),
        ("Andrei Medvedev", "Medvedyev"),
        ("Andrei Medvedev", "Андрея Медведева"),
        ("Андрей Медведев", "Andrei Medvedev"),
        ("Andrei Medvedev", "Andrej"),
        ("Mohammed bin Salman", "Muhammad bin Salman"),
        ("Jean-Luc Picard", "J.-L. Picard"),
        ("王小明", "Wang Xiaoming"),
        ("Kim Jong-un", "KIM JONG UN"),
        ("John Smith", "Jon Smyth"),
        ("William Hague", "Bill Hague"),
        ("Ａｎｄｒｅｉ Ｍｅｄｖｅｄｅｖ", "Andrei Medvedev"),
    ],
)
def test_other_spellings_and_scripts(name: str, text: str) -> None:
    assert shown(finder(person("Person 7", (name,))), text) == "Person 7"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then May said no.", "Then Person 8 said no."),
        ("It may rain.", "It may rain."),
        ("It fell in May.", "It fell in May."),
        ("On May 5 it fell.", "On May 5 it fell."),
        ("By 5 May 2031 it fell.", "By 5 May 2031 it fell."),
        ("Mrs May, 34, fell.", "Person 8, 34, fell."),
        ("May I go? Will he?", "May I go? Will he?"),
        ("May's letter", "Person 8's letter"),
        ("Mrs May may go in May.", "Person 8 may go in May."),
        ("Theresa May’s plan", "Person 8’s plan"),
        ("It was Ms. May a guard saw.", "It was Person 8 a guard saw."),
        ("It was T. May the guard saw.", "It was Person 8 the guard saw."),
        ("Mrs. May 5 times said so.", "Person 8 5 times said so."),
    ],
)
def test_a_surname_that_is_a_word_goes_as_a_name_and_stays_as_a_word(text: str, expected: str) -> None:
    assert shown(finder(MAY), text) == expected


def test_a_time_that_the_reading_marked_settles_what_the_words_leave_open() -> None:
    text = "The end of May came."
    assert shown(finder(MAY), text) == "The end of Person 8 came."
    assert shown(finder(MAY), text, times=[Span(4, 14)]) == text


def test_relatives_by_another_form_of_the_name_are_withheld_too() -> None:
    text = "Oleg Zubarev left. His wife Anna Zubareva stayed. The Zubarevs were watched."
    names = ("Oleg Zubarev", "Anna Zubareva", "Zubarevs")
    document = Document("d1", "a.txt", "0" * 64, "text/plain", text, (Block(Span(0, len(text))),), Meta())
    entities = tuple(
        Entity(
            f"e{n}", "person", name, (), (EntityMention(Passage("d1", text.index(name), text.index(name) + len(name)), "name"),)
        )
        for n, name in enumerate(names)
    )
    record = Record("A case", "variorum", "", (document,), entities, (), (), (), (), (), (), (), ())
    first, *kin = people_withheld(record, [Wanted("e0")], SECRET)
    assert [one.kin_of for one in kin] == [first.pseudonym] * 2
    hidden = redacted(record, [first, *kin], SECRET).record.documents[0].text
    assert hidden == f"{first.pseudonym} left. His wife {kin[0].pseudonym} stayed. The {kin[1].pseudonym} were watched."


def told_of(text: str, *others: tuple[str, str]) -> tuple[Record, tuple[Person, ...]]:
    """A record of one report on Rosalind May and `others` (names and types), with her pronouns marked; and who is withheld."""

    def places(words: str) -> list[Passage]:
        return [Passage("d1", m.start(), m.end()) for m in re.finditer(rf"\b{re.escape(words)}\b", text)]

    document = Document("d1", "a.txt", "0" * 64, "text/plain", text, (Block(Span(0, len(text))),), Meta())
    hers = [EntityMention(place, "pronoun") for word in ("She", "she", "her") for place in places(word)]
    named = [EntityMention(place, "name") for place in (places("Rosalind May") or places("May"))]
    entities = [Entity("e0", "person", "Rosalind May", (), (*named, *hers))]
    for n, (name, type) in enumerate(others, 1):
        entities.append(Entity(f"e{n}", type, name, (), tuple(EntityMention(p, "name") for p in places(name))))  # type: ignore[arg-type]
    record = Record("A case", "variorum", "", (document,), tuple(entities), (), (), (), (), (), (), (), ())
    return record, people_withheld(record, [Wanted("e0")], SECRET)


def hidden_in(text: str, *others: tuple[str, str]) -> str:
    record, people = told_of(text, *others)
    made = redacted(record, people, SECRET).record.documents[0].text
    return made.replace(people[0].pseudonym, "Person 7")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rosalind May left. Ros, as her colleagues call her, wept. Ros ran.",
            "Person 7 left. Person 7, as her colleagues call her, wept. Person 7 ran.",
        ),
        ("Shiv, as friends call Rosalind May, left. Shiv ran.", "Person 7, as friends call Person 7, left. Person 7 ran."),
        ("Rosalind May was nicknamed “Sparrow”. So Sparrow ran.", "Person 7 was nicknamed “Person 7”. So Person 7 ran."),
        ("Rosalind May was nicknamed Sparrow. A sparrow sang.", "Person 7 was nicknamed Person 7. A sparrow sang."),
        ("Rosalind May left. Friends call her “Nadi”. Nadi ran.", "Person 7 left. Friends call her “Person 7”. Person 7 ran."),
        ("Rosalind May, known as Ros, left. Ros ran.", "Person 7, known as Person 7, left. Person 7 ran."),
        ("Rosalind May, 34, a nurse also known as Ros, left.", "Person 7, 34, a nurse also known as Person 7, left."),
        ("Rosalind “Ros” May left. May ran. So Ros ran.", "Person 7 “Person 7” Person 7 left. Person 7 ran. So Person 7 ran."),
        ("Rosalind (Ros) May left. May ran. So Ros ran.", "Person 7 (Person 7) Person 7 left. Person 7 ran. So Person 7 ran."),
        ("Rosalind May went by Shiv. Shiv ran.", "Person 7 went by Person 7. Person 7 ran."),
        ("Rosalind May left. She goes by “Old Red”. Old Red ran.", "Person 7 left. She goes by “Person 7”. Person 7 ran."),
        ("Rosalind May left. Her boss knew her as Shiv.", "Person 7 left. Her boss knew her as Person 7."),
        ("Rosalind May’s nickname is Shiv.", "Person 7’s nickname is Person 7."),
        ("Rosalind May, known as “the Butcher”, left.", "Person 7, known as “the Person 7”, left."),
        ("Rosalind May, a.k.a. Shiv, left.", "Person 7, a.k.a. Person 7, left."),
        ("Rosalind May, whom friends call Shiv, left.", "Person 7, whom friends call Person 7, left."),
        ("Rosalind May – Shiv to her friends – left.", "Person 7 – Person 7 to her friends – left."),
        ("Rosalind May (“Shiv”) left.", "Person 7 (“Person 7”) left."),
        ("Rosalind May (known as Shiv) left.", "Person 7 (known as Person 7) left."),
        ("Rosalind May, known as “Shiv” or “Nadi”, left.", "Person 7, known as “Person 7” or “Person 7”, left."),
        ("Rosalind May uses the nickname Shiv.", "Person 7 uses the nickname Person 7."),
        ("Rosalind May left. To her friends she is Shiv.", "Person 7 left. To her friends she is Person 7."),
        ("Rosalind May (RM) left. Then RM ran. So R. M. ran.", "Person 7 (Person 7) left. Then Person 7 ran. So Person 7 ran."),
    ],
)
def test_a_nickname_that_a_report_ties_to_the_name_goes_with_it(text: str, expected: str) -> None:
    assert hidden_in(text) == expected


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Rosalind May backed Doom, as critics call the plan.", ()),
        ("Rosalind May left the plant known as the Old Mill.", ()),
        ("Rosalind May left Hollow Barn, a house known as Shiv.", ()),
        ("Rosalind May met Jon Quill, known as Sparrow.", (("Jon Quill", "person"),)),
        ("Rosalind May met Jon “Sparrow” Quill.", (("Jon Quill", "person"),)),
        ("Rosalind May left. Sparrow ran.", ()),
        ("Rosalind May is known as Britain’s first judge.", ()),
        ("Rosalind May told the board, known as Ofcom, to go.", ()),
        ("Rosalind May is known as Chief and was called Tuesday.", ()),
        ("Rosalind May called Zadie.", (("Zadie", "person"),)),
        ("Rosalind May wept. A bird was nicknamed “Sparrow”.", ()),
        ("Rosalind May and Jon Quill met. Friends call him Sparrow.", (("Jon Quill", "person"),)),
        ("Jon Quill told Rosalind May that friends call him Sparrow.", (("Jon Quill", "person"),)),
    ],
)
def test_a_nickname_of_something_or_somebody_else_stays(text: str, others: tuple[tuple[str, str], ...]) -> None:
    assert hidden_in(text, *others) == text.replace("Rosalind May", "Person 7")


def test_whoever_the_reading_took_a_nickname_for_is_the_person_withheld() -> None:
    text = "Rosalind May, known as Shiv, left. Shiv ran. Shiv Altman stayed."
    record, people = told_of(text, ("Shiv", "person"), ("Shiv Altman", "person"))
    assert people[0].entities == ("e0", "e1")
    assert hidden_in(text, ("Shiv", "person"), ("Shiv Altman", "person")) == (
        "Person 7, known as Person 7, left. Person 7 ran. Shiv Altman stayed."
    )
    assert [e.name for e in redacted(record, people, SECRET).record.entities].count("Shiv") == 0


@pytest.mark.parametrize(
    ("geonames_id", "expected"),
    [(None, "{0} left. {0}'s a liar. {0} was afraid."), (1234, "{0} left. Nadia's a liar. Nadia was afraid.")],
)
def test_a_name_read_as_a_place_that_is_on_no_map_protects_no_given_name(geonames_id: int | None, expected: str) -> None:
    text = "Nadia Belmour left. Nadia's a liar. Nadia was afraid."
    document = Document("d1", "a.txt", "0" * 64, "text/plain", text, (Block(Span(0, len(text))),), Meta())
    full = Entity("e0", "person", "Nadia Belmour", (), (EntityMention(Passage("d1", 0, 13), "name"),))
    place = Entity("e1", "place", "Nadia", (), (EntityMention(Passage("d1", 20, 25), "name"),), geonames_id=geonames_id)
    record = Record("A case", "variorum", "", (document,), (full, place), (), (), (), (), (), (), (), ())
    who = people_withheld(record, [Wanted("e0")], SECRET)
    assert redacted(record, who, SECRET).record.documents[0].text == expected.format(who[0].pseudonym)


def test_what_may_be_a_name_is_withheld_and_listed() -> None:
    found = finder(person("Person 9", ("Ada Brown",)))
    assert [(h.doubt, h.start) for h in found.find("Brown came.")] == [("an ordinary word", 0)]
    assert finder(DOE).find("Erik Doe came.")[0].doubt == "perhaps somebody else of this name"


def test_addresses_beside_a_name_go_even_where_they_do_not_tell_it() -> None:
    text = "Jane Doe answers at seadog@x.example or +44 20 7946 0000."
    assert shown(finder(DOE), text, near=[Span(0, len(text))]) == "Person 7 answers at [address withheld] or [address withheld]."
    assert shown(finder(DOE), "The county answers at info@x.example.") == "The county answers at info@x.example."


SOMEBODY = st.sampled_from(PEOPLE)
AROUND = st.text(st.sampled_from("abc .,;:()“”\"'\n-é"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(SOMEBODY, st.data(), AROUND, AROUND)
def test_a_name_is_found_whatever_stands_around_it(somebody: object, data: st.DataObject, before: str, after: str) -> None:
    one = next(p for p in PEOPLE if p is somebody)
    who = person("Person 1", tuple(dict.fromkeys([one.full, *one.forms, *([one.other] if one.other else [])])))
    form = data.draw(st.sampled_from([one.full, *one.forms]))
    text = f"{before} {form} {after}"
    hidden = shown(finder(who), text)
    assert plain(form).strip() not in plain(hidden)
    assert still_told((hidden,), (who,)) == []


@settings(max_examples=150, deadline=None)
@given(st.text("ab \n", min_size=4, max_size=40), st.data())
def test_places_outside_cuts_keep_their_words(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    cuts = [Cut(a, b, data.draw(st.sampled_from(["", "x", "Person 12"]))) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    edited = Edited.of(text, cuts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = edited.span(Span(start, end))
    assert 0 <= span.start <= span.end <= len(edited.text)
    if not any(cut.start < end and start < cut.end for cut in cuts) and start < end:
        assert span.text(edited.text) == text[start:end]
    for cut in cuts:
        if start <= cut.start and cut.end <= end:
            assert cut.instead in span.text(edited.text)
