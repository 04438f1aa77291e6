from pathlib import Path

import pytest
from plainreader import Plain, read_by, written

import variorum
from variorum.case.columns import unpack
from variorum.errors import VariorumError
from variorum.model.document import Document
from variorum.model.reading import Reading
from variorum.run.ahead import ReadingAhead
from variorum.run.local import Workers


class Troubled(Plain):
    """The plain reader, which raises `trouble` so many times over reports with `word` in them, and notes what it was given."""

    def __init__(self, word: str, trouble: BaseException, times: int) -> None:
        self.word, self.trouble, self.times = word, trouble, times
        self.given: list[str] = []

    def read(self, document: Document) -> Reading:
        self.given.append(document.text)
        if self.word in document.text and self.times:
            self.times -= 1
            raise self.trouble
        return super().read(document)


def use(monkeypatch: pytest.MonkeyPatch, word: str = "", trouble: BaseException | None = None, times: int = 0) -> Troubled:
    reader = Troubled(word, trouble or ValueError("odd"), times)
    read_by(monkeypatch, reader)
    return reader


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return written(tmp_path / "reports")


@pytest.fixture
def documents(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Document, ...]:
    use(monkeypatch)
    return variorum.build([reports], case=tmp_path / "known", jobs=1).record.documents


def read_of(ahead: ReadingAhead, count: int, reader: Troubled) -> dict[str, bytes]:
    """What it has read, once its thread has come to an end by itself or read all that it was offered."""
    assert ahead._thread is not None
    ahead._offered.put(None)
    ahead._thread.join()
    assert len(reader.given) == count
    return ahead.readings()


def test_what_is_offered_is_read_once(documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    reader = use(monkeypatch)
    with ReadingAhead(Workers(1)) as ahead:
        for document in (*documents, *documents):
            ahead.offer(document)
        found = read_of(ahead, 3, reader)
    assert {id: unpack(Reading, data) for id, data in found.items()} == {d.id: Plain().read(d) for d in documents}


def test_without_workers_nothing_is_read(documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    reader = use(monkeypatch)
    with ReadingAhead(None) as ahead:
        ahead.offer(documents[0])
        assert ahead.readings() == {}
    assert reader.given == []


def test_a_report_that_fails_is_left_out_and_the_others_are_read(
    documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = use(monkeypatch, documents[1].text, ValueError("odd"), 1)
    with ReadingAhead(Workers(1)) as ahead:
        for document in documents:
            ahead.offer(document)
        assert sorted(read_of(ahead, 3, reader)) == sorted([documents[0].id, documents[2].id])


def test_what_was_read_before_all_reading_stopped_is_given(
    documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = use(monkeypatch, documents[1].text, VariorumError("no models"), 1)
    with ReadingAhead(Workers(1)) as ahead:
        for document in documents:
            ahead.offer(document)
        assert list(read_of(ahead, 2, reader)) == [documents[0].id]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_while_reading_is_raised_where_the_readings_are_asked_for(
    documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    reader = use(monkeypatch, documents[1].text, stop(), 1)
    ahead = ReadingAhead(Workers(1))
    for document in documents:
        ahead.offer(document)
    with pytest.raises(stop):
        read_of(ahead, 2, reader)


def test_an_interrupt_while_reading_ends_a_build_that_can_be_gone_on_with(
    tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    whole = variorum.build([reports], case=tmp_path / "whole", jobs=1).record
    use(monkeypatch, "Divers", KeyboardInterrupt(), 1)
    with pytest.raises(KeyboardInterrupt):
        variorum.build([reports], case=tmp_path / "case", jobs=1)
    assert variorum.build([reports], case=tmp_path / "case", jobs=1).record.fingerprint == whole.fingerprint


def test_an_interrupt_hides_no_error_that_came_before(documents: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    reader = use(monkeypatch, documents[0].text, KeyboardInterrupt(), 1)
    ahead = ReadingAhead(Workers(1))
    ahead.offer(documents[0])
    with pytest.raises(KeyboardInterrupt):
        read_of(ahead, 1, reader)
    ahead.__exit__(VariorumError, VariorumError("no room"), None)  # as a `with` would that is left so
    with pytest.raises(KeyboardInterrupt):
        ahead.__exit__(None, None, None)


def test_what_was_not_read_ahead_is_read_later(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch)
    sound = variorum.build([reports], case=tmp_path / "sound", jobs=1).record
    reader = use(monkeypatch, "", VariorumError("no models, once"), 1)
    late = variorum.build([reports], case=tmp_path / "late", jobs=1).record
    assert reader.times == 0
    assert (late.fingerprint, late.failures) == (sound.fingerprint, ())


def test_trouble_that_lasts_is_raised_by_who_reads_later(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "", VariorumError("no models at all"), 99)
    with pytest.raises(VariorumError, match="no models at all"):
        variorum.build([reports], case=tmp_path / "case", jobs=1)


def test_a_report_that_fails_is_told_once(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "Divers", ValueError("odd"), 99)
    record = variorum.build([reports], case=tmp_path / "case", jobs=1).record
    assert [(failure.name.rpartition("/")[2], failure.stage) for failure in record.failures] == [("wire.txt", "reading")]
    assert "ValueError: odd" in record.failures[0].reason
