"""Commands that keep what a person decides: decide, sign."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.output import CASE
from variorum.show.controls import visible

VERBS = ("same", "different", "dismiss", "confirm", "attribute", "correct", "withdraw", "redact")


@click.command()
@CASE
@click.argument("verb", type=click.Choice(VERBS))
@click.argument("quotes", nargs=-1, required=True)
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", required=True, help="Why.")
@click.option("--kind", type=click.Choice(("claim", "entity", "story")), help="Of what, for same and different (else claim).")
@click.option("--source", default="", help="Whose words they are, for attribute, where no second quotation names them.")
def decide(case: Path, verb: str, quotes: tuple[str, ...], by: str, reason: str, kind: str | None, source: str) -> None:
    """Keeps a decision of yours in a case; it wins over the program, and a later one over an earlier.

    QUOTES are words of the reports, each standing in one place only; NAME:words looks in that report alone.

    \b
    same QUOTE QUOTE...       they tell one claim (--kind entity: they mean one;
                              --kind story: their reports belong together)
    different QUOTE QUOTE...  they do not
    dismiss QUOTE [QUOTE]     what is told differently there is no discrepancy
    confirm QUOTE [QUOTE]     it is one
    attribute QUOTE [QUOTE]   the first words come from whoever the second name,
                              or from --source
    correct QUOTE             the report that holds the words was corrected
    withdraw QUOTE            the report that holds the words was withdrawn
    redact QUOTE...           whoever they mean is withheld in every report,
                              export and certificate

    Example: variorum decide mycase same "the dam broke" "the wall gave way" --by "A. Lind" --reason "one event, told twice"
    """
    from variorum.run.decide import decide as run

    settled = run(case, verb, quotes, by, reason, kind, source)
    click.echo(visible(f"{settled.outcome}: {settled.why}"))


@click.command()
@CASE
@click.argument("claim")
@click.option("--by", required=True, help="Who signs.")
@click.option("--reason", default="", help="What was looked at, or why.")
def sign(case: Path, claim: str, by: str, reason: str) -> None:
    """Keeps a person's signature under a claim; any later change of it shows as "signed, since changed".

    CLAIM is a number as `show CASE claims` has it, an id, or words that stand in one claim alone. The signature binds the
    claim's statements with their sources, its origins and its support, as they are now.

    Example: variorum sign mycase 3 --by "A. Lind"
    """
    from variorum.run.signing import sign as run

    settled = run(case, claim, by, reason)
    click.echo(f"{settled.outcome}: {settled.why}")
