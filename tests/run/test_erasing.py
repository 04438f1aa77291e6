"""After an erasure no byte of the case holds what was erased, the rest is as if it had never been there, and the journal verifies."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from plainreader import Plain, read_by

import variorum
from variorum.case import erasure, store
from variorum.case.certified import check
from variorum.case.journal import scan
from variorum.case.layout import Layout
from variorum.case.store import Case
from variorum.case.verify import examine, verify
from variorum.errors import InputError
from variorum.model.document import Document
from variorum.model.reading import Mention, Reading
from variorum.model.record import Record
from variorum.model.span import Span
from variorum.run.certify import certify
from variorum.run.decide import decide
from variorum.run.erasing import Erased, erase
from variorum.run.goings import Going
from variorum.run.handout import tell_export
from variorum.run.searching import index_of, keep_index
from variorum.run.signing import sign
from variorum.show.custody import custody

REPORTS = {
    "gazette.txt": "The ferry Halda sank on Monday. Twelve people drowned, the harbour master said.\n",
    "courier.txt": "A ferry went down off Skarnes. Mechanic Ole Brun saw water in the engine room at noon. Brun said ten had drowned.\n",
    "wire.txt": "Divers found the wreck of the Halda on Tuesday. Captain Ida Lunde called off the search. Mia Brun waits on the quay.\n",
}
NAMES = ("Ole Brun", "Ida Lunde", "Mia Brun", "Halda", "Skarnes")
TITLE = "The Halda"


class Naming(Plain):
    """The plain reader, which knows a few names."""

    def read(self, document: Document) -> Reading:
        found = [(m.span(), name) for name in NAMES for m in re.finditer(name, document.text)]
        chains = {name: n for n, name in enumerate(NAMES)}
        mentions = tuple(
            Mention(
                Span(*at), Span(at[1] - len(name.split()[-1]), at[1]), "name", "person" if " " in name else "place", chains[name]
            )
            for at, name in found
        )
        return replace(super().read(document), mentions=mentions)


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    read_by(monkeypatch, Naming())


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text)
    (folder / "courier.json").write_text('{"title": "Water in the engine room", "url": "https://courier.example/halda"}')
    return folder


@pytest.fixture
def case(reports: Path, tmp_path: Path) -> Path:
    variorum.build([reports], case=tmp_path / "case", title=TITLE)
    return tmp_path / "case"


def whole(case: Path) -> bytes:
    """Every byte of a case: of all files with their names, and of the database once more, unpacked."""
    parts = [str(path.relative_to(case)).encode() for path in case.rglob("*")]
    parts += [path.read_bytes() for path in case.rglob("*") if path.is_file()]
    connection = sqlite3.connect(f"{(case / 'case.sqlite').as_uri()}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("select name from sqlite_schema where type = 'table'")]
        for table in tables:
            for row in connection.execute(f"select * from {table}"):
                for value in row:
                    parts.append(value if isinstance(value, bytes) else str(value).encode())
                    plain = unpacked(value) if isinstance(value, bytes) else b""
                    parts += [plain, json.dumps(json.loads(plain), ensure_ascii=False).encode()] if plain else []
    finally:
        connection.close()
    return b"\n".join(parts)


def unpacked(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return b""


def left(case: Path, *words: str) -> list[str]:
    """Which of these words the case still holds, in whatever case of letters."""
    data = whole(case).lower()
    return [word for word in words if word.lower().encode() in data or word.lower().encode("utf-16-le") in data]


def without(name: str, reports: Path, tmp_path: Path) -> variorum.Record:
    """The record of a case that never had the report."""
    others = [reports / other for other in REPORTS if other != name]
    return variorum.build(others, case=tmp_path / "without", title=TITLE).record


def record(case: Path) -> variorum.Record:
    with variorum.open_case(case) as opened:
        return opened.record()


def gone(done: Erased | None) -> Going:
    assert done is not None
    return done.going


COURIER = ("courier", "Skarnes", "Mechanic", "Ole Brun", "engine room", "ten had drowned", "Water in", "courier.example")


def test_a_report_goes_with_all_it_gave_and_the_rest_is_as_if_it_had_never_been_there(
    case: Path, reports: Path, tmp_path: Path
) -> None:
    before = record(case)
    courier = next(d for d in before.documents if d.name == "courier.txt")
    journal = Layout(case).journal.read_bytes()
    (case / "case.sqlite-search").write_text("skarnes")  # whatever else is derived lies under the name of the database
    assert left(case, *COURIER, courier.sha256, courier.id) == [*COURIER, courier.sha256, courier.id]
    going = gone(erase(case, by="A. Lind", reason="asked to by the source", documents=["courier.txt"]))
    assert going.reports == ("courier.txt",)
    assert going.given_as == (str(reports / "courier.txt"),)
    assert [path for path in case.rglob("*") if path.name.startswith(("case.sqlite-", "tmp"))] == []
    assert left(case, *COURIER, courier.sha256, courier.id) == []
    assert Layout(case).journal.read_bytes().startswith(journal)
    assert record(case) == without("courier.txt", reports, tmp_path)
    assert len(record(case).fingerprint) == 64
    seen = examine(case)
    assert seen.findings == ()
    (note,) = seen.notes
    assert "erased by order of A. Lind (asked to by the source): 1 original, 1 text, what lines " in note


def test_decisions_and_sign_offs_on_its_words_go_and_others_stay(case: Path, reports: Path, tmp_path: Path) -> None:
    decide(case, "dismiss", ["Twelve people drowned"], "Ann", "no difference")
    decide(case, "same", ["Twelve people drowned", "ten had drowned"], "Ann", "one toll")
    decide(case, "dismiss", ["Divers found"], "Ann", "as the mechanic saw water in the engine room, I doubt it")
    sign(case, "Mechanic Ole Brun saw", "Ben")
    going = gone(erase(case, by="Lind", reason="asked to", documents=["courier.txt"]))
    assert [words.partition(" ")[2] for words in going.decisions] == [
        "same by Ann: one toll",
        "dismiss by Ann: as the mechanic saw water in the engine room, I doubt it",
        "sign by Ben: signed as it stands",
    ]
    assert left(case, *COURIER, "one toll") == []
    assert [(s.decision.reason, s.decision.verb) for s in record(case).decisions] == [("no difference", "dismiss")]
    assert verify(case) == ()


def test_failures_exports_and_titles_that_name_it_go_and_what_was_handed_on_is_listed(
    case: Path, reports: Path, tmp_path: Path
) -> None:
    tell_export(case, "json", b"{}", "f" * 64, tmp_path / "out.json")
    tell_export(case, "dossier", b"{}", "f" * 64, tmp_path / "courier.txt.html")
    certify(case, "Twelve people drowned", tmp_path / "claim.json")
    variorum.build([reports], case=case, title="Mechanic Ole Brun")
    (reports / "courier.txt").write_text("")
    variorum.build([reports], case=case)
    assert [f.name for f in record(case).failures] == ["courier.txt"]
    going = gone(erase(case, by="Lind", reason="asked to", documents=["courier.txt"]))
    assert [words.partition("Z  ")[2] for words in going.handed_on] == [
        f"json to {tmp_path / 'out.json'}",
        f"dossier to {tmp_path / 'courier.txt.html'}",
        f"certificate to {tmp_path / 'claim.json'}",
    ]
    assert going.titles == 1
    assert left(case, *COURIER) == []
    assert (record(case).title, record(case).failures) == (TITLE, ())
    assert verify(case) == ()


def test_old_certificates_of_what_was_not_touched_still_hold(case: Path, reports: Path, tmp_path: Path) -> None:
    head = examine(case).head
    certify(case, "Twelve people drowned", tmp_path / "claim.json")
    erase(case, by="Lind", reason="asked to", documents=["courier.txt"])
    found = check((tmp_path / "claim.json").read_bytes(), examine(case).keys, head)
    assert found.findings == ()
    assert verify(case, head=head) == ()
    certify(case, "Twelve people drowned", tmp_path / "again.json")
    assert check((tmp_path / "again.json").read_bytes()).findings == ()


def test_a_person_goes_with_every_report_that_names_them_and_a_namesake_stays(case: Path, reports: Path, tmp_path: Path) -> None:
    decide(case, "dismiss", ["Divers found"], "Ann", "O.K. by Brun, Ole")
    going = gone(erase(case, by="Lind", reason="asked to by them", people=["ole brun"]))
    assert going.reports == ("courier.txt",)
    assert going.named_alike == ("wire.txt",)
    assert [words.partition(" ")[2] for words in going.decisions] == ["dismiss by Ann: O.K. by Brun, Ole"]
    assert left(case, "Ole Brun", "Brun, Ole", *COURIER) == []
    assert left(case, "Mia Brun") == ["Mia Brun"]
    assert record(case) == without("courier.txt", reports, tmp_path)


def test_a_person_is_found_in_what_is_known_of_a_report_and_in_other_scripts(reports: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    (reports / "note.txt").write_text("Оле Брун видел воду в машинном отделении парома Халда в полдень понедельника.\n")
    (reports / "wire.json").write_text('{"authors": ["Ole Brun"]}')
    variorum.build([reports], case=case)
    going = gone(erase(case, by="Lind", reason="asked to", people=["Ole Brun"]))
    assert sorted(going.reports) == ["courier.txt", "note.txt", "wire.txt"]
    assert left(case, "Ole Brun", "Брун", "Mia Brun") == []
    assert [d.name for d in record(case).documents] == ["gazette.txt"]


def test_who_is_meant_must_be_clear(case: Path) -> None:
    for name, why in (("Brun", "nobody in these reports"), ("Nils Aas", "nothing of it can be erased"), (" ", "needs a name")):
        with pytest.raises(InputError, match=why):
            erase(case, by="Lind", reason="asked to", people=[name])
    with pytest.raises(InputError, match="no report of this case"):
        erase(case, by="Lind", reason="asked to", documents=["nowhere.txt"])
    with pytest.raises(InputError, match="nothing to erase is named"):
        erase(case, by="Lind", reason="asked to")


@pytest.mark.parametrize("words", [{"reason": "Ole Brun asked"}, {"by": "Brun, Ole"}, {"reason": "courier.txt must go"}])
def test_the_reason_may_not_keep_what_is_erased(case: Path, words: dict[str, str]) -> None:
    before = whole(case)
    with pytest.raises(InputError, match="would stay in the journal"):
        erase(case, **{"by": "Lind", "reason": "asked to", **words}, documents=["courier.txt"])  # type: ignore[arg-type]
    assert whole(case) == before


def test_nothing_goes_where_nobody_agrees(case: Path) -> None:
    before = whole(case)
    asked: list[Going] = []
    assert (
        erase(case, by="Lind", reason="no", documents=["courier.txt"], agreed=lambda going: asked.append(going) or False) is None
    )
    assert [going.reports for going in asked] == [("courier.txt",)]
    assert whole(case) == before


def test_one_report_of_an_archive_goes_only_with_the_whole_archive(reports: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(reports / "week.zip", "w") as archive:
        archive.writestr("a.txt", "Salvors raised the bow of the Halda on Friday, the insurer said.")
        archive.writestr("b.txt", "The insurer Nordhav will not pay before an inquiry has ended, it said.")
    case = tmp_path / "case"
    wanted = variorum.build([reports / name for name in REPORTS], case=tmp_path / "without", title=TITLE).record
    variorum.build([reports], case=case, title=TITLE)
    with pytest.raises(InputError, match=r"week\.zip!/a\.txt stands in week\.zip with 1 other report.*--whole"):
        erase(case, by="Lind", reason="asked to", documents=["week.zip!/a.txt"])
    assert len(record(case).documents) == 5
    going = gone(erase(case, by="Lind", reason="asked to", documents=["week.zip!/a.txt"], whole=True))
    assert (sorted(going.reports), going.beside) == (["week.zip!/a.txt", "week.zip!/b.txt"], ("week.zip!/b.txt",))
    assert left(case, "Salvors", "Nordhav", "week.zip") == []
    assert record(case) == wanted
    assert verify(case) == ()


def test_an_archive_goes_by_its_name(reports: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(reports / "week.zip", "w") as archive:
        archive.writestr("a.txt", "Salvors raised the bow of the Halda on Friday, the insurer said.")
    variorum.build([reports], case=tmp_path / "case")
    going = gone(erase(tmp_path / "case", by="Lind", reason="asked to", documents=["week.zip"]))
    assert (going.reports, going.beside) == (("week.zip!/a.txt",), ())
    assert left(tmp_path / "case", "Salvors", "week.zip") == []


def test_reports_that_have_the_same_words_are_told_and_keep_their_text(reports: Path, tmp_path: Path) -> None:
    (reports / "copy.html").write_text("<html><body><article><p>" + REPORTS["courier.txt"] + "</p></article></body></html>")
    (reports / "same.txt").write_text(REPORTS["courier.txt"])  # without the sidecar: a report of its own, with the same bytes
    case = tmp_path / "case"
    variorum.build([reports], case=case)
    going = gone(erase(case, by="Lind", reason="asked to", documents=["courier.txt"]))
    assert sorted(going.reports) == ["courier.txt", "same.txt"]  # one original
    assert "copy.html" in going.told_elsewhere
    assert any("engine room" in d.text for d in record(case).documents)
    assert verify(case) == ()


def test_what_an_earlier_sidecar_said_goes_too(case: Path, reports: Path) -> None:
    tell_export(case, "json", b"{}", "f" * 64, None)
    (reports / "courier.json").write_text('{"title": "Another head"}')
    variorum.build([reports], case=case)
    going = gone(erase(case, by="Lind", reason="asked to", documents=["courier.txt"]))
    assert len(going.handed_on) == 1  # made when it was there under its first sidecar
    assert left(case, *COURIER, "Another head") == []
    assert verify(case) == ()


def test_a_person_in_an_earlier_sidecar_of_a_report_that_stays_is_found(case: Path, reports: Path) -> None:
    for title in ("Ole Brun on the quay", "On the quay"):
        (reports / "gazette.json").write_text(json.dumps({"title": title}))
        variorum.build([reports], case=case, title=TITLE)
    assert left(case, "Ole Brun on the quay") == ["Ole Brun on the quay"]
    going = gone(erase(case, by="Lind", reason="asked to", people=["Ole Brun"]))
    assert going.reports == ("courier.txt",)
    assert left(case, "Ole Brun") == []
    assert {d.name: d.meta.title for d in record(case).documents} == {"gazette.txt": "On the quay", "wire.txt": None}
    assert verify(case) == ()


def test_a_file_that_could_not_be_read_goes_by_its_name(case: Path, reports: Path) -> None:
    (reports / "secret-source.txt").write_text("")
    variorum.build([reports], case=case)
    going = gone(erase(case, by="Lind", reason="asked to", documents=["secret-source.txt"]))
    assert going.reports == (str(reports / "secret-source.txt"),)
    assert left(case, "secret-source") == []
    assert record(case).failures == ()


def test_an_earlier_version_comes_back_when_the_later_one_is_erased(case: Path, reports: Path) -> None:
    (reports / "gazette.txt").write_text("The ferry Halda sank on Monday. Three people drowned, Rolf Dahl said.\n")
    variorum.build([reports], case=case)
    assert {d.name for d in record(case).documents if d.standing == "current"} == set(REPORTS)
    going = gone(erase(case, by="Lind", reason="asked to", documents=["gazette.txt"]))
    assert [name.partition(" (")[0] for name in going.told_elsewhere] == ["gazette.txt"]
    assert [d.text.strip() for d in record(case).documents if d.name == "gazette.txt"] == [REPORTS["gazette.txt"].strip()]
    assert left(case, "Rolf Dahl", "Three people") == []
    assert verify(case) == ()


def test_a_case_of_which_all_is_erased_is_an_empty_one(case: Path) -> None:
    erase(case, by="Lind", reason="asked to", documents=list(REPORTS))
    assert record(case).documents == ()
    assert left(case, "Halda sank", "Mia Brun", *COURIER) == []
    assert verify(case) == ()


@pytest.mark.parametrize("stage", range(6))
def test_an_erasure_stopped_anywhere_is_finished_by_the_next_to_open_the_case(
    case: Path, reports: Path, tmp_path: Path, stage: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0

    def counted(work: object) -> object:
        def stopping(*given: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count > stage:
                raise KeyboardInterrupt
            return work(*given, **named)  # type: ignore[operator]

        return stopping

    with monkeypatch.context() as patched:
        patched.setattr(erasure, "forget", counted(erasure.forget))
        patched.setattr(erasure, "_unlink", counted(erasure._unlink))
        patched.setattr(store.Blobs, "erase", counted(store.Blobs.erase))
        patched.setattr("variorum.run.erasing.derived", counted(variorum.run.pipeline.derived))
        try:
            erase(case, by="Lind", reason="asked to", documents=["courier.txt"])
        except KeyboardInterrupt:
            assert Layout(case).journal.read_bytes().count(b'"what":"erased"') == (stage > 0)
    if stage > 0:
        assert all(one.derived for one in verify(case))
        shutil.copytree(case, tmp_path / "seen")  # whoever only looks, at a disk that cannot be written to, sees it erased
        monkeypatch.setattr(variorum.run.pipeline, "can_be_written", lambda folder: folder != tmp_path / "seen")
        assert [d.name for d in record(tmp_path / "seen").documents] == ["gazette.txt", "wire.txt"] or stage > 5
        Case.open(case, "test", write=True).close()
        assert left(case, *COURIER) == []
        assert record(case) == without("courier.txt", reports, tmp_path)
    else:
        assert len(record(case).documents) == 3
    assert verify(case) == ()


def indexed(case: Path, before: Record) -> bool:
    """Whether an index of this record lies in the case, after somebody who still has the record searched it."""
    index = index_of(case, before)
    assert index.search("Halda").units
    return keep_index(case, index, before)


def test_who_still_has_the_record_from_before_an_erasure_writes_no_index_of_it(case: Path) -> None:
    before = record(case)
    assert indexed(case, before)
    assert left(case, "skarne") == ["skarne"]
    erase(case, by="Lind", reason="asked to", documents=["courier.txt"])
    assert not indexed(case, before)
    assert left(case, "skarne") == []
    assert not Layout(case).search.exists()
    assert indexed(case, record(case))
    assert not indexed(case, before)
    assert left(case, "skarne") == []


def test_while_an_erasure_is_under_way_or_was_cut_short_no_index_is_written(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = record(case)
    with Case.open(case, "test", write=True):
        assert not indexed(case, before)

    finish = Case.finish_erasing

    def cut_short(case: Case) -> None:
        if case.journal.entries[-1].what == "erased":
            raise KeyboardInterrupt
        finish(case)

    monkeypatch.setattr(Case, "finish_erasing", cut_short)
    with pytest.raises(KeyboardInterrupt):
        erase(case, by="Lind", reason="asked to", documents=["courier.txt"])
    assert not indexed(case, before)
    assert not Layout(case).search.exists()


def test_an_index_left_half_written_goes_with_an_erasure(case: Path) -> None:
    Layout(case).search.with_name("case.sqlite-search.new").write_text("skarne")
    erase(case, by="Lind", reason="asked to", lines=[3])
    assert [one.name for one in case.glob("*search*")] == []


def test_what_was_erased_is_told_in_the_chain_of_custody_and_only_that(case: Path) -> None:
    erase(case, by="A. Lind", reason="asked to by the source", documents=["courier.txt"])
    with Case.open(case, "test") as opened:
        told = custody(scan(opened.layout).entries, opened.blobs)
    assert "erased: by order of A. Lind (asked to by the source): 3 blobs, 1 originals, 1 texts" in told
    assert told.count("captured: (erased)") == 1


def test_files_put_back_after_an_erasure_are_noticed(case: Path) -> None:
    kept = {path: path.read_bytes() for path in case.rglob("*") if path.is_file() and path.parent.parent.parent == case}
    erase(case, by="Lind", reason="asked to", documents=["courier.txt"])
    for path, data in kept.items():
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
    assert sum("put back after it was erased" in note for note in examine(case).notes) == 2
    erase(case, by="Lind", reason="asked to", documents=["wire.txt"])  # takes them too
    assert left(case, *COURIER) == []
