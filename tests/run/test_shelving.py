"""Work on stories that is kept: reports that come one by one give what they give at once, and only what they touch is done again."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from functools import wraps
from itertools import permutations
from pathlib import Path

import pytest
from plainreader import Plain

import variorum
from variorum.case.layout import Layout
from variorum.case.store import Case
from variorum.collation import collate as collating
from variorum.collation.perstory import Given
from variorum.model.document import Document
from variorum.model.reading import Argument, Mention, Reading
from variorum.model.span import Span
from variorum.run import stages
from variorum.run.decide import decide
from variorum.run.erasing import erase
from variorum.run.pipeline import SOFTWARE
from variorum.run.rebuild import rebuild

REPORTS = {
    "gazette.txt": "Ole Brun said the ferry Halda sank on Monday off Skarnes. Twelve passengers drowned when the ferry sank.\n",
    "courier.txt": "The ferry Halda sank on Monday off Skarnes, said Ole Brunn. Ten passengers drowned when the ferry sank.\n",
    "wire.txt": "Ida Lunde found the wreck of the ferry Halda off Skarnes. Ole Brun said the ferry sank on Monday.\n",
    "herald.txt": "The mayor of Tverrby opened a library. Ida Lunde read from a book, and the mayor of Tverrby sang.\n",
}
NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")


class Naming(Plain):
    """A reader that also takes two words with capitals for a person, who does what the sentence tells."""

    def read(self, document: Document) -> Reading:
        bare = super().read(document)
        spans = [Span(*match.span()) for match in NAME.finditer(document.text)]
        mentions = tuple(Mention(s, s, "name", "person", chain) for chain, s in enumerate(spans))
        told = tuple(
            replace(
                s,
                arguments=tuple(Argument("agent", m.span, m.span, "", m.chain) for m in mentions if s.span.covers(m.span)),
                terms=tuple(sorted({w.lower() for w in re.findall(r"[a-z]{4,}", s.span.text(document.text))})),
            )
            for s in bare.statements
        )
        return replace(bare, mentions=mentions, statements=told)


@pytest.fixture(autouse=True)
def naming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_reader", Naming)


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for number, (name, text) in enumerate(REPORTS.items(), 1):
        found[name] = tmp_path / name
        found[name].write_text(text)
        found[name].with_name(f"{name}.json").write_text(json.dumps({"published": f"2031-05-0{number}", "publisher": name[:-4]}))
    return found


def kept(case: Path) -> tuple[str, list[str]]:
    """The fingerprint of a case, and the keys of the work on stories that it keeps."""
    with Case.open(case, SOFTWARE) as opened:
        fingerprint = opened.record().fingerprint
    with sqlite3.connect(Layout(case).database) as database:
        return fingerprint, [str(row[0]) for row in database.execute("select work from stories order by 1")]


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The names of the reports of each story that was worked on."""
    done: list[set[str]] = []
    plain = collating.story_told

    @wraps(plain)
    def told(given: Given) -> collating.StoryTold:
        done.append({Path(d.name).name for d in given.documents.values()})
        return plain(given)

    monkeypatch.setattr(collating, "story_told", told)
    return done


def test_reports_that_come_one_by_one_in_any_order_give_what_they_give_at_once(reports: dict[str, Path], tmp_path: Path) -> None:
    variorum.build(reports.values(), case=tmp_path / "once")
    for number, order in enumerate(list(permutations(reports))[::5]):
        case = tmp_path / f"case{number}"
        for name in order:
            variorum.build([reports[name]], case=case)
        assert kept(case) == kept(tmp_path / "once")


def test_decisions_in_between_change_nothing_but_what_they_say(reports: dict[str, Path], tmp_path: Path) -> None:
    once, slowly = tmp_path / "once", tmp_path / "slowly"
    gazette, courier, *others = reports.values()
    variorum.build([gazette, courier], case=slowly)
    decide(slowly, "different", ["gazette.txt:Ole Brun", "courier.txt:Ole Brunn"], "Ann", "two harbour masters", "entity")
    variorum.build(others[:1], case=slowly)
    decide(slowly, "attribute", ["Ten passengers drowned"], "Ann", "she said so on the phone", source="Ida Lunde")
    variorum.build(others[1:], case=slowly)
    variorum.build(reports.values(), case=once)
    with Case.open(slowly, SOFTWARE) as opened:
        decisions = opened.state.decisions
    with Case.open(once, SOFTWARE, write=True) as behind:
        for decision in decisions:
            behind.decide(decision)
    variorum.open_case(once).close()
    assert len(decisions) == 2
    assert kept(slowly) == kept(once)


def test_only_the_story_that_a_report_touches_is_worked_on_again(
    reports: dict[str, Path], tmp_path: Path, worked: list[set[str]]
) -> None:
    variorum.build([reports["gazette.txt"], reports["herald.txt"]], case=tmp_path / "case")
    assert sorted(map(sorted, worked)) == [["gazette.txt"], ["herald.txt"]]
    worked.clear()
    variorum.build([reports["courier.txt"]], case=tmp_path / "case")
    assert worked == [{"courier.txt", "gazette.txt"}]


def test_a_person_met_in_another_report_has_their_story_worked_on_again(
    reports: dict[str, Path], tmp_path: Path, worked: list[set[str]]
) -> None:
    garden = tmp_path / "garden.txt"
    garden.write_text("Ida Lunde planted forty apple trees beside the chapel and painted its iron gate a bright green.\n")
    garden.with_name("garden.txt.json").write_text('{"published": "2036-11-09"}')
    variorum.build([reports["herald.txt"], reports["gazette.txt"]], case=tmp_path / "case")
    worked.clear()
    variorum.build([garden], case=tmp_path / "case")
    assert sorted(map(sorted, worked)) == [["garden.txt"], ["herald.txt"]]  # Ida Lunde is in both


def test_what_is_erased_leaves_no_work_behind(reports: dict[str, Path], tmp_path: Path, worked: list[set[str]]) -> None:
    case = tmp_path / "case"
    variorum.build(reports.values(), case=case)
    erase(case, by="A. Lind", reason="asked to", documents=["gazette.txt"])
    variorum.build([reports["wire.txt"], reports["courier.txt"], reports["herald.txt"]], case=tmp_path / "without")
    assert kept(case) == kept(tmp_path / "without")


def test_a_rebuild_does_all_work_anew_and_leaves_the_case_alone(
    reports: dict[str, Path], tmp_path: Path, worked: list[set[str]]
) -> None:
    case = tmp_path / "case"
    variorum.build(reports.values(), case=case)
    before = Layout(case).database.read_bytes()
    worked.clear()
    assert rebuild(case) == ()
    assert {name for names in worked for name in names} == set(reports)
    assert Layout(case).database.read_bytes() == before
