import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.case.merkle import Proofs, Tree, consistent, included, leaf

# The leaves and roots that implementations of RFC 6962 are checked with.
LEAVES = [
    bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_the_roots_are_those_of_the_published_trees() -> None:
    tree = Tree()
    assert tree.root() == hashlib.sha256(b"").hexdigest()
    for line, root in zip(LEAVES, ROOTS, strict=True):
        tree.add(leaf(line))
        assert tree.root() == root
    proofs = Proofs([leaf(line) for line in LEAVES])
    assert [proofs.root(size) for size in range(1, 9)] == ROOTS


def test_the_proofs_are_those_of_the_published_trees() -> None:
    proofs = Proofs([leaf(line) for line in LEAVES])
    assert proofs.inclusion(0, 8) == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert proofs.consistency(1, 1) == []


@given(st.integers(1, 40), st.data())
def test_every_line_is_proven_to_stand_under_every_later_head_and_no_other_line_is(size: int, data: st.DataObject) -> None:
    lines = [bytes([n]) for n in range(size)]
    proofs = Proofs([leaf(line) for line in lines])
    index = data.draw(st.integers(0, size - 1))
    path, root = proofs.inclusion(index, size), proofs.root(size)
    assert included(lines[index], index, size, path, root)
    assert not included(b"another", index, size, path, root)
    assert not included(lines[index], (index + 1) % size, size, path, root) or size == 1


@given(st.integers(1, 40), st.data())
def test_a_head_is_proven_to_continue_every_earlier_head_and_no_other(size: int, data: st.DataObject) -> None:
    proofs = Proofs([leaf(bytes([n])) for n in range(size)])
    old = data.draw(st.integers(1, size))
    path = proofs.consistency(old, size)
    assert consistent(old, proofs.root(old), size, proofs.root(size), path)
    assert not consistent(old, "00" * 32, size, proofs.root(size), path)
    assert not consistent(old, proofs.root(old), size, "00" * 32, path)


@pytest.mark.parametrize(("index", "size"), [(3, 3), (-1, 3)])
def test_a_place_outside_the_tree_is_never_proven(index: int, size: int) -> None:
    assert not included(b"\x00", index, size, [], "00" * 32)


@pytest.mark.parametrize(
    "spoilt", [lambda step: step.upper(), lambda step: f" {step}", lambda step: "zz" + step[2:], lambda step: ""]
)
def test_a_proof_written_in_another_way_proves_nothing(spoilt: Callable[[str], str]) -> None:
    proofs = Proofs([leaf(line) for line in LEAVES])
    path, grown = proofs.inclusion(2, 8), proofs.consistency(3, 8)
    assert included(LEAVES[2], 2, 8, path, proofs.root(8))
    assert consistent(3, proofs.root(3), 8, proofs.root(8), grown)
    assert not included(LEAVES[2], 2, 8, [spoilt(path[0]), *path[1:]], proofs.root(8))
    assert not consistent(3, proofs.root(3), 8, proofs.root(8), [spoilt(grown[0]), *grown[1:]])
