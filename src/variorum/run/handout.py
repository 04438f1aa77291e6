"""Word in the journal of what was handed on: exports, dossiers."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from variorum.case.naming import path_words
from variorum.case.store import Case
from variorum.errors import VariorumError
from variorum.run.pipeline import SOFTWARE
from variorum.run.sharing import Released


def tell_export(root: Path, kind: str, data: bytes, copy: Released, output: Path | None) -> str | None:
    """Why the journal could not be told that `data` was given out, and who was named on purpose; None when it was told.

    A case that cannot be written to can still be read, shown and exported.
    """
    where = "standard output" if output is None else path_words(output)
    try:
        with Case.open(root, SOFTWARE, write=True) as case:
            case.tell(
                "exported",
                {"to": where, **({"named": list(copy.named)} if copy.named else {})},
                kind=kind,
                sha256=sha256(data).hexdigest(),
                fingerprint=copy.record.fingerprint,
                shared=copy.record.release.shared,
                withheld=len(copy.record.release.pseudonyms),
            )
    except VariorumError as error:
        return str(error)
    except OSError as error:
        return f"{root}: {(error.strerror or type(error).__name__).lower()}"
    return None
