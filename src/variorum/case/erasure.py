"""Files of a case removed for good: originals, reading texts, and what was derived from them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from variorum.case.database import forget
from variorum.case.layout import FOLDER, Layout, make_folder, sync_folder
from variorum.case.originals import original_path
from variorum.case.texts import text_path


@dataclass(frozen=True, slots=True)
class Files:
    """What goes: originals and texts by their hashes, and the ids of the documents (and of the files they were in) they gave."""

    originals: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


NO_FILES = Files()


def remove(layout: Layout, files: Files) -> None:
    """Removes these files, and what the database has of them; what is gone already is no error, so that it can be done again.

    The database must be closed.
    """
    make_folder(layout.temporary, layout.rights(FOLDER))
    forget(layout.database, layout.temporary / "database", files.documents)
    for path in (*(original_path(layout, d) for d in files.originals), *(text_path(layout, d) for d in files.texts)):
        _unlink(path)


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_folder(path.parent)
        with suppress(OSError):  # the folder holds others
            path.parent.rmdir()
