"""Time-stamp tokens (RFC 3161) over heads of the journal: kept by hash, and checked without a network."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from variorum.case.layout import FIXED, Layout, sha256, write_whole

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a token says: when, and whether a root certificate at hand vouches for the authority that says so."""

    time: str  # UTC, ISO 8601
    authority: str  # as its certificate names it
    vouched: bool


class BadToken(Exception):
    """A token that is none, is over something else, or is not signed by whom it names."""


def stamped_words(size: int, root: str) -> bytes:
    """What a token over a head is a token over: the head as it is printed, without a newline."""
    return f"{size}:{root}".encode()


def keep_token(layout: Layout, token: bytes, suffix: str = "tsr") -> str:
    """The hash of a token (or, `pem`, of the root certificate that vouches for it), after keeping it."""
    digest = sha256(token)
    path = layout.tokens / f"{digest}.{suffix}"
    if not path.exists():
        write_whole(path, token, layout.temporary, layout.rights(FIXED))
    return digest


def read_token(layout: Layout, digest: str, suffix: str = "tsr") -> bytes | None:
    """The token of this hash; None when it is missing."""
    path = layout.tokens / f"{digest}.{suffix}"
    return path.read_bytes() if path.is_file() else None


def certificates(pem: bytes) -> tuple[Certificate, ...]:
    """The certificates in a PEM file. Raises ValueError where there are none."""
    from cryptography.x509 import load_pem_x509_certificates

    return tuple(load_pem_x509_certificates(pem))


@cache
def _of_this_machine() -> tuple[Certificate, ...]:
    """The root certificates that this machine trusts."""
    from cryptography.x509 import load_der_x509_certificate

    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine's roots are as they are
        for data in ssl.create_default_context().get_ca_certs(binary_form=True):
            try:
                found.append(load_der_x509_certificate(data))
            except ValueError:  # old roots in forms no longer read
                continue
    return tuple(found)


def read_stamp(token: bytes, words: bytes, roots: Sequence[Certificate] = (), nonce: int | None = None) -> Stamp:
    """What a token over `words` says. `roots` are trusted beside those of this machine; where given, one of them must vouch.

    Raises BadToken.
    """
    from hashlib import sha256 as hash

    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        answer = decode_timestamp_response(token)
        told = answer.tst_info
        imprint = told.message_imprint
        if imprint.hash_algorithm.dotted_string != "2.16.840.1.101.3.4.2.1" or imprint.message != hash(words).digest():
            raise BadToken("it is over something else than this head")
        stamp = Stamp(told.gen_time.isoformat(), _authority(answer), False)
        verifier = VerifierBuilder(roots=list(roots or _of_this_machine()), nonce=nonce).build()
    except (ValueError, TypeError, OverflowError) as error:
        raise BadToken(f"it is no granted answer of an authority ({_first(error)})") from None
    try:
        verifier.verify_message(answer, words)
    except (VerificationError, ValueError) as error:
        if not roots and "local issuer" in str(error):
            return stamp
        unknown = "the root certificate given does not vouch for it" if "local issuer" in str(error) else _first(error)
        raise BadToken(f"its signature does not hold ({unknown})") from None
    return Stamp(stamp.time, stamp.authority, True)


def _authority(answer: TimeStampResponse) -> str:
    from cryptography.x509 import load_der_x509_certificate

    signers = {(one.issuer.rfc4514_string(), one.serial_number) for one in answer.signed_data.signer_infos}
    for data in answer.signed_data.certificates:
        certificate = load_der_x509_certificate(data)
        if (certificate.issuer.rfc4514_string(), certificate.serial_number) in signers:
            return certificate.subject.rfc4514_string()
    return "an authority that does not name itself"


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
