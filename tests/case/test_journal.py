import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from variorum.case import journal
from variorum.case.blobs import each_file
from variorum.case.journal import scan
from variorum.case.keys import fingerprint, make_key, signer
from variorum.case.layout import Layout, canonical
from variorum.case.store import Case
from variorum.case.verify import examine, verify
from variorum.errors import CaseError


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", "test 1") as opened:
        for title in ("one", "two", "three"):
            opened.retitle(title)
        yield opened


def rewritten(case: Case, lines: list[bytes]) -> None:
    case.close()
    case.layout.journal.write_bytes(b"".join(line + b"\n" for line in lines))


def whole(case: Case) -> list[bytes]:
    return list(scan(case.layout).lines)


def found(case: Case, **known: object) -> list[str]:
    case.close()
    return [str(one) for one in verify(case.layout.root, **known) if not one.derived]  # type: ignore[arg-type]


def test_an_entry_names_who_when_with_what_and_follows_the_one_before(case: Case) -> None:
    entries = scan(case.layout).entries
    assert [(one.seq, one.what, one.software) for one in entries] == [(1, "opened", "test 1")] + [
        (n, "retitled", "test 1") for n in (2, 3, 4)
    ]
    assert {one.key for one in entries} == {signer().public}
    assert all(one.is_signed() and one.time.endswith("+00:00") for one in entries)
    assert case.blobs.read(entries[0].actor) is not None
    assert found(case) == []


def test_lines_are_in_the_one_form_of_their_values(case: Case) -> None:
    assert all(canonical(json.loads(line)) == line for line in whole(case))


def test_a_cut_off_end_is_found_by_a_head_known_from_elsewhere(case: Case) -> None:
    head = case.journal.head()
    rewritten(case, whole(case)[:-1])
    (told,) = found(case)
    assert told.startswith("blobs/000001.jsonl line 4: was altered, or left")
    path = each_file(case.layout)[0]
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert found(case) == []
    assert found(case, head=head) == ["journal line 4: its end was cut off: the head given is of 4 lines, there are 3"]
    assert "its end was cut off, or it was written anew" in found(case, head=head.partition(":")[2])[0]


def test_an_earlier_head_still_holds_when_the_journal_has_grown(case: Case) -> None:
    head = case.journal.head()
    case.retitle("four")
    assert found(case, head=head) == []


def test_a_journal_signed_by_another_key_is_found_by_the_key(case: Case, tmp_path: Path) -> None:
    mine = signer().fingerprint
    other = fingerprint(make_key(tmp_path / "other.pem", None).public)
    assert found(case, keys=(mine,)) == []
    assert found(case, keys=(other,)) == ["journal line 1: is signed by another key than given; so may be lines after it"]
    assert found(case, keys=(other, mine)) == []


def test_swapped_and_replayed_lines_are_named(case: Case) -> None:
    lines = whole(case)
    rewritten(case, [lines[0], lines[2], lines[1], lines[3]])
    assert found(case)[0] == "journal line 2: does not follow from the line before it"
    rewritten(case, [*lines, lines[3]])
    assert found(case) == ["journal line 5: does not follow from the line before it"]


def test_a_changed_line_is_named_and_those_after_it_are_not(case: Case) -> None:
    lines = whole(case)
    rewritten(case, [lines[0], lines[1].replace(b'"what":"retitled"', b'"what":"retitles"'), *lines[2:]])
    assert [one for one in found(case) if "signature" in one] == ["journal line 2: does not bear the signature of its key"]


def test_nothing_is_built_on_a_broken_journal(case: Case) -> None:
    lines = whole(case)
    rewritten(case, [lines[0], lines[2], lines[3]])
    with pytest.raises(CaseError, match="line 2 does not follow"):
        Case.open(case.layout.root, "test 1", write=True)


def test_a_clock_set_back_is_told_and_breaks_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    class Back(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=1)

    monkeypatch.setattr(journal, "datetime", Back)
    case.retitle("four")
    case.close()
    seen = examine(case.layout.root)
    assert [str(one) for one in seen.findings if not one.derived] == []
    assert seen.notes == ("journal line 5: its time is before that of the line before; a clock was set back",)


def test_what_a_crash_left_between_blob_and_line_is_set_aside(case: Case) -> None:
    case.blobs.keep([{"title": "never said"}])
    case.close()
    assert any("no line of the journal knows it" in one for one in found(case))
    Case.open(case.layout.root, "test 1", write=True).close()
    assert found(case) == []
    last = scan(case.layout).entries[-1]
    assert (last.what, last.facts) == ("mended", {"dropped_blobs": 1})
    assert "never said" in str(case.blobs.__class__(case.layout).read(last.commitments[0]))


def test_zeros_that_a_power_cut_left_are_set_aside(case: Case) -> None:
    case.close()
    with case.layout.journal.open("ab") as file:
        file.write(bytes(20) + b"\n" + bytes(3))
    Case.open(case.layout.root, "test 1", write=True).close()
    last = scan(case.layout).entries[-1]
    assert (last.what, last.facts) == ("mended", {"dropped_bytes": 24})
    assert found(case) == []


def test_a_line_with_a_good_signature_that_says_nonsense_is_named(case: Case) -> None:
    case.journal.append("erased", blobs=7)
    case.journal.append("captured", {"path": 1, "capture": [], "document": 2})
    case.journal.append("built", fingerprint=None, tree="none")
    assert found(case) == [
        "journal line 7: tells another head than the lines before it have",
        "journal line 5: says what this version cannot take in",
        "journal line 6: says what this version cannot take in",
    ]


def test_a_line_nested_too_deep_is_named(case: Case) -> None:
    lines = whole(case)
    deep = lines[1].replace(b'"facts":{}', b'"facts":{"a":' + b"[" * 600 + b"]" * 600 + b"}")
    rewritten(case, [lines[0], deep, *lines[2:]])
    assert any(one.startswith("journal line 2: is n") for one in found(case))


@pytest.mark.parametrize(("version", "told"), [(1, "earlier variorum"), (99, "newer variorum")])
def test_a_case_of_another_version_is_refused_with_the_next_step(tmp_path: Path, version: int, told: str) -> None:
    layout = Layout(tmp_path)
    layout.journal.write_text(json.dumps({"seq": 1, "what": "opened", "facts": {"version": version}}) + "\n")
    for attempt in (
        lambda: Case.open(tmp_path, "test 1"),
        lambda: Case.open(tmp_path, "test 1", write=True),
        lambda: verify(tmp_path),
    ):
        with pytest.raises(CaseError, match=told):
            attempt()
