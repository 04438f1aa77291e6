"""The command that opens the reading room: serve."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.output import CASE, CHEAP, warn_of_damage
from variorum.errors import VariorumError
from variorum.show.controls import visible

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OPEN = (
    "{host}: then every machine that reaches this one can ask for the case, over a line that anybody on it can read and change: "
    "reports, names and decisions, and the address that lets in. Add --i-know if that is meant, or leave --host out"
)


@click.command()
@CASE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port (else any that is free).")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed all the same.")
@click.option("--read-only", is_flag=True, help="Nothing can be decided or added.")
@click.option("--i-know", is_flag=True, help="Listen on another address than this machine's own, for all who reach it.")
def serve(case: Path, host: str, port: int, no_browser: bool, read_only: bool, i_know: bool) -> None:
    """Opens the reading room: the case as pages in a browser, to compare, decide and sign. Ctrl-C ends it.

    Prints one line, the address, with a token that lets in one browser, once. Nothing leaves this machine. Where there is no
    case yet, a new one is made, into which reports can be dropped in the browser.

    Example: variorum serve mycase
    """
    if host not in LOOPBACK and not i_know:
        raise VariorumError(OPEN.format(host=host))
    from variorum.case.store import Case
    from variorum.run.begin import begin
    from variorum.run.pipeline import SOFTWARE
    from variorum.show.room.server import serve as run

    if not read_only and begin(case):
        click.echo(visible(f"variorum: {case}: a new case, with nothing in it yet"), err=True)
    with Case.open(case, SOFTWARE) as opened:
        warn_of_damage(opened, CHEAP)
    run(case, host, port, read_only, not no_browser, click.echo)
