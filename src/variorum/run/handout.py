"""Word in the journal of what was handed on: exports, dossiers."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from variorum.case.naming import path_words
from variorum.case.store import Case
from variorum.errors import VariorumError
from variorum.run.pipeline import SOFTWARE


def tell_export(root: Path, kind: str, data: bytes, fingerprint: str, output: Path | None) -> str | None:
    """Why the journal could not be told that `data` was given out; None when it was told.

    A case that cannot be written to can still be read, shown and exported.
    """
    where = "standard output" if output is None else path_words(output)
    return tell_handout(root, kind, sha256(data).hexdigest(), fingerprint, where)


def tell_handout(root: Path, kind: str, digest: str, fingerprint: str, where: str) -> str | None:
    """Why the journal could not be told that something with this SHA-256 was given out, and where to; None when it was told."""
    try:
        with Case.open(root, SOFTWARE, write=True) as case:
            case.tell("exported", {"to": where}, kind=kind, sha256=digest, fingerprint=fingerprint)
    except VariorumError as error:
        return str(error)
    except OSError as error:
        return f"{root}: {(error.strerror or type(error).__name__).lower()}"
    return None
