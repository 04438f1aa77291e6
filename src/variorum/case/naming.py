"""Short names of files: the shortest end of a path that no other path of the case has."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath


def path_words(path: Path) -> str:
    """The absolute path as text that JSON can hold: bytes that are no UTF-8 stand as backslash escapes."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace").replace(os.sep, "/")  # noqa: PTH100


def short_names(paths: Iterable[str]) -> dict[str, str]:
    """For each path its shortest suffix, in whole components, that is unique among `paths`; order does not matter."""
    parts = {path: [part for part in PurePosixPath(path).parts if part != "/"] for path in paths}
    names: dict[str, str] = {}
    depth = 0
    while len(names) < len(parts):
        depth += 1
        ends = {path: "/".join(parts[path][-depth:]) for path in parts}
        seen = Counter(ends.values())
        for path, end in ends.items():
            if path not in names and (seen[end] == 1 or depth >= len(parts[path])):
                names[path] = end
    return names
