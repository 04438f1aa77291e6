"""Files that were sent to a case, not found on this disk: their names are data, and never become paths."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from variorum.capture.sidecar import sidecars_among
from variorum.errors import InputError
from variorum.run.pipeline import Progress, Summary, take_in
from variorum.run.stages import Given
from variorum.settings import Settings, settings_from

SENT = "added"  # where the case says that such files come from
LONGEST_PART = 200  # code points of one part of a name
MOST_PARTS = 20  # folders in a name
PREFIX = "variorum-added-"  # of the folders in which files lie until they are taken in
PIECE = 1_000_000  # bytes copied at a time
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,12}")
_PLACE = re.compile(f"/{SENT}/[0-9a-f]{{12}}/")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: its name, which is nothing to trust, and its bytes to read."""

    name: str
    file: IO[bytes]


class Parcel:
    """Files put down in a folder of their own, under numbers; the folder goes once all are taken in, or with `close`.

    The case is to know each by a hash of its bytes and its name: another report of the same name is no new version of the first.
    """

    def __init__(self, sent: Iterable[Sent], settings: Settings | None = None) -> None:
        self._settings = settings or settings_from()
        self._folder, self._held = _own_folder()
        try:
            self.given = self._put_down(sent)
        except BaseException:
            self.close()
            raise

    def _put_down(self, sent: Iterable[Sent]) -> tuple[Given, ...]:
        files = self._named(sent)
        beside = sidecars_among(files)
        given = []
        for name in sorted(set(files) - set(beside.values())):
            path, digest = files[name]
            if name in beside:
                shutil.copyfile(files[beside[name]][0], path.with_name(path.name + ".json"))
            given.append(Given(path, f"/{SENT}/{digest[:12]}/{name}", self._settings.largest_input))
        if not given:
            raise InputError("no file came with it; choose reports, or a folder of them")
        return tuple(given)

    def _named(self, sent: Iterable[Sent]) -> dict[str, tuple[Path, str]]:
        """Where each file lies, and the hash of its bytes, by a name of its own: others of one name get a number, unless they are equal."""
        files: dict[str, tuple[Path, str]] = {}
        for number, one in enumerate(sent, 1):
            name = clean(one.name)
            if not name:
                continue
            ending = PurePosixPath(name).suffix
            path = self._folder / f"{number:06}{ending if _ENDING.fullmatch(ending) else ''}"
            digest = _copied(one.file, path)
            names = (numbered(name, count) for count in range(1, number + 1))
            free = next((other for other in names if other not in files or files[other][1] == digest), name)
            if free in files:
                path.unlink()
            else:
                files[free] = path, digest
        return files

    def take_in(self, root: Path, tell: Progress) -> Summary:
        """What came of taking the files into the case at `root`."""

        def told(stage: str, done: int, total: int) -> None:
            if stage != "taking in" or done >= total:  # all of them were read by now
                self.close()
            tell(stage, done, total)

        return take_in(self.given, root, None, told, self._settings)

    def close(self) -> None:
        """Removes the files."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None


def _own_folder() -> tuple[Path, int | None]:
    """A new folder, and what keeps `sweep` off it as long as this process has it open."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):  # swept before it was held
            held = os.open(folder, os.O_RDONLY)
            with suppress(OSError):  # a file system without locks
                fcntl.flock(held, fcntl.LOCK_EX)
            if folder.exists():
                return folder, held
            os.close(held)


def sweep() -> int:
    """How many folders of files were removed that a process left behind when it was killed; those still in use stay."""
    count = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # gone by now, or somebody else's
            continue
        try:
            if os.fstat(held).st_uid != os.getuid():
                continue
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
            count += 1
        except OSError:  # in use
            continue
        finally:
            os.close(held)
    return count


def _copied(file: IO[bytes], path: Path) -> str:
    """The hash of the bytes, after writing them to `path`."""
    file.seek(0)
    found = sha256()
    with path.open("xb") as target:
        while piece := file.read(PIECE):
            found.update(piece)
            target.write(piece)
    return found.hexdigest()


def numbered(name: str, count: int) -> str:
    """The name with a number before its first dot, from the second on: `a (2).txt`, and `a (2).txt.json` says what is known of that."""
    if count == 1:
        return name
    start = name.rfind("/") + 1
    dot = name.find(".", start + 1)
    stem = name if dot < 0 else name[:dot]
    return f"{stem} ({count}){name[len(stem) :]}"


def as_sent(words: str) -> str:
    """What begins with a place in the case as it begins with the name that was sent."""
    return _PLACE.sub("", words, count=1) if words.startswith(f"/{SENT}/") else words


def clean(name: str) -> str:
    """A name as the case can keep it: parts between slashes, none of them up or empty, nothing in it that hides; empty for none."""
    parts = [_CONTROL.sub("\ufffd", part).strip()[-LONGEST_PART:] for part in name.replace("\\", "/").split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    return "/".join(kept[-MOST_PARTS:])
