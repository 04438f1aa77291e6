"""A real Ray, two nodes on this machine, with a reader that costs nothing."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plainreader
import pytest

import variorum
from variorum.errors import UnreadableError, VariorumError
from variorum.run import ray as runner_module
from variorum.run.cluster import QUIET
from variorum.run.edition import build_edition
from variorum.run.place import Place
from variorum.run.ray import RayRunner

os.environ.update(QUIET)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'variorum[ray]'")
    from ray.cluster_utils import Cluster

# Ray's own threads and sockets end when they please.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster that outlasts the tests of this module; the head and one more node."""
    logging.getLogger("ray").setLevel(logging.ERROR)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # what this process can import, the nodes can
        found = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
        found.add_node(num_cpus=1)
        yield found
        found.shutdown()


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty reports, three of them in a story, read by the plain reader here too."""
    plainreader.read_by(monkeypatch, plainreader.Plain())
    folder = plainreader.written(tmp_path / "reports")
    for n in range(27):
        (folder / f"note{n:02}.txt").write_text(f"Notice number {n}. The library at Orrin is closed for {n + 2} days.\n")
    return folder


@pytest.fixture(scope="module")
def ray(cluster: Any) -> Iterator[RayRunner]:
    """A runner on two of the cluster's processors."""
    with RayRunner(cluster.address, jobs=2, prepare=plainreader.use) as found:
        yield found


def test_results_stand_in_the_order_of_the_items(ray: RayRunner) -> None:
    assert list(ray.map(abs, range(-40, 0))) == list(range(40, 0, -1))
    assert list(ray.map(abs, [])) == []


def test_a_case_and_an_edition_are_those_of_one_machine(ray: RayRunner, tmp_path: Path, reports: Path) -> None:
    local = variorum.build([reports], case=tmp_path / "local").record
    case = variorum.build([reports], case=tmp_path / "case", runner=ray)
    edition = build_edition([str(reports)], str(tmp_path / "edition"), ray)
    assert case.record == local
    assert case.read == 30
    assert edition.fingerprint == local.fingerprint


def test_a_node_that_is_lost_costs_nothing_but_what_it_had_in_hand(cluster: Any, tmp_path: Path, reports: Path) -> None:
    local = variorum.build([reports], case=tmp_path / "local").record.fingerprint
    node = cluster.add_node(num_cpus=1)
    nodes = [node]

    def lose(stage: str, done: int, total: int) -> None:
        if stage == "reading" and nodes:
            cluster.remove_node(nodes.pop(), allow_graceful=False)

    with RayRunner(cluster.address, prepare=plainreader.use) as all_nodes:
        assert variorum.build([reports], case=tmp_path / "case", progress=lose, runner=all_nodes).record.fingerprint == local
        assert nodes == []
        nodes.append(cluster.add_node(num_cpus=1))
        assert build_edition([str(reports)], str(tmp_path / "edition"), all_nodes, tell=lose).fingerprint == local
    assert nodes == []


def test_an_actor_lost_between_two_maps_is_replaced_by_whoever_asks_all(ray: RayRunner) -> None:
    assert list(ray.map(abs, [-1])) == [1]
    lost = next(seat for seat in ray._seats if seat.stage == "ready")
    answering = sum(seat.stage != "greeted" for seat in ray._seats)
    ray._ray.kill(lost.actor)
    with pytest.raises(ray._ray.exceptions.RayActorError):  # it may still answer for a moment
        _asked_again_and_again(ray, lost.actor)
    assert ray.everywhere(abs, -3) == [3] * max(1, answering - 1)  # where nobody is left, the first is waited for
    assert lost not in ray._seats
    assert list(ray.map(abs, [-1, -2])) == [1, 2]


def _asked_again_and_again(ray: RayRunner, actor: Any) -> None:
    while True:
        ray._ray.get(actor.do.remote(abs, -3))


def test_keys_are_grouped_over_all_machines(ray: RayRunner, tmp_path: Path) -> None:
    found = ray.group(_letters, ["stone", "nets"], _listed, Place(str(tmp_path)))
    assert sorted(line for share in found for line in share) == [
        "e stone nets",
        "n stone nets",
        "o stone",
        "s stone nets",
        "t stone nets",
    ]
    assert len(found) > 1


def _letters(word: str) -> list[tuple[str, str]]:
    return [(letter, word) for letter in word]


def _listed(share: str, groups: Any) -> list[str]:
    return [" ".join([key, *values]) for key, values in groups]


def test_an_item_over_which_one_process_after_another_dies_is_named(ray: RayRunner) -> None:
    with pytest.raises(VariorumError, match=r"3 processes failed at the same piece of work \(poison\): its process died"):
        list(ray.map(_poisoned, ["water", "poison", "bread"]))
    assert list(ray.map(_poisoned, ["water", "bread"])) == ["water", "bread"]


def test_what_kills_its_processes_or_takes_too_long_is_given_up_and_the_rest_done(ray: RayRunner) -> None:
    told = list(ray.map(_poisoned, ["water", "poison", "bread"], lost=_given_up))
    assert told == ["water", "poison: its process died, perhaps for want of memory", "bread"]
    told = list(ray.map(_poisoned, ["water", "sleep", "bread"], patience=_briefly, lost=_given_up))
    assert told == ["water", "sleep: took too long", "bread"]


def _given_up(item: str, why: str) -> str:
    return f"{item}: {why}"


def _briefly(item: str) -> float:
    return 0.1 if item == "sleep" else 600.0


def _poisoned(item: str) -> str:
    if item == "poison":
        os._exit(1)
    if item == "sleep":
        threading.Event().wait()
    return item


def test_what_a_stage_raises_is_raised_here(ray: RayRunner) -> None:
    with pytest.raises(UnreadableError, match=r"^a\.txt: no text$"):
        list(ray.map(_raises, ["a.txt"]))


def _raises(item: str) -> str:
    raise UnreadableError(f"{item}: no text")


def test_a_machine_with_another_program_is_refused(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here = runner_module.made_with()
    monkeypatch.setattr(runner_module, "made_with", lambda: {**here, "the program": "variorum 99"})
    with pytest.raises(VariorumError, match="a machine of the cluster differs from this one in the program; install"):
        RayRunner(cluster.address, jobs=1).__enter__()


def test_originals_that_a_machine_does_not_see_are_told_of_before_any_work(ray: RayRunner, tmp_path: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")  # of this process alone
    memory.pipe_file("/hidden/a.txt", b"The mill burned down.")
    try:
        with pytest.raises(VariorumError, match="a machine of the cluster does not see it"):
            build_edition(["memory://hidden"], str(tmp_path / "edition"), ray)
    finally:
        memory.rm("/hidden", recursive=True)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("10.0.0.5", "not HOST:PORT"),
        ("ray://10.0.0.5:10001", "not HOST:PORT"),
        ("127.0.0.1:1", "nothing answers there"),
    ],
)
def test_an_address_that_is_none_is_told_of_at_once(address: str, told: str) -> None:
    with pytest.raises(VariorumError, match=told), RayRunner(address):
        pass


def test_an_address_where_something_else_answers_is_told_of_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        other = threading.Thread(target=_greet_as_another, args=(server,))
        other.start()
        with (
            pytest.raises(VariorumError, match="what answers there is not Ray"),
            RayRunner(f"127.0.0.1:{server.getsockname()[1]}"),
        ):
            pass
        other.join()


def _greet_as_another(server: socket.socket) -> None:
    link, _ = server.accept()
    with link:
        link.recv(100)
        link.sendall(b"HTTP/1.0 400 Bad request\r\n\r\n")
