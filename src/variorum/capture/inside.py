"""Names of things inside a file: harmless, each its own."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

LONGEST = 400  # code points of a name; longer ones are cut
SPECIAL = re.compile(r"[%;!\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
WITHIN = "!/"  # stands between a container's path and the path inside it


def safe_path(name: str) -> str:
    """`name` as a relative path that leads nowhere else and can stand in a locator: what could do harm is percent-encoded."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    kept = "/".join("%2E%2E" if part == ".." else SPECIAL.sub(_encoded, part) for part in parts)
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 20].rstrip("%") + "~" + kept[-19:]


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def hidden(path: str) -> bool:
    """Whether a file is one that folders hide: a name with a dot before it, or what macOS puts into archives."""
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in path.split("/"))


def below(container: str, path: str) -> str:
    """The path of something inside a container that may itself lie inside another."""
    return f"{container}{WITHIN}{path}" if container and path else container or path


class Names:
    """Gives each name once: `a.txt`, then `a~2.txt`."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def own(self, path: str) -> str:
        """`path`, or the next one like it that nothing has yet."""
        own = path
        while own in self._seen:
            self._seen[path] += 1
            pure = PurePosixPath(path)
            own = str(pure.with_name(f"{pure.stem}~{self._seen[path]}{pure.suffix}"))
        self._seen[own] = 1
        return own

    def any(self) -> bool:
        """Whether a name was given yet."""
        return bool(self._seen)
