"""Files that were sent to a case, not found on this disk: their names are data, and never become paths."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO

from variorum.capture.sidecar import sidecars_among
from variorum.errors import InputError
from variorum.run.pipeline import Progress, Summary, take_in
from variorum.run.stages import Given
from variorum.settings import Settings, settings_from

SENT = "added"  # where the case says that such files come from
LONGEST_PART = 200  # code points of one part of a name
MOST_PARTS = 20  # folders in a name
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: its name, which is nothing to trust, and its bytes to read."""

    name: str
    file: IO[bytes]


class Parcel:
    """Files put down in a folder of their own, under numbers; the folder goes with `close`."""

    def __init__(self, sent: Iterable[Sent], settings: Settings | None = None) -> None:
        self._settings = settings or settings_from()
        self._folder = Path(mkdtemp(prefix="variorum-added-"))
        try:
            self.given = self._put_down(list(sent))
        except BaseException:
            self.close()
            raise

    def _put_down(self, sent: Sequence[Sent]) -> tuple[Given, ...]:
        files = {clean(one.name): one for one in sent}
        files.pop("", None)
        beside = sidecars_among(files)
        given = []
        for number, name in enumerate(sorted(set(files) - set(beside.values())), 1):
            ending = PurePosixPath(name).suffix
            path = self._folder / f"{number:06}{ending if _ENDING.fullmatch(ending) else ''}"
            self._copy(files[name], path)
            if name in beside:
                self._copy(files[beside[name]], path.with_name(path.name + ".json"))
            given.append(Given(path, f"/{SENT}/{name}", self._settings.largest_input))
        if not given:
            raise InputError("no file came with it; choose reports, or a folder of them")
        return tuple(given)

    def _copy(self, sent: Sent, path: Path) -> None:
        sent.file.seek(0)
        with path.open("xb") as target:
            shutil.copyfileobj(sent.file, target)

    def take_in(self, root: Path, tell: Progress) -> Summary:
        """What came of taking the files into the case at `root`."""
        return take_in(self.given, root, None, tell, self._settings)

    def close(self) -> None:
        """Removes the files."""
        shutil.rmtree(self._folder, ignore_errors=True)


def clean(name: str) -> str:
    """A name as the case can keep it: parts between slashes, none of them up or empty, nothing in it that hides; empty for none."""
    parts = [_CONTROL.sub("\ufffd", part).strip()[-LONGEST_PART:] for part in name.replace("\\", "/").split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    return "/".join(kept[-MOST_PARTS:])
