"""A time-stamp token over the head of the journal, from an authority: the one thing here that uses a network."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from variorum.case.store import Case
from variorum.case.tokens import BadToken, Stamp, certificates, keep_token, read_stamp, stamped_words
from variorum.errors import CaseError, InputError
from variorum.run.pipeline import SOFTWARE

SECONDS = 30
LARGEST = 1_000_000  # bytes of an answer; real ones have a few thousand


@dataclass(frozen=True, slots=True)
class Stamped:
    """A head and what the token over it says."""

    head: str
    stamp: Stamp


def timestamp(path: str | Path, url: str, certificate: Path | None = None) -> Stamped:
    """The head of the journal and the token that the authority at `url` gave over it, after keeping it in the case.

    Sends the SHA-256 of the head and a random number, nothing else. `certificate`, a PEM file, vouches for the authority.
    Raises InputError where it does not answer, or not as it should.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise InputError(f"{url}: no address of an authority; it begins with http:// or https://")
    try:
        pem = certificate.read_bytes() if certificate is not None else None
        roots = certificates(pem) if pem is not None else ()
    except ValueError:
        raise InputError(f"{certificate}: no certificate in PEM form; give the authority's root certificate") from None
    with Case.open(Path(path), SOFTWARE, write=True) as case:
        tree = case.journal.tree()
        words = stamped_words(tree["size"], tree["root"])
        token, nonce = _asked(url, words)
        try:
            stamp = read_stamp(token, words, roots, nonce)
        except BadToken as error:
            raise InputError(f"{url}: the answer is no good, {error}; nothing was kept, try another authority") from None
        kept = keep_token(case.layout, token)
        facts = {"root": keep_token(case.layout, pem, "pem")} if pem is not None else {}
        case.tell("timestamped", tsa=url, token=kept, tree=tree, **facts)
    return Stamped(words.decode(), stamp)


def _asked(url: str, words: bytes) -> tuple[bytes, int | None]:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    query = TimestampRequestBuilder(data=words, hash_algorithm=HashAlgorithm.SHA256).build()
    request = urllib.request.Request(url, query.as_bytes(), {"Content-Type": "application/timestamp-query"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            data = answer.read(LARGEST + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError(f"{url}: no answer ({reason}); check address and network, the case is as it was") from None
    if len(data) > LARGEST:
        raise CaseError(f"{url}: an answer of over {LARGEST} bytes is no token; try another authority")
    return data, query.nonce
