import errno
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from plainreader import REPORTS, Plain, read_by, written

import variorum
from variorum.case.journal import scan
from variorum.case.layout import Layout
from variorum.case.verify import verify
from variorum.collation.stories import CUT
from variorum.collation.storyblocks import partners
from variorum.collation.storypairs import likelihood, profile
from variorum.errors import InputError, VariorumError
from variorum.export.json_record import fingerprint, to_json
from variorum.export.parquet import TABLES, from_parquet, read_rows
from variorum.model.document import Document, Unread
from variorum.model.reading import Reading
from variorum.run.edition import EditionSummary, build_edition
from variorum.run.importing import import_stories
from variorum.run.likeness import likely_pairs
from variorum.run.local import Workers
from variorum.run.place import Place
from variorum.run.ray import RayRunner
from variorum.run.sandbox import Found, Job, Sandbox
from variorum.run.shards import Doc, capture_shard, load, read_block
from variorum.run.sources import find_sources
from variorum.run.volumes import _Sets
from variorum.settings import Settings

pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install 'variorum[ray]'")
pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'variorum[ray]'")

ROWS = [
    {"text": "The mill at Orrin burned down on Friday. Nobody was hurt, the fire service said.", "published": "2031-03-01"},
    {"text": "The mill at Orrin burned down on Friday. Nobody was hurt, the fire service said.", "published": "2031-03-01"},
    {"title": "without a text"},
    {"text": "Fire took the old mill at Orrin. The fire service said one man had burns.", "published": "2031-03-02"},
]


class Counting(Plain):
    """The plain reader, and what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def read(self, document: Document) -> Reading:
        self.given.append(document.text)
        return super().read(document)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    read_by(monkeypatch, counting)
    return counting


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Three reports with a sidecar, a copy, an empty file, one in another language, and a table of articles with two alike and a row that is none."""
    folder = written(tmp_path / "reports")
    (folder / "wire.json").write_text('{"publisher": "The Wire", "published": "2031-03-05"}')
    (folder / "again.txt").write_text(REPORTS["gazette.txt"])
    (folder / "empty.txt").write_text("")
    (folder / "autre.txt").write_text(
        "Le moulin d'Orrin a brûlé vendredi, selon les pompiers. Personne n'a été blessé dans cet incendie.\n"
    )
    (folder / "mill.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return folder


def edition(reports: Path | str, output: Path | str, size: int = 100) -> EditionSummary:
    with Workers(1) as runner:
        return build_edition([str(reports)], str(output), runner, size=size)


def volumes(output: Path) -> list[str]:
    return [one["volume"] for one in json.loads((output / "edition.json").read_text())["volumes"]]


def record_of(output: Path, volume: str) -> str:
    files = {table: (output / table / f"{volume}.parquet").read_bytes() for table in TABLES}
    page = json.loads((output / "volumes" / f"{volume}.json").read_text())
    return fingerprint(from_parquet(files, page["title"], page["software"]))


def test_an_edition_of_one_volume_is_the_record_of_a_case(tmp_path: Path, reports: Path, reader: Counting) -> None:
    case = variorum.build([reports], case=tmp_path / "case").record
    made = edition(reports, tmp_path / "edition")
    assert made.fingerprint == case.fingerprint
    assert (made.volumes, made.documents, made.originals, made.failures) == (1, 7, 7, 3)
    (volume,) = volumes(tmp_path / "edition")
    assert record_of(tmp_path / "edition", volume) == case.fingerprint


def test_what_a_reader_cannot_tell_apart_is_read_once(tmp_path: Path, reports: Path, reader: Counting) -> None:
    made = edition(reports, tmp_path / "edition")
    assert made.copies == 1  # the second row of the table; the copy of a whole file is the same document
    assert len(reader.given) == 5 == len(set(reader.given))


def test_what_is_finished_is_not_done_again(tmp_path: Path, reports: Path, reader: Counting) -> None:
    first = edition(reports, tmp_path / "edition")
    reader.given.clear()
    second = edition(reports, tmp_path / "edition")
    assert (first.new, second.new) == (1, 0)
    assert reader.given == []
    assert first.fingerprint == second.fingerprint


def test_an_interrupted_edition_goes_on(tmp_path: Path, reports: Path, reader: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "edition"

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("variorum.run.edition.to_parquet", stop)
        with pytest.raises(KeyboardInterrupt):
            edition(reports, output)
    with pytest.raises(InputError, match="not finished; run the same"):
        import_stories(str(output), tmp_path / "desk")
    reader.given.clear()
    assert edition(reports, output).fingerprint == variorum.build([reports], case=tmp_path / "case").record.fingerprint
    assert len(reader.given) == 6  # by the case alone


def test_a_changed_original_is_read_again_and_its_old_volume_goes(tmp_path: Path, reports: Path, reader: Counting) -> None:
    output = tmp_path / "edition"
    edition(reports, output)
    old = volumes(output)
    (reports / "courier.txt").write_text("The ferry was raised on Thursday. Its owner watched.\n")
    made = edition(reports, output)
    assert made.fingerprint == variorum.build([reports], case=tmp_path / "case").record.fingerprint
    assert volumes(output) != old
    assert [path.stem for path in (output / "claims").iterdir()] == volumes(output)


def test_every_volume_is_the_record_of_a_case_that_takes_it(tmp_path: Path, reports: Path, reader: Counting) -> None:
    made = edition(reports, tmp_path / "edition", size=2)
    found = volumes(tmp_path / "edition")
    assert made.volumes == len(found) > 2
    for number, volume in enumerate(found):
        case = tmp_path / f"desk{number}"
        record = import_stories(str(tmp_path / "edition"), case, volumes=[volume]).record
        assert record.fingerprint == record_of(tmp_path / "edition", volume)
        assert verify(case) == ()


def test_all_of_an_edition_can_be_taken(tmp_path: Path, reports: Path, reader: Counting) -> None:
    edition(reports, tmp_path / "edition", size=2)
    whole = import_stories(str(tmp_path / "edition"), tmp_path / "desk").record
    assert whole.fingerprint == variorum.build([reports], case=tmp_path / "case").record.fingerprint


def test_a_story_brings_its_own_rows_of_a_table_and_no_others(tmp_path: Path, reports: Path, reader: Counting) -> None:
    edition(reports, tmp_path / "edition")
    (volume,) = volumes(tmp_path / "edition")
    rows = list(read_rows((tmp_path / "edition" / "documents" / f"{volume}.parquet").read_bytes()))
    mill = next(row for row in rows if row["part"] == "line-4")
    record = import_stories(str(tmp_path / "edition"), tmp_path / "desk", stories=[mill["story"]]).record
    story = [row["id"] for row in rows if row["story"] == mill["story"]]
    assert [document.id for document in record.documents] == sorted(story)
    assert all(document.part.startswith("line-") for document in record.documents)
    assert record.failures == ()
    told = next(entry for entry in scan(Layout(tmp_path / "desk")).entries if entry.what == "imported")
    assert told.facts["originals"] == 1
    assert verify(tmp_path / "desk") == ()
    whole = variorum.build([reports / "mill.jsonl"], case=tmp_path / "desk").record  # now all of it is wanted
    assert len(whole.documents) == 3


def test_an_original_that_changed_since_is_not_taken(tmp_path: Path, reports: Path, reader: Counting) -> None:
    edition(reports, tmp_path / "edition")
    (reports / "wire.txt").write_text("Something else.\n")
    with pytest.raises(InputError, match=r"wire\.txt: not what the edition read any more"):
        import_stories(str(tmp_path / "edition"), tmp_path / "desk")
    assert not (tmp_path / "desk").exists()


def rows_of(output: Path, table: str) -> list[dict[str, Any]]:
    return [row for volume in volumes(output) for row in read_rows((output / table / f"{volume}.parquet").read_bytes())]


def test_a_changed_sidecar_is_read_again_and_what_was_built_can_be_taken(tmp_path: Path, reports: Path, reader: Counting) -> None:
    output = tmp_path / "edition"
    edition(reports, output)
    (reports / "wire.json").write_text('{"publisher": "The Evening Wire", "published": "2031-03-06"}')
    (reports / "courier.json").write_text('{"publisher": "The Courier"}')
    made = edition(reports, output)
    assert import_stories(str(output), tmp_path / "desk").record.fingerprint == made.fingerprint
    told = {json.loads(row["sidecar"])["publisher"] for row in rows_of(output, "originals") if row["sidecar"]}
    assert told == {None, "The Evening Wire", "The Courier"}
    (reports / "courier.json").unlink()
    edition(reports, output)
    assert import_stories(str(output), tmp_path / "again").record.fingerprint != made.fingerprint


def test_a_changed_sidecar_at_an_address_is_another_source(tmp_path: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    try:
        memory.pipe_file("/stamped/wire.txt", b"Divers found the wreck.")
        bare = find_sources(["memory://stamped"], str(tmp_path))
        memory.pipe_file("/stamped/wire.json", b'{"publisher": "The Wire"}')
        first = find_sources(["memory://stamped"], str(tmp_path))
        memory.pipe_file("/stamped/wire.json", b'{"publisher": "The Evening Wire"}')
        second = find_sources(["memory://stamped"], str(tmp_path))
    finally:
        memory.rm("/stamped", recursive=True)
    assert len({one[0].stamp for one in (bare, first, second)}) == 3


def test_an_original_that_could_not_be_fetched_is_fetched_by_the_next_build(
    tmp_path: Path, reports: Path, reader: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "edition"

    def cut_off(path: Path) -> bytes:
        if path.name == "wire.txt":
            raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        return sound(path)

    sound = Path.read_bytes
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", cut_off)
        first = edition(reports, output)
        assert edition(reports, output).new == 0
    assert any("connection reset by peer" in row["reason"] for row in rows_of(output, "failures"))
    second = edition(reports, output)
    assert second.failures == first.failures - 1
    assert second.fingerprint == variorum.build([reports], case=tmp_path / "case").record.fingerprint


@pytest.mark.parametrize("passing", [True, False])
def test_a_file_whose_process_was_lost_is_opened_by_the_next_build_unless_it_broke_a_limit(
    tmp_path: Path, reports: Path, reader: Counting, monkeypatch: pytest.MonkeyPatch, passing: bool
) -> None:
    output = tmp_path / "edition"

    def lost(self: Sandbox, job: Job) -> Found:
        if job.capture.name == "wire.txt":
            return Found((), (Unread("", "made its reader fail (SIGKILL)"),), passing)
        return sound(self, job)

    sound = Sandbox.read
    with monkeypatch.context() as patched:
        patched.setattr(Sandbox, "read", lost)
        first = edition(reports, output)
    assert edition(reports, output).failures == first.failures - passing


def test_a_report_that_the_reader_stumbled_over_is_read_by_the_next_build(
    tmp_path: Path, reports: Path, reader: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "edition"

    def stumble(self: Plain, document: Document) -> Reading:
        if "Divers" in document.text:
            raise MemoryError
        return sound(self, document)

    sound = Plain.read
    with monkeypatch.context() as patched:
        patched.setattr(Plain, "read", stumble)
        first = edition(reports, output)
        assert edition(reports, output).new == 0
    assert any("stumbled" in row["reason"] for row in rows_of(output, "failures"))
    second = edition(reports, output)
    assert second.failures == first.failures - 1
    assert second.fingerprint == variorum.build([reports], case=tmp_path / "case").record.fingerprint


def test_reports_whose_processes_were_lost_are_read_by_the_next_build(tmp_path: Path, reports: Path, reader: Counting) -> None:
    output = tmp_path / "edition"
    with Workers(1) as runner:
        runner.map = _all_lost_in_reading  # type: ignore[method-assign]
        first = build_edition([str(reports)], str(output), runner)
    assert reader.given == []
    second = edition(reports, output)
    assert second.failures == first.failures - 6  # all but the report in another language
    assert second.fingerprint == variorum.build([reports], case=tmp_path / "case").record.fingerprint


def _all_lost_in_reading(function: Any, items: Any, patience: Any = None, lost: Any = None) -> Any:
    return (lost(item, "its process died") if lost else function(item) for item in items)


def test_originals_and_edition_may_lie_at_any_address(tmp_path: Path, reports: Path, reader: Counting) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for path in reports.iterdir():
        memory.pipe_file(f"/leak/{path.name}", path.read_bytes())
    try:
        made = edition("memory://leak", "memory://made")
        record = import_stories("memory://made", tmp_path / "desk").record
    finally:
        memory.rm("/leak", recursive=True)
        memory.rm("/made", recursive=True)
    assert record.fingerprint == made.fingerprint
    local = to_json(variorum.build([reports], case=tmp_path / "case").record)
    assert [d["id"] for d in to_json(record)["documents"]] == [d["id"] for d in local["documents"]]


def test_every_row_of_a_table_is_with_its_story_and_says_who_says_it(tmp_path: Path, reports: Path, reader: Counting) -> None:
    edition(reports, tmp_path / "edition")
    (volume,) = volumes(tmp_path / "edition")
    rows = list(read_rows((tmp_path / "edition" / "statements" / f"{volume}.parquet").read_bytes()))
    assert [row["story"] for row in rows] == sorted(row["story"] for row in rows)
    told = {row["words"]: row["who_says_it"] for row in rows}
    assert told["Divers found the wreck of the Halda on Tuesday, police said, and called off the search."] == "The Wire tells"


@pytest.mark.parametrize("given", ["nothing.txt", "memory://nothing", "nosuchprotocol://x/y"])
def test_an_address_that_does_not_exist_leaves_nothing_behind(tmp_path: Path, given: str) -> None:
    with pytest.raises(VariorumError, match=given.rpartition("/")[2]):
        edition(given, tmp_path / "edition")
    assert not (tmp_path / "edition").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, reports: Path) -> None:
    with pytest.raises(InputError, match="other things"):
        edition(reports, reports)
    assert "work" not in [path.name for path in reports.iterdir()]


def test_sets_stay_within_their_size_but_for_what_belongs_together_in_any_case() -> None:
    sets = _Sets(dict.fromkeys("abcdef", 1), 2)
    assert sets.join("a", "b")
    assert not sets.join("b", "c")
    assert sets.join("c", "d")
    assert sets.join("b", "d", whole=True)
    assert [sets.of(one) for one in "abcdef"] == ["a", "a", "a", "a", "e", "f"]


def test_a_group_has_every_value_under_its_key_in_the_order_of_the_items(tmp_path: Path) -> None:
    place = Place(str(tmp_path))
    with Workers(1) as runner:
        found = runner.group(_letters, ["stone", "nets"], _listed, place)
    assert found == [["e:stone nets", "n:stone nets", "o:stone", "s:stone nets", "t:stone nets"]]


def _letters(word: str) -> list[tuple[str, str]]:
    return [(letter, word) for letter in word]


def _listed(share: str, groups: object) -> list[str]:
    return [f"{key}:{' '.join(values)}" for key, values in groups]  # type: ignore[attr-defined]


def test_without_ray_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(VariorumError, match=r"pip install 'variorum\[ray\]'"), RayRunner():
        pass


def test_likely_pairs_are_those_that_a_case_finds_however_many_share_the_work(tmp_path: Path, reader: Counting) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(12):
        place = ("Skarnes", "Orrin", "Halda")[n % 3]
        text = f"The ferry {place} sank off {place} harbour on Monday. Harbour master Brun{n} said {n + 3} people drowned.\n"
        (folder / f"r{n:02}.txt").write_text(text)
    place = Place(str(tmp_path / "edition"))
    shard = capture_shard((place, tuple(find_sources([str(folder)], str(tmp_path / "edition"))), Settings()))
    name = read_block((place, shard.name, tuple(range(12))))
    entries = [entry for taken in shard.taken for entry in taken.entries]
    docs = [Doc(entry.id, shard.name, entry.number, name, entry.number) for entry in entries]
    loaded = sorted(load(place, docs), key=lambda one: one[0].id)
    profiles = [profile(document, reading) for document, reading, _ in loaded]
    scored = [(profiles[a], profiles[b]) for a, b in partners(profiles)]
    expected = sorted((a.document, b.document, s) for a, b in scored if (s := likelihood(a, b)) >= CUT)
    assert expected
    for jobs in (1, 5):
        runner = Workers(1)
        runner.jobs = jobs  # shares of the keys; all of them are worked on here
        runner.map = lambda function, items: map(function, items)  # type: ignore[method-assign, assignment, misc]
        assert likely_pairs(runner, place, docs) == expected
