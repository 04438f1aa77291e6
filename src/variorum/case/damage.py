"""A quick look at what is kept: whether originals and texts are there, with the bytes that they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from variorum.case.layout import Layout, sha256
from variorum.case.originals import original_path
from variorum.case.state import Kept
from variorum.case.texts import each_text

FEW = 2000  # documents up to which a look in passing takes no time that anybody notices


def damage(layout: Layout, kept: Sequence[Kept], most: int | None = None) -> tuple[str, ...]:
    """What is missing or altered, a clause each.

    With `most` it is a look in passing: at no more than that many bytes, and at nothing in a case of over FEW documents. It looks at no journal and no signature; `variorum.case.verify` does that.
    """
    if most is not None and len(kept) > FEW:
        return ()
    held = {original_path(layout, one.capture.sha256): one for one in kept}
    gone = [f"the original of {one.name} is missing" for path, one in held.items() if not path.is_file()]
    originals = [(path, path.name, f"the original of {one.name}") for path, one in held.items() if path.is_file()]
    texts = [(path, path.stem, f"the text {path.stem[:12]}") for path in each_text(layout)]
    files = [*originals, *texts]
    if most is not None and sum(path.stat().st_size for path, _, _ in files) > most:
        return tuple(gone)
    return (*gone, *_altered(files))


def _altered(files: Iterable[tuple[Path, str, str]]) -> Iterator[str]:
    for path, digest, what in files:
        if sha256(path.read_bytes()) != digest:
            yield f"{what} was altered"
