"""Tampering: single bytes changed all over a case and its certificates, and a journal cut, replayed, swapped, signed anew; all must be found.

The case is that of the examples with a decision, a sign-off, a time stamp by an authority on loopback, and two certificates.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import variorum
from benchmarks._authority import Authority, serving
from benchmarks.kills import REPORTS, Remembering
from variorum.case.certified import check
from variorum.case.journal import FIRST, heads
from variorum.case.keys import Signer, make_key
from variorum.case.layout import Layout, canonical, sha256
from variorum.case.verify import Finding, examine, verify
from variorum.run.certify import certify
from variorum.run.decide import decide
from variorum.run.sharing import Sharing
from variorum.run.signing import sign
from variorum.run.stamping import timestamp

CHANGES, DATABASE, SEED = 5000, 40, 21
MEMBERS: dict[str, str | tuple[str, ...]] = {  # member of a certificate -> how findings about it begin
    "blobs": "certificate, blob",
    "certified": "certificate, line that tells of it",
    "content": "certificate, content",
    "entries": ("certificate, journal line", "certificate, entry"),
    "head": ("certificate, head", "certificate, journal line"),
    "heads": "certificate, head",
    "tokens": "certificate, token",
}


@dataclass(frozen=True)
class Ground:
    """A case with two certificates of its claims."""

    case: Path
    certificates: tuple[Path, ...]

    @property
    def layout(self) -> Layout:
        """Where its parts lie."""
        return Layout(self.case)


def measure(limit: int | None = None) -> list[tuple[str, float]]:
    """Of the changes made, how many were found, and how many with the right place named."""
    chance = random.Random(SEED)
    changes = limit if limit is not None else CHANGES
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["VARIORUM_KEY"] = str(scratch / "key.pem")
        Remembering()
        ground = _ground(scratch)
        if verify(ground.case) or any(check(path.read_bytes()).findings for path in ground.certificates):
            raise AssertionError("the case is not clean to begin with")
        counts = _bytes(ground, changes, chance)
        counts += _lines(ground, scratch)
        counts += _databases(ground, max(1, min(DATABASE, changes // 100)), chance)
    return [(name, float(count)) for name, count in sorted(counts.items())]


def _ground(scratch: Path) -> Ground:
    case = scratch / "case"
    authority = Authority(scratch / "authority")
    variorum.build([REPORTS], case=case, title="A ferry")
    decide(case, "withdraw", ["The Morwena was constructed"], "A. Lind", "taken down")
    sign(case, "1", "B. Ode")
    with serving(authority) as url:
        timestamp(case, url, authority.root)
    found = tuple(scratch / f"claim-{number}.json" for number in (1, 2, 3))
    for number, path in enumerate(found[:2], 1):
        certify(case, str(number), path, Sharing())
    certify(case, "1", found[2], Sharing(share=True, redact=("Aleksei Dronov",)))
    with variorum.open_case(case):
        return Ground(case, found)


def _bytes(ground: Ground, changes: int, chance: random.Random) -> Counter[str]:
    counts: Counter[str] = Counter()
    layout = ground.layout
    kinds: dict[str, list[Path]] = {
        "originals": sorted(layout.originals.glob("*/*")),
        "texts": sorted(layout.texts.glob("*/*")),
        "journal": [layout.journal],
        "signatures": [layout.journal],
        "blobs": sorted(layout.blobs.iterdir()),
        "tokens": sorted(layout.tokens.iterdir()),
        "certificates": list(ground.certificates),
    }
    for number in range(changes):
        kind = list(kinds)[number % len(kinds)]
        path = chance.choice(kinds[kind])
        whole = path.read_bytes()
        at = _offset(kind, whole, chance)
        changed = bytearray(whole)
        changed[at] ^= chance.randrange(1, 256)
        findings = _looked(ground, kind, path, whole, bytes(changed))
        counts["changes"] += 1
        counts["found"] += bool(findings)
        placed = _placed(kind, path, whole, at, findings)
        counts["placed"] += placed
        if not placed:
            print(f"tampering: {kind} {path.name} byte {at}: {[*map(str, findings)][:3]}", file=sys.stderr)
    return counts


def _offset(kind: str, whole: bytes, chance: random.Random) -> int:
    if kind != "signatures":
        return chance.randrange(len(whole))
    mark = b'"signature":"'
    line = chance.randrange(whole.count(b"\n"))
    start = len(b"\n".join(whole.split(b"\n")[:line])) + bool(line)
    return whole.index(mark, start) + len(mark) + chance.randrange(128)


def _looked(ground: Ground, kind: str, path: Path, whole: bytes, changed: bytes) -> tuple[Finding, ...]:
    if kind == "certificates":
        return check(changed).findings if b"variorum/certificate" in changed else (Finding("certificate", "is none"),)
    with _written(path, whole, changed):
        return tuple(one for one in verify(ground.case) if not one.derived)


class _written:
    """The file as `changed`, and afterwards as it was."""

    def __init__(self, path: Path, whole: bytes, changed: bytes) -> None:
        self._path, self._whole = path, whole
        path.chmod(0o644)
        path.write_bytes(changed)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        self._path.write_bytes(self._whole)


def _placed(kind: str, path: Path, whole: bytes, at: int, findings: tuple[Finding, ...]) -> bool:
    """Whether the first finding names the place."""
    if not findings:
        return False
    where = findings[0].where
    line = whole[:at].count(b"\n") + 1
    if kind in ("journal", "signatures"):
        return where == f"journal line {line}"
    if kind == "blobs":
        return any(one.where == f"blobs/{path.name} line {line}" for one in findings) and "altered" in findings[0].what
    if kind == "certificates":
        expected = MEMBERS.get(_member(whole, at), "certificate")
        return where == "certificate" or any(one.where.startswith(expected) for one in findings)
    return where.startswith(f"{kind.removesuffix('s')} {path.stem[:12]}") or (path.suffix == ".pem" and where.startswith("token"))


def _member(whole: bytes, at: int) -> str:
    """The member of the certificate in which a byte lies."""
    position = 1
    for name, value in json.loads(whole).items():
        position += len(canonical({name: value})) - 2 + 1
        if at < position:
            return str(name)
    return ""


def _lines(ground: Ground, scratch: Path) -> Counter[str]:
    """Cuts, replays, swaps, and everything signed anew."""
    counts: Counter[str] = Counter()
    path = ground.layout.journal
    whole = path.read_bytes()
    lines = whole.split(b"\n")[:-1]
    known = examine(ground.case)

    def tried(name: str, changed: list[bytes], where: str, looked: Callable[[], tuple[Finding, ...]]) -> None:
        with _written(path, whole, b"".join(line + b"\n" for line in changed)):
            findings = looked()
        counts[f"{name}_tried"] += 1
        right = any(one.where == where for one in findings if not one.derived)
        counts[f"{name}_placed"] += right
        if not right:
            print(f"tampering: {name} at {where}: {[*map(str, findings)][:3]}", file=sys.stderr)

    for number in range(1, len(lines)):
        cut = lines[:number]
        tried("truncation", cut, f"journal line {number + 1}", lambda: verify(ground.case, head=known.head))
    for number in range(1, len(lines) + 1):
        again = [*lines[:number], lines[number - 1], *lines[number:]]
        tried("replay", again, f"journal line {number + 1}", lambda: verify(ground.case))
    for number in range(1, len(lines)):
        swapped = [*lines[: number - 1], lines[number], lines[number - 1], *lines[number + 1 :]]
        tried("swap", swapped, f"journal line {number}", lambda: verify(ground.case))
    other = make_key(scratch / "other.pem", None)
    anew = list(_signed_anew(lines, other))
    tried("resigned", anew, "journal line 1", lambda: verify(ground.case, known.keys))
    for path_ in ground.certificates:
        body = json.loads(path_.read_bytes())
        del body["signature"]
        body["key"] = other.public
        forged = canonical({**body, "signature": other.sign(canonical(body))}) + b"\n"
        counts["resigned_tried"] += 1
        counts["resigned_placed"] += any(one.where == "certificate, key" for one in check(forged, known.keys).findings)
    return counts


def _signed_anew(lines: list[bytes], signer: Signer) -> Iterator[bytes]:
    """The journal as somebody with another key would write it, in itself without a flaw."""
    previous = FIRST
    written: list[bytes] = []
    for line in lines:
        plain = json.loads(line)
        del plain["signature"]
        plain |= {"key": signer.public, "previous": previous}
        if "tree" in plain["facts"]:
            size = plain["facts"]["tree"]["size"]
            plain["facts"]["tree"]["root"] = heads(tuple(written))[size]
        written.append(canonical({**plain, "signature": signer.sign(canonical(plain))}))
        previous = sha256(written[-1])
        yield written[-1]


def _databases(ground: Ground, changes: int, chance: random.Random) -> Counter[str]:
    """Bytes of the database changed: what is read from it afterwards is what it was, made again where it has to be."""
    counts: Counter[str] = Counter()
    path = ground.layout.database
    with variorum.open_case(ground.case) as opened:
        wanted = opened.record()
    for _ in range(changes):
        whole = bytearray(path.read_bytes())
        whole[chance.randrange(len(whole))] ^= chance.randrange(1, 256)
        path.write_bytes(whole)
        noticed = bool(verify(ground.case))
        with variorum.open_case(ground.case) as opened:
            counts["database_right"] += opened.record() == wanted
        variorum.build([REPORTS], case=ground.case)
        counts["database_tried"] += 1
        counts["database_noticed"] += noticed
        counts["database_clean_again"] += verify(ground.case) == ()
    return counts
