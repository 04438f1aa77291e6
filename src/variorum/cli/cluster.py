"""What the command line knows of clusters: the runner of a build, editions in Parquet, and taking stories from them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from variorum.cli.output import ASCII, bar, can_print
from variorum.errors import InputError

if TYPE_CHECKING:
    from variorum.run.runner import Runner


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads and for what, as a build was asked for."""

    runner: str
    address: str | None
    output: str | None
    volume: int | None


def readers_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with options that say who reads and for what, given to it as one: `readers`."""

    @click.option("--runner", type=click.Choice(("local", "ray")), default="local", show_default=True, help="Who reads.")
    @click.option("--address", metavar="HOST:PORT", help="Of a running Ray cluster; else one is started here.")
    @click.option("--output", metavar="DIR", help="With --runner ray and without --case: a folder for an edition in Parquet.")
    @click.option("--volume", type=click.IntRange(1), help="Reports that are collated together in an edition (else 5000).")
    @wraps(command)
    def gathered(runner: str, address: str | None, output: str | None, volume: int | None, **others: Any) -> None:
        command(readers=Readers(runner, address, output, volume), **others)

    return gathered


def check(case: Path | None, readers: Readers) -> None:
    """Raises InputError where the options of a build do not go together."""
    runner, address, output = readers.runner, readers.address, readers.output
    if case is None and output is None:
        raise InputError("where to? name a case with --case CASE; or, with --runner ray, an edition with --output DIR")
    if case is not None and output is not None:
        raise InputError("--case and --output: one of them; `variorum import` takes stories from an edition into a case")
    if output is not None and runner != "ray":
        raise InputError("--output makes an edition, which a cluster reads; add --runner ray, or name a case with --case")
    if address is not None and runner != "ray":
        raise InputError(f"--address {address}: only Ray has one; add --runner ray")
    if readers.volume is not None and output is None:
        raise InputError("--volume: a case is collated as a whole; only an edition (--output) has volumes")


@contextmanager
def opened_runner(readers: Readers, jobs: int | None) -> Iterator[Runner | None]:
    """The runner that was asked for; None for the processes of this machine."""
    if readers.runner == "local":
        yield None
        return
    from variorum.run.ray import RayRunner

    # What Ray says of machines it has lost is for whoever watches, not for whoever takes what is printed.
    with redirect_stdout(sys.stderr), RayRunner(readers.address, jobs) as opened:
        yield opened


def edition(addresses: tuple[str, ...], readers: Readers, title: str | None, jobs: int | None, strict: bool) -> None:
    """Builds an edition and says what it holds."""
    from variorum.run.edition import build_edition
    from variorum.run.sources import find_sources
    from variorum.run.volumes import SIZE

    output = str(readers.output)
    find_sources(addresses, output)  # what is wrong with them is said before a cluster is started
    with opened_runner(readers, jobs) as runner, bar() as progress:
        assert runner is not None
        found = build_edition(addresses, output, runner, title, readers.volume or SIZE, tell=progress)
    volumes = f"{found.volumes} volume{'s' * (found.volumes > 1)}, {found.new} of them made now"
    copies = f", {found.copies} of them copies that were read once" if found.copies else ""
    click.echo(f"edition        {found.output} ({volumes})")
    click.echo(f"documents      {found.documents} from {found.originals} originals{copies}")
    click.echo(f"stories        {found.stories}")
    click.echo(f"claims         {found.claims}; discrepancies {found.discrepancies}")
    click.echo(f"fingerprint    {found.fingerprint}")
    if found.failures:
        noun = "input was" if found.failures == 1 else "inputs were"
        click.echo(f"variorum: warning: {found.failures} {noun} not read whole; see failures/*.parquet in {output}", err=True)
        if strict:
            raise SystemExit(1)


@click.command("import")
@click.argument("edition")
@click.option("--case", "case", required=True, type=click.Path(path_type=Path), help="The case folder; made when missing.")
@click.option("--story", "stories", multiple=True, metavar="ID", help="A story to take; may be given many times.")
@click.option("--volume", "volumes", multiple=True, metavar="ID", help="A volume to take whole; may be given many times.")
@click.option("--title", help="What the case is called (else as the edition).")
@click.option("--jobs", type=click.IntRange(1), help="Processes that read at the same time (else VARIORUM_JOBS, or 1).")
@ASCII
def import_(
    edition: str, case: Path, stories: tuple[str, ...], volumes: tuple[str, ...], title: str | None, jobs: int | None, ascii: bool
) -> None:
    """Takes stories of an edition into a case: their originals are copied, and the journal tells where from.

    Without --story and --volume everything is taken.

    Example: variorum import edition/ --case desk --story s0123456789ab
    """
    from variorum.run.importing import import_stories
    from variorum.show.terminal import summary as six_lines

    with bar() as progress:
        summary = import_stories(edition, case, stories, volumes, title=title, jobs=jobs, progress=progress)
    click.echo(six_lines(summary.record, ascii=ascii or not can_print("◎≠"), languages=summary.languages), nl=False)
    click.echo(f"journal head   {summary.head}\nsigned by key  {summary.key}")
