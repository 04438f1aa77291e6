"""Searching: folded words, every spelling of a name that the case knows, what is asked for and what must not be there."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from variorum.case import search
from variorum.case.search import Index, Unit, marks, tokens
from variorum.errors import InputError
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Entity, EntityMention, Passage, Record, RecordStatement
from variorum.model.span import Span

TEXTS = {
    "a": "Captain Dronov left. Two inspectors were injured by the wave.",
    "b": "Мичман Дронов ушёл. Nobody counted the waves.",
    "c": "A café by the harbour closed. 北京市长说。",
}


def document(id: str) -> Document:
    text = TEXTS[id]
    return Document(id, f"{id}.txt", "", "text/plain", text, (Block(Span(0, len(text))),), Meta(title=f"Report {id}"), "en")


def record() -> Record:
    documents = tuple(document(id) for id in TEXTS)
    where = (("a", "Dronov"), ("b", "Дронов"))
    places = [Passage(d, TEXTS[d].index(w), TEXTS[d].index(w) + len(w)) for d, w in where]
    dronov = Entity("e1", "person", "Dronov", ("Дронов",), tuple(EntityMention(p, "name") for p in places))
    words = "Two inspectors were injured by the wave"
    start = TEXTS["a"].index(words)
    span = Span(start, start + len(words))
    said = RecordStatement("s1", "a", span, "c1", "injure", (), "affirmed", "certain", (), (), (), span)
    return Record("T", "v", "f", documents, (dronov,), (), (), (said,), (), (), (), (), ())


def kept(record: Record, path: Path) -> Index:
    """An index that lies in a file."""
    index = Index(record, path)
    index.keep(path, 0o600)
    assert not index.in_memory
    return index


@pytest.fixture(params=["full text", "looked through", "in memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    if request.param == "looked through":
        monkeypatch.setattr(search, "full_text", lambda: False)
    elif not search.full_text():
        pytest.skip("this SQLite has no FTS5")
    return Index(record()) if request.param == "in memory" else kept(record(), tmp_path / "index")


def found(index: Index, question: str, **more: object) -> set[tuple[str, str]]:
    return {(u.sort, u.id) for u in index.search(question, **more).units}  # type: ignore[arg-type]


def test_a_name_is_found_in_every_spelling_that_the_case_knows(index: Index) -> None:
    everywhere = {("name", "e1"), ("report", "a"), ("report", "b")}
    assert found(index, "Dronov") == found(index, "Дронов") == found(index, "DRONOV") == everywhere


def test_words_are_found_without_marks_plurals_and_in_longer_ones(index: Index) -> None:
    assert found(index, "cafe") == found(index, "Cafés") == {("report", "c")}
    assert found(index, "inspector") == {("report", "a"), ("statement", "s1")}
    assert found(index, "inju") == {("report", "a"), ("statement", "s1")}
    assert found(index, "市长") == {("report", "c")}


def test_a_phrase_keeps_its_order_and_ends_where_it_ends(index: Index) -> None:
    assert found(index, '"injured by the wave"') == {("report", "a"), ("statement", "s1")}
    assert found(index, '"wave the by"') == set()
    assert found(index, '"inju"') == set()


def test_what_must_not_be_there_is_left_out(index: Index) -> None:
    assert found(index, "wave") == {("report", "a"), ("report", "b"), ("statement", "s1")}
    assert found(index, "wave -Dronov") == {("statement", "s1")}


def test_only_these_sorts_and_reports(index: Index) -> None:
    assert found(index, "wave", sorts=["statement"]) == {("statement", "s1")}
    assert found(index, "Dronov", documents=["b"]) == {("report", "b"), ("name", "e1")}
    assert found(index, "Dronov", documents=["c"]) == set()


def test_title_and_outlet_are_found_too_and_shown(index: Index) -> None:
    (unit,) = index.search('"Report b"').units
    text, spans = index.marks(unit, index.terms("b"))
    assert text == "Report b · b.txt"
    assert [s.text(text) for s in spans] == ["b", "b"]


def test_what_answers_is_marked_in_the_words_as_they_stand(index: Index) -> None:
    unit = Unit("report", "b", "b", Span(0, len(TEXTS["b"])))
    text, spans = index.marks(unit, index.terms("dronov wave"))
    assert [s.text(text) for s in spans] == ["Дронов", "waves"]


def test_a_page_of_results_and_the_counts_of_all(index: Index) -> None:
    one = index.search("wave", first=1, most=1)
    assert len(one.units) == 1
    assert one.counts == {"statement": 1, "report": 2, "name": 0}


@pytest.mark.parametrize("question", ["", "  ", "-wave", '""', "!?", '"'])
def test_a_question_without_a_word_is_refused(index: Index, question: str) -> None:
    with pytest.raises(InputError, match="needs a word"):
        index.search(question)


WAVES = {("statement", "s1"), ("report", "a"), ("report", "b")}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("wave OR (", set()),  # no report has the word "or"
        ("wave OR dronov", set()),
        ("wave NOT inspectors", set()),
        ("NEAR(wave)", set()),  # "near" right before "wave"
        ("NEAR(inspectors wave)", set()),
        ("said:wave", set()),
        ("word:wave", set()),
        ("w'ave\"", set()),
        ("wave*", WAVES),
        ("^wave", WAVES),  # it begins none of them
        ("\x00wave", WAVES),
        ("🌊 wave", WAVES),
    ],
)
def test_what_a_search_engine_would_obey_is_words_like_others(
    index: Index, question: str, expected: set[tuple[str, str]]
) -> None:
    assert found(index, question) == expected


def test_an_index_of_another_record_or_a_damaged_one_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "index"
    kept(record(), path)
    assert not Index(replace(record(), claims=()), path).in_memory
    other = Index(replace(record(), entities=()), path)
    assert other.in_memory
    assert found(other, "Dronov") == {("report", "a"), ("report", "b")}
    path.write_bytes(b"no database")
    assert found(Index(record(), path), "cafe") == {("report", "c")}


def test_an_index_whose_file_is_removed_or_replaced_finds_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "index"
    first, second = kept(record(), path), Index(record(), path)
    kept(replace(record(), entities=(), statements=()), path)
    for _ in range(2):
        for index in (first, second):
            assert found(index, "Dronov") == {("name", "e1"), ("report", "a"), ("report", "b")}
        path.unlink(missing_ok=True)


def test_an_index_writes_nothing_by_itself_and_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    index = Index(record(), tmp_path / "index")
    assert list(tmp_path.iterdir()) == []
    index.keep(tmp_path / "index", 0o600)
    assert [(one.name, stat.S_IMODE(one.stat().st_mode)) for one in tmp_path.iterdir()] == [("index", 0o600)]


def test_an_index_that_cannot_be_kept_is_searched_in_memory(tmp_path: Path) -> None:
    index = Index(record())
    with pytest.raises(OSError, match="gone"):
        index.keep(tmp_path / "gone" / "index", 0o600)
    assert index.in_memory
    assert found(index, "cafe") == {("report", "c")}


def test_the_index_holds_no_text(tmp_path: Path) -> None:
    kept(record(), tmp_path / "index")
    assert b"inspectors were injured" not in (tmp_path / "index").read_bytes()


def test_words_and_where_they_stand() -> None:
    assert [(t.word, t.start, t.end) for t in tokens("Café’s 北京 Straße")] == [
        ("cafe", 0, 4),
        ("s", 5, 6),
        ("bei", 7, 8),
        ("jing", 8, 9),
        ("strasse", 10, 16),
    ]
    assert marks("one two", ()) == ()
