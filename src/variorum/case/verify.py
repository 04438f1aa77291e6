"""Whether a case is what it was: originals, texts, blobs, journal, tokens and database against one another."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.case.blobs import Blobs, each_line
from variorum.case.database import Database
from variorum.case.journal import Entry, Scan, bears_signature, heads, is_canonical, scan
from variorum.case.keys import fingerprint
from variorum.case.layout import Layout, sha256
from variorum.case.lock import undisturbed
from variorum.case.originals import each_original, original_path
from variorum.case.state import State, erased_by, replayed
from variorum.case.store import check_version
from variorum.case.texts import each_text, text_path
from variorum.case.tokens import BadToken, certificates, read_stamp, read_token, stamped_words
from variorum.errors import CaseError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where. `derived`: only what is derived differs; evidence and journal are whole."""

    where: str
    what: str
    derived: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at a case gave: what is wrong, what is worth knowing, the head, and the fingerprints of the keys that signed."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    head: str
    keys: tuple[str, ...]


def verify(
    root: Path, keys: Sequence[str] = (), head: str | None = None, roots: Sequence[Certificate] = ()
) -> tuple[Finding, ...]:
    """What is wrong with the case at `root`; nothing when all is as it was written."""
    return examine(root, keys, head, roots).findings


def examine(root: Path, keys: Sequence[str] = (), head: str | None = None, roots: Sequence[Certificate] = ()) -> Verified:
    """What is to be said of the case at `root`, held against fingerprints of keys and a head known from elsewhere, where given."""
    layout = Layout(root)
    if not layout.journal.is_file():
        raise CaseError(f"{root}: not a case (no journal.jsonl in it); name the folder given to `build --case`")
    check_version(layout)
    with undisturbed(layout.lock):
        found = scan(layout)
        blobs = Blobs(layout)
        state = replayed(found.entries, blobs)
        grown = heads(found.lines)
        notes = [*_by_order(found, blobs), *_unknown(layout, state)]
        findings = (
            *_journal(found, grown),
            *(Finding(f"journal line {number}", "says what this version cannot take in") for number in state.unread),
            *_blobs(layout, found, state),
            *_originals(layout, state),
            *_texts(layout, state),
            *_tokens(layout, found, grown, roots, notes),
            *(_signers(found, keys) if keys else ()),
            *(_known_head(grown, head) if head is not None else ()),
            *_database(layout, state),
        )
    signers = tuple(dict.fromkeys(fingerprint(k) for k in dict.fromkeys(e.key for e in found.entries) if _is_key(k)))
    return Verified(
        findings, (*_open_to_others(layout), *_remarkable(found), *dict.fromkeys(notes)), f"{len(grown) - 1}:{grown[-1]}", signers
    )


def _open_to_others(layout: Layout) -> Iterator[str]:
    if stat.S_IMODE(layout.root.stat().st_mode) & 0o007:
        yield f"{layout.root}: every account of this machine can look into it; `chmod -R o= {layout.root}` closes it"


def _is_key(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _journal(found: Scan, grown: Sequence[str]) -> Iterator[Finding]:
    wrong = {problem.line: problem.what for problem in found.problems}
    entries = iter(found.entries)
    for number, line in enumerate(found.lines, 1):
        told = wrong.get(number)
        entry = None if told == "is no entry any more" else next(entries)
        if entry is not None and not is_canonical(entry, line):
            told = "is not written as it was"
        elif entry is not None and not bears_signature(entry, line):
            told = "does not bear the signature of its key"
        elif entry is not None and told is None:
            told = _wrong_tree(entry, grown)
        if told is not None:
            yield Finding(f"journal line {number}", told)
    if found.torn:
        told = f"{len(found.torn)} bytes of a torn line; the next build sets them aside"
        yield Finding(f"journal line {len(found.lines) + 1}", told)
    if not found.entries or found.entries[0].what != "opened":
        yield Finding("journal line 1", "is not the opening of the case")


def _wrong_tree(entry: Entry, grown: Sequence[str]) -> str | None:
    tree = entry.facts.get("tree")
    if tree is None:
        return None
    size = tree.get("size") if isinstance(tree, dict) else None
    if not isinstance(size, int) or not 0 <= size < entry.seq or size >= len(grown) or grown[size] != tree.get("root"):
        return "tells another head than the lines before it have"
    return None


def _remarkable(found: Scan) -> Iterator[str]:
    last = ""
    for entry in found.entries:
        if entry.what == "mended":
            yield f"journal line {entry.seq}: what a build that was cut short had left was set aside"
        if entry.time < last:
            yield f"journal line {entry.seq}: its time is before that of the line before; a clock was set back"
        last = entry.time


def _signers(found: Scan, keys: Sequence[str]) -> Iterator[Finding]:
    known: dict[str, bool] = {}
    for number, entry in enumerate(found.entries, 1):
        if entry.key not in known:
            known[entry.key] = _is_key(entry.key) and fingerprint(entry.key) in {k.lower() for k in keys}
        if not known[entry.key]:
            yield Finding(f"journal line {number}", "is signed by another key than given; so may be lines after it")
            return


def _known_head(grown: Sequence[str], head: str) -> Iterator[Finding]:
    size, colon, root = head.strip().lower().rpartition(":")
    if not colon:
        if root not in grown:
            yield Finding("journal", "has at no length the head given: its end was cut off, or it was written anew")
        return
    number = int(size) if size.isdecimal() else -1
    if number < 0:
        yield Finding("journal", "the head given is none; it looks like 17:0123abcd..., as `build` prints it")
    elif number >= len(grown):
        last = len(grown) - 1
        yield Finding(f"journal line {last + 1}", f"its end was cut off: the head given is of {number} lines, there are {last}")
    elif grown[number] != root:
        yield Finding("journal", f"the first {number} lines are not those that the head given was taken of")


def _blobs(layout: Layout, found: Scan, state: State) -> Iterator[Finding]:
    named: dict[str, int] = {}
    for entry in found.entries:
        for commitment in (entry.actor, *entry.commitments):
            named.setdefault(commitment, entry.seq)
    there: set[str] = set()
    for path, number, line in each_line(layout):
        commitment = sha256(line)
        there.add(commitment)
        if commitment not in named:
            where = f"{path.relative_to(layout.root)} line {number}"
            yield Finding(where, "was altered, or left by a build that was cut short; no line of the journal knows it")
    for commitment, line_number in named.items():
        if commitment in state.erased:
            if commitment in there:
                again = "is erased, as a later line tells, and still there; the next build removes it"
                yield Finding(f"journal line {line_number}", f"its blob {commitment[:12]} {again}", True)
        elif commitment not in there:
            yield Finding(f"journal line {line_number}", f"its blob {commitment[:12]} is missing or was altered")


def _by_order(found: Scan, blobs: Blobs) -> Iterator[str]:
    """A sentence for each erasure: by whose order, and what went."""
    said = {c: entry.seq for entry in reversed(found.entries) for c in entry.commitments}
    for entry in found.entries:
        gone = erased_by(entry)[: -len(entry.commitments[1:]) or None]
        if not gone:
            continue
        who = blobs.read(entry.commitments[0]) if entry.commitments else None
        order = f"by order of {who['by']} ({who['reason']})" if who and {"by", "reason"} <= who.keys() else "by order"
        lines = sorted({said[c] for c in gone if c in said})
        files = [_counted(entry.facts.get(f"{noun}s"), noun) for noun in ("original", "text")]
        words = f"what {'line' if len(lines) == 1 else 'lines'} {', '.join(map(str, lines))} said" if lines else ""
        yield f"journal line {entry.seq}: erased {order}: {', '.join(one for one in (*files, words) if one)}"


def _counted(number: object, noun: str) -> str:
    """A number with its noun; empty for none."""
    return f"{number} {noun}{'s' * (number != 1)}" if isinstance(number, int) and number else ""


def _unknown(layout: Layout, state: State) -> Iterator[str]:
    """Files that no line of the journal tells of; they are no part of the case."""
    told = "no line of the journal tells of it: left by a build that was cut short, or put back after it was erased"
    originals = {kept.capture.sha256 for kept in state.taken.values()}
    texts = {text for _, text in state.texts}
    yield from (f"original {path.name[:12]}: {told}" for path in each_original(layout) if path.name not in originals)
    yield from (f"text {path.stem[:12]}: {told}" for path in each_text(layout) if path.stem not in texts)


def _originals(layout: Layout, state: State) -> Iterator[Finding]:
    names = {kept.capture.sha256: f"of {kept.name} " for kept in state.kept()}
    for path in each_original(layout):
        if sha256(path.read_bytes()) != path.name:
            yield Finding(f"original {path.name[:12]}", f"{names.get(path.name, '')}was altered")
    for kept in state.kept():
        if not original_path(layout, kept.capture.sha256).is_file():
            yield Finding(f"original {kept.capture.sha256[:12]}", f"of {kept.name} is missing")


def _texts(layout: Layout, state: State) -> Iterator[Finding]:
    for path in each_text(layout):
        if sha256(path.read_bytes()) != path.stem:
            yield Finding(f"text {path.stem[:12]}", "was altered")
    for document, text in state.texts:
        if not text_path(layout, text).is_file():
            yield Finding(f"text {text[:12]}", f"of document {document} is missing")


def _tokens(
    layout: Layout, found: Scan, grown: Sequence[str], roots: Sequence[Certificate], notes: list[str]
) -> Iterator[Finding]:
    for entry in found.entries:
        if entry.what != "timestamped":
            continue
        digest, tree = str(entry.facts.get("token")), entry.facts.get("tree")
        where = f"token {digest[:12]} (journal line {entry.seq})"
        token = read_token(layout, digest)
        if token is None or sha256(token) != digest:
            yield Finding(where, "is missing" if token is None else "was altered")
            continue
        pem = entry.facts.get("root")
        kept = read_token(layout, str(pem), "pem") if pem is not None else None
        if pem is not None and (kept is None or sha256(kept) != pem):
            yield Finding(where, "its root certificate " + ("is missing" if kept is None else "was altered"))
            continue
        if not isinstance(tree, dict) or not isinstance(tree.get("size"), int):
            continue  # told already
        try:
            trusted = roots or (certificates(kept) if kept is not None else ())
            stamp = read_stamp(token, stamped_words(tree["size"], str(tree.get("root"))), trusted)
        except (BadToken, ValueError) as error:
            yield Finding(where, str(error))
            continue
        told = f"{where}: {stamp.authority} says that these {tree['size']} lines were there on {stamp.time}"
        doubt = "; its signature was not checked, no root certificate here vouches for it (give one with --tsa-root)"
        notes.append(told + ("" if stamp.vouched else doubt))


def _database(layout: Layout, state: State) -> Iterator[Finding]:
    if not layout.database.exists():
        return  # derived: the next build, or the next look, makes it again
    again = "the next build makes it again"
    try:
        database = Database(layout.database, write=False)
    except CaseError as error:
        yield Finding("database", str(error), True)
        return
    try:
        row, digest = database.record_row(), database.digest()
        if not database.sound():
            yield Finding("database", f"is damaged; {again}", True)
        elif row is None or not state.is_built() or state.built is None:
            yield Finding("database", "is behind the journal; the next build brings it up", True)
        elif (row[1], row[2], digest) != (state.changed, state.built.facts["fingerprint"], state.built.facts["database"]):
            yield Finding("database", f"is not what the last build left; {again}", True)
    except CaseError:
        yield Finding("database", f"is damaged; {again}", True)
    finally:
        database.close()
