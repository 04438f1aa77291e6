"""Hostile files: mutations of good ones, each read or listed with its reason. Prints its counts; predicts nothing."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import re
import resource
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from variorum.model.document import Capture, Document
from variorum.run.sandbox import WAITS, Found, Job, Sandbox
from variorum.settings import Settings

FILES = 10_000
SEED = 20240312
LIMITS = Settings(report_seconds=20, worker_memory=1024)
GRACE = 10  # seconds by the clock beyond the limit until a worker is certainly gone


def measure(data: Path, limit: int | None = None) -> list[tuple[str, float]]:
    """How many of so many mutated files (10,000) were read, wholly or in part, failed (by reason), crashed the program, or passed a limit.

    The files in `data` are the good ones; the mutations are the same on every run.
    """
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    slowest, megabyte = 0.0, 1024 if sys.platform != "darwin" else 1024 * 1024
    with Sandbox(LIMITS) as sandbox:
        for name, mutated in mutations(data, FILES if limit is None else limit):
            start = time.monotonic()
            try:
                found = sandbox.read(Job(Capture(name, hashlib.sha256(mutated).hexdigest(), len(mutated)), mutated))
                unsound = any(not _sound(document) for document in found.documents)
            except Exception as error:  # what must not happen is counted, not hidden
                counts["crashes"] += 1
                reasons[f"{type(error).__name__}"] += 1
                continue
            taken = time.monotonic() - start
            slowest = max(slowest, taken)
            counts["files"] += 1
            counts[_outcome(found)] += 1
            counts["unsound"] += unsound
            counts["past_time"] += taken > (WAITS * LIMITS.report_seconds + GRACE) * (1 + len(found.unread))
            if not found.documents:
                reasons[_reason(found)] += 1
        peak = sandbox.peak / megabyte
    counts["past_memory"] = int(peak > LIMITS.worker_memory)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / megabyte
    named = ("files", "read", "read_in_part", "failed", "silent", "unsound", "crashes", "past_time", "past_memory")
    figures = [(name, float(counts[name])) for name in named]
    figures += [("slowest_s", slowest), ("worker_peak_mb", peak), ("own_peak_mb", own)]
    return figures + [(f"because {reason}", float(count)) for reason, count in reasons.most_common(40)]


def _outcome(found: Found) -> str:
    if not found.documents:
        return "failed" if found.unread else "silent"
    return "read_in_part" if found.unread else "read"


def _reason(found: Found) -> str:
    """The first reason without what is particular to the file."""
    first = found.unread[0].reason if found.unread else "nothing"
    return re.sub(r"['\"].*?['\"]|\d+|\s+(?=\s)", "", re.split(r"[;,(]", first)[0]).strip()[:60]


def _sound(document: Document) -> bool:
    """Whether all blocks stand in the text, in order, and say where they are from."""
    at = 0
    for block in document.blocks:
        if not (at <= block.span.start < block.span.end <= len(document.text)) or not block.locator:
            return False
        at = block.span.end
    return bool(document.blocks)


def mutations(data: Path, count: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of so many files grown from those in a folder, each by one to three changes; some under another's name."""
    good = {path.name: path.read_bytes() for path in sorted(data.iterdir()) if path.is_file()}
    names = sorted(good)
    chance = random.Random(SEED)
    for number in range(count):
        name = names[number % len(names)]
        other = good[chance.choice(names)]
        changed = good[name]
        for _ in range(chance.randint(1, 3)):
            changed = chance.choice(CHANGES)(changed, other, chance)
        ending = PurePath(name if chance.random() < 0.9 else chance.choice(names)).suffix
        yield f"{number:05d}{ending}", changed


Change = Callable[[bytes, bytes, random.Random], bytes]


def _flipped(data: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data or b"\0")
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _removed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.randint(1, 200) :]


def _inserted(data: bytes, other: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    piece = chance.choice(
        (chance.randbytes(chance.randint(1, 300)), b"\0" * 5000, b"(" * 5000, b"<a>" * 3000, data[:at][-500:] * 20)
    )
    return data[:at] + piece + data[at:]


def _swapped_head(data: bytes, other: bytes, chance: random.Random) -> bytes:
    size = chance.choice((4, 8, 16, 64, 512))
    return other[:size] + data[size:]


def _spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _numbered(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A number in it made another, often a huge one."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    at = chance.choice(found)
    return data[: at.start()] + chance.choice((b"0", b"-1", b"99999999999", b"2147483648", b"65536")) + data[at.end() :]


def _inside(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Something packed in it changed and packed again, so that checksums hold and the change reaches the readers."""
    plain = chance.choice((_flipped, _cut, _removed, _inserted, _spliced, _numbered))
    if data.startswith(b"\x1f\x8b"):
        try:
            return gzip.compress(plain(gzip.decompress(data), other, chance), mtime=0)
        except (OSError, EOFError, zlib.error):
            return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # it was changed before, or is no archive
        return _flipped(data, other, chance)
    out = io.BytesIO()
    chosen = chance.randrange(len(files)) if files else 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(files):
            changed = plain(content, other, chance) if number == chosen else content
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 12, 7, 30, 0)), changed, zipfile.ZIP_DEFLATED)
    return out.getvalue()


CHANGES: tuple[Change, ...] = (_flipped, _cut, _removed, _inserted, _swapped_head, _spliced, _numbered, _inside, _inside)
