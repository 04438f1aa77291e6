"""Commands of custody: certify, timestamp, erase, verify, key, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.cli.output import CASE, warn_of_people


@click.command()
@CASE
@click.argument("claim")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file.")
def certify(case: Path, claim: str, output: Path) -> None:
    """Writes one claim with all it rests on to a file that `variorum verify FILE` checks without case or network.

    CLAIM is a number as `show CASE claims` has it, an id, or words that stand in one claim alone.

    Example: variorum certify mycase 3 -o claim-3.json
    """
    from variorum.export.book import Book
    from variorum.run.certify import certify as run
    from variorum.run.pipeline import open_case
    from variorum.show.accusing import beside
    from variorum.show.terminal import cleaned

    with open_case(case) as opened:
        book = Book.of(opened.record())
    warn_of_people(case, book)
    certified = run(case, claim, output)
    click.echo(cleaned("\n".join((f"certified: {certified.label}", *(f"  {line}" for line in beside(book, certified))))))


@click.command()
@CASE
@click.option("--tsa", required=True, help="The address of a time-stamping authority (RFC 3161).")
@click.option("--tsa-root", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its root certificate (PEM).")
def timestamp(case: Path, tsa: str, tsa_root: Path | None) -> None:
    """Has an authority say that the journal's head was there now. This command uses the network; no other does.

    The authority gets the SHA-256 of the head and a random number, and nothing else.

    Example: variorum timestamp mycase --tsa https://freetsa.org/tsr
    """
    from variorum.run.stamping import timestamp as run
    from variorum.show.terminal import cleaned

    click.echo(f"variorum: asking {tsa} over the network", err=True)
    stamped = run(case, tsa, tsa_root)
    click.echo(cleaned(f"{stamped.head}\nwas there on {stamped.stamp.time}, says {stamped.stamp.authority}"))
    if not stamped.stamp.vouched:
        click.echo("its signature was not checked: no root certificate here vouches for it; give one with --tsa-root")


@click.command()
@CASE
@click.argument("lines", nargs=-1, type=click.IntRange(1))
@click.option("--document", "documents", multiple=True, help="A report, or the file it came in; as often as there are.")
@click.option("--person", "people", multiple=True, help="Somebody: every report that names them, and all else that does.")
@click.option("--whole", is_flag=True, help="Erase a file of many reports for the sake of one in it.")
@click.option("--by", required=True, help="Who erases.")
@click.option("--reason", required=True, help="Why; without the name of what is erased, for it stays.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def erase(
    case: Path,
    lines: tuple[int, ...],
    documents: tuple[str, ...],
    people: tuple[str, ...],
    whole: bool,
    by: str,
    reason: str,
    yes: bool,
) -> None:
    """Erases reports, people, or what lines of the journal say, for good; the chain holds, and tells of the erasure.

    With --document and --person, what goes is told first, and asked for; where nobody can be asked, it is done only with --yes. LINES are
    numbers as `show CASE custody` has them: what they say goes, originals and reading texts stay.

    Example: variorum erase mycase --document leaked.eml --by "A. Lind" --reason "asked to by the source"
    """
    import sys

    from variorum.run.erasing import erase as run
    from variorum.run.goings import Going
    from variorum.show.erasure import what_goes

    def agreed(going: Going) -> bool:
        if not documents and not people:
            return True
        click.echo(what_goes(going), nl=False)
        return yes or (sys.stdin.isatty() and click.confirm("Erase all this for good?"))

    done = run(case, lines, by, reason, documents, people, whole, agreed)
    if done is None:
        click.echo("variorum: nothing was erased" + "; add --yes to do it" * (not sys.stdin.isatty()), err=True)
        raise SystemExit(2)
    click.echo(f"{done.count} erased; the journal tells that, by whom and why")


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--key", "keys", multiple=True, help="Fingerprint of a key that should have signed; as often as there are keys.")
@click.option("--head", help="A head of the journal, SIZE:HASH, as `build` printed it.")
@click.option("--rebuild", is_flag=True, help="Derive everything once more, aside, and compare.")
@click.option(
    "--original", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Hold a certificate against this file."
)
@click.option(
    "--tsa-root", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="An authority's root certificate (PEM)."
)
def verify(
    path: Path, keys: tuple[str, ...], head: str | None, rebuild: bool, original: Path | None, tsa_root: Path | None
) -> None:
    """Checks that a case, or a certificate, is as it was written.

    Exit status 1: bytes, chain or signatures are broken; 3: only what is derived differs. Without --key and --head, known from
    elsewhere, it cannot tell whether somebody else made all of it, or cut off its end.

    Example: variorum verify mycase --head 17:0b1c...
    """
    from variorum.run.verifying import verify as run
    from variorum.show.terminal import cleaned

    verdict = run(path, keys, head, rebuild, original, tsa_root)
    for line in verdict.lines:
        click.echo(cleaned(line))
    if verdict.status:
        raise SystemExit(verdict.status)


@click.command()
def key() -> None:
    """Prints where the key that signs the journals lies, and its fingerprint; makes the key when there is none.

    VARIORUM_KEY names another place; with VARIORUM_PASSPHRASE set, a new key is locked with it.

    Example: variorum key
    """
    from variorum.case.keys import key_path, signer

    found = signer()
    click.echo(f"key            {key_path()}\nfingerprint    {found.fingerprint}")


@click.command()
def doctor() -> None:
    """Tells what is installed, which models, and whether all works without a network.

    Example: variorum doctor
    """
    from variorum.run.doctor import examine

    lines, ready = examine()
    for line in lines:
        click.echo(line)
    if not ready:
        raise SystemExit(1)
