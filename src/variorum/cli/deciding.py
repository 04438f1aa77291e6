"""Commands that keep what a person decides: decide, sign."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.output import CASE
from variorum.show.controls import visible

VERBS = (
    "same", "different", "split", "move", "dismiss", "confirm", "attribute", "correct", "withdraw", "note", "bookmark", "undo", "redo",
)  # fmt: skip
KINDS = ("claim", "entity", "story", "report", "discrepancy", "origin", "role", "time", "value")


@click.command()
@CASE
@click.argument("verb", type=click.Choice(VERBS), metavar="VERB")
@click.argument("quotes", nargs=-1, required=True)
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", default="", help="Why; only a bookmark and an undo need none.")
@click.option("--kind", type=click.Choice(KINDS), help="Of what (else as told below).")
@click.option("--source", default="", help="Whose words they are, for attribute, where no second quotation names them.")
@click.option("--value", default="", help="What is right, for correct.")
def decide(
    case: Path, verb: str, quotes: tuple[str, ...], by: str, reason: str, kind: str | None, source: str, value: str
) -> None:
    """Keeps a decision of yours in a case; it wins over the program, and a later one over an earlier.

    QUOTES are words of the reports, each standing in one place only; NAME:words looks in that report alone.

    \b
    same QUOTE QUOTE...       they tell one claim (--kind entity: they mean one;
                              --kind story: their reports belong together)
    different QUOTE QUOTE...  they do not
    split QUOTE QUOTE...      all but the first leave its claim, together
    move QUOTE QUOTE          the first leaves its claim for that of the second
    dismiss QUOTE [QUOTE]     what is told differently there is no discrepancy
    confirm QUOTE [QUOTE]     it is one
    attribute QUOTE [QUOTE]   the first words come from whoever the second name,
                              or from --source
    correct QUOTE             the report that holds the words was corrected
    correct QUOTE --kind time --value 2024-03-05 (2024~: about; A/B: between)
    correct QUOTE --kind value --value "12 people" (10-12, over 12, about 12)
    correct QUOTE --kind role --value agent (patient, place, ... or none)
    correct QUOTE --kind origin --value "witness Ola Lund" (or: unknown)
    withdraw QUOTE            the report that holds the words was withdrawn
    note QUOTE                --reason is kept beside the claim; nothing changes
    bookmark QUOTE            to come back to
    undo TIME, redo TIME      takes a decision back, or again: its time as
                              `show CASE decisions` has it, or: last

    Example: variorum decide mycase same "the dam broke" "the wall gave way" --by "A. Lind" --reason "one event, told twice"
    """
    from variorum.errors import InputError
    from variorum.run.decide import decide as run
    from variorum.run.decide import take_back

    if verb in ("undo", "redo"):
        if len(quotes) != 1:
            raise InputError(f"{verb}: give the time of one decision, or: last")
        settled = take_back(case, quotes[0], by, reason, again=verb == "redo")
    else:
        settled = run(case, verb, quotes, by, reason, kind, source or value)
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
    click.echo(visible(f"{settled.outcome}: {settled.why}"))
