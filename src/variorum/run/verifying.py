"""`variorum verify`: a case or a certificate looked at, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.case.certificate import Json
from variorum.case.certified import check
from variorum.case.tokens import certificates
from variorum.case.verify import Finding, examine
from variorum.errors import InputError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

BROKEN, DERIVED = 1, 3  # exit statuses


@dataclass(frozen=True, slots=True)
class Verdict:
    """Lines to print, and the exit status."""

    lines: tuple[str, ...]
    status: int


def verify(
    path: str | Path,
    keys: Sequence[str] = (),
    head: str | None = None,
    again: bool = False,
    original: Path | None = None,
    tsa_root: Path | None = None,
) -> Verdict:
    """What is to be said of the case in the folder `path`, or of the certificate in the file.

    `keys` (fingerprints) and `head` are what is known from elsewhere; `again`: everything is derived once more, aside, and compared;
    `original`: what a certificate is held against; `tsa_root`: an authority's root certificate (PEM).
    """
    path = Path(path)
    roots = _roots(tsa_root)
    if path.is_file():
        if again:
            raise InputError(f"{path}: a certificate has nothing to rebuild; give the folder of the case")
        return _certificate(path, keys, head, original, roots)
    if original is not None:
        raise InputError(f"{path}: --original is for a certificate; a case has its originals")
    return _case(path, keys, head, again, roots)


def _roots(pem: Path | None) -> tuple[Certificate, ...]:
    try:
        return certificates(pem.read_bytes()) if pem is not None else ()
    except ValueError:
        raise InputError(f"{pem}: no certificate in PEM form; give the authority's root certificate") from None


def _case(path: Path, keys: Sequence[str], head: str | None, again: bool, roots: Sequence[Certificate]) -> Verdict:
    found = examine(path, keys, head, roots)
    findings = list(found.findings)
    if again and not any(not finding.derived for finding in findings):
        from variorum.run.rebuild import rebuild

        findings += rebuild(path)
    lines = [*map(str, findings), *found.notes]
    lines.append(f"journal head {found.head}, signed by key {', '.join(found.keys) or 'of nobody'}")
    if not findings:
        anew = "; derived anew, the record is the same" if again else ""
        lines.append(f"originals, texts, blobs, journal and database are as they were written{anew}")
    return _verdict(lines, findings, keys, head)


def _certificate(
    path: Path, keys: Sequence[str], head: str | None, original: Path | None, roots: Sequence[Certificate]
) -> Verdict:
    try:
        found = check(path.read_bytes(), keys, head, roots)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    findings, notes = list(found.findings), list(found.notes)
    if original is not None and found.content and not findings:
        from variorum.run.certify import against_original

        wrong, known = against_original(found.content, original)
        findings, notes = findings + wrong, notes + known
    lines = [*map(str, findings), *notes]
    if found.key:
        lines.append(f"signed by key {found.key}")
    if not findings:
        lines.append("the certificate is as it was written: " + str(found.content["claim"]["label"]))
        lines += _beside(found.content)
    if original is None:
        lines.append("not held against any original; give one with --original")
    return _verdict(lines, findings, keys, head)


def _beside(content: Json) -> list[str]:
    """What the certificate has beside its claim: what became of its reports; of wrongdoing, whom it accuses and what is answered."""
    claim = content["claim"]
    names = {one["id"]: one["publisher"] or one["name"] for one in content["documents"]}
    lines = [f"leans on {names.get(one['document'])} ({one['standing']})" for one in claim.get("leans_on", ())]
    told = claim.get("allegation")
    if told is None:
        return lines
    against = ", ".join(one["name"] for one in told["against"])
    lines.append(
        f"of {against}: {'; '.join(told['verdicts'])}"
        if told["verdicts"]
        else f"an allegation against {against}: no verdict was told of"
    )
    lines += [f"answer: “{one['words']}” ({one['who_says_it']})" for one in told["answers"]] or [
        "no answer in the reports of the case"
    ]
    return lines


def _verdict(lines: list[str], findings: Sequence[Finding], keys: Sequence[str], head: str | None) -> Verdict:
    if any(not finding.derived for finding in findings):
        status = BROKEN
        lines.append("broken: see the lines above")
    else:
        status = DERIVED if findings else 0
        unproven = [name for name, given in (("signer", keys), ("completeness", head)) if not given]
        proven = [
            told for told, given in (("signed throughout by keys given", keys), ("whole up to the head given", head)) if given
        ]
        doubt = f"{' and '.join(unproven)} not proven" if unproven else ""
        lines.append("; ".join(one for one in ("self-consistent", *proven, doubt) if one))
    return Verdict(tuple(lines), status)
