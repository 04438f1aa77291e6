"""What the commands share: where output goes, what a terminal can show, how progress is told."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from variorum.errors import VariorumError
from variorum.show.controls import visible

if TYPE_CHECKING:
    from variorum.case.store import Case
    from variorum.export.book import Book
    from variorum.model.record import Record
    from variorum.run.sharing import Released

CASE = click.argument("case", type=click.Path(path_type=Path))
SETTLED = 5.0  # seconds of a stage after which its pace is known
CHEAP = 8_000_000  # bytes of originals and texts that are hashed in passing, in a few hundredths of a second
ASCII = click.option("--ascii", is_flag=True, help="Signs in plain ASCII.")


NAME = click.option("--name", "named", multiple=True, help="Somebody at risk to be named on purpose; the journal tells it.")
REDACT = click.option("--redact", multiple=True, help="Somebody whose name is withheld, under a pseudonym; as often as needed.")
SHARE = click.option(
    "--share", is_flag=True, help="A copy to leave the desk: people at risk withheld, sentences instead of reports."
)


def told_journal(case: Path, kind: str, text: str, copy: Released, output: Path | None) -> None:
    from variorum.run.handout import tell_export

    release = copy.record.release
    facts = {"shared": release.shared, "withheld": len(release.pseudonyms)}
    trouble = tell_export(case, kind, text.encode("utf-8"), copy.record.fingerprint, output, copy.named, **facts)
    if trouble is not None:
        click.echo(f"variorum: warning: the journal does not tell of this: {trouble}", err=True)


def told_desk(record: Record, copy: Released) -> None:
    """Says on standard error what the copy is, who is withheld in it, and what is to be read before it leaves."""
    from variorum.run.sharing import SHOWN, written

    for line in copy.notes:
        click.echo(visible(f"variorum: {line}"), err=True)
    if copy.review:
        click.echo("variorum: to be read before this leaves; it may tell who is withheld:", err=True)
    for line in written(record, copy.review, SHOWN):
        click.echo(visible(f"  {line}"), err=True)


def warn_of_damage(case: Case, most: int | None = None) -> None:
    """Says in one line on standard error that what is kept is not what was given; for `most`, see `damage`."""
    from variorum.case.damage import damage

    if found := (*filter(None, [case.trouble]), *damage(case.layout, case.state.kept(), most)):
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        step = f"`variorum verify {case.layout.root}` tells all; put back what was kept from a copy"
        click.echo(f"variorum: warning: {found[0]}{more}; {step}", err=True)


def warn_of_people(case: Path, book: Book) -> None:
    """Says in one line on standard error how many people need thought before what is made of a record leaves the desk."""
    from variorum.show.atrisk import notice

    if told := notice(book, str(case)):
        click.echo(visible(f"variorum: {told}"), err=True)


def give(output: Path | None, text: str) -> None:
    if output is None:
        text = visible(text) if sys.stdout.isatty() else text  # a file gets every character, a terminal none that it obeys
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    else:
        write(output, text.encode("utf-8"))


def write(output: Path, data: bytes) -> None:
    from variorum.case.layout import write_whole

    if not output.parent.is_dir():
        raise VariorumError(f"{output.parent}: no such folder; make it, or name another file")
    write_whole(output, data, output.parent)


def can_print(signs: str) -> bool:
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """What shows progress on a terminal; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    width = 0
    begun: dict[str, tuple[float, int]] = {}  # by stage: when it was first told of, and how much was done by then

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal width
        now = time.monotonic()
        since, before = begun.setdefault(stage, (now, done))
        line = progress_line(stage, done, total, remaining(now - since, done - before, total - done))
        _draw(sys.stderr, line.ljust(width))
        width = len(line)

    try:
        yield progress
    finally:
        if width:
            _draw(sys.stderr, " " * width)
            _draw(sys.stderr, "")


def progress_line(stage: str, done: int, total: int, left: float | None) -> str:
    """One line that shows how much of a stage is done, and how long it will still take where that can be told."""
    filled = 24 * done // max(total, 1)
    return f"{stage:<10} [{'#' * filled}{'-' * (24 - filled)}] {100 * done // max(total, 1):>3}%{_in_words(left)}"


def remaining(seconds: float, done: int, left: int) -> float | None:
    """Seconds that what is left of a stage will take, at the pace so far; None while that is too little to tell by."""
    return seconds * left / done if seconds >= SETTLED and done > 0 and left > 0 else None


def _in_words(left: float | None) -> str:
    if left is None:
        return ""
    if left < 50:
        return f"  about {max(10 * round(left / 10), 10)} s left"
    return f"  about {round(left / 60)} min left" if left < 5400 else f"  about {round(left / 3600)} h left"


def _draw(stream: IO[Any], line: str) -> None:
    stream.write(f"\r{line}")
    stream.flush()
