"""The key that signs the journal: Ed25519, kept outside the case, in the user's config folder or where VARIORUM_KEY says."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.errors import CaseError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410): `openssl pkey -pubin -outform DER` gives the same.
DER = bytes.fromhex("302a300506032b6570032100")


def fingerprint(public: str) -> str:
    """The SHA-256 of a public key (its 32 bytes in hexadecimal) in DER form, as other programs show it."""
    return hashlib.sha256(DER + bytes.fromhex(public)).hexdigest()


def signed_by(public: str, signature: str, data: bytes) -> bool:
    """Whether `signature` over `data` is this key's; both in lower-case hexadecimal and in no other way."""
    from cryptography.exceptions import InvalidSignature

    try:
        key, raw = _public(public), bytes.fromhex(signature)
        if raw.hex() != signature:
            return False
        key.verify(raw, data)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _public(public: str) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = bytes.fromhex(public)
    if raw.hex() != public:
        raise ValueError("a key in another form than its one")
    return Ed25519PublicKey.from_public_bytes(raw)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign, and its public half in hexadecimal."""

    public: str
    _private: Ed25519PrivateKey

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the public key."""
        return fingerprint(self.public)

    def sign(self, data: bytes) -> str:
        """The signature over `data`, in hexadecimal."""
        return self._private.sign(data).hex()


def key_path() -> Path:
    """Where the key lies: VARIORUM_KEY, else in the user's config folder."""
    if given := os.environ.get("VARIORUM_KEY"):
        return Path(given)
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "variorum" / "signing-key.pem"


def signer() -> Signer:
    """The user's key, made the first time it is needed. Raises CaseError where it cannot be read or made."""
    path = key_path()
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return make_key(path, os.environ.get("VARIORUM_PASSPHRASE"))
    except OSError as error:
        raise _unusable(path, error) from None
    return _loaded(path, data)


def make_key(path: Path, passphrase: str | None) -> Signer:
    """A new key at `path`, or the one that another process put there meanwhile; never overwrites."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    lock = form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption()
    data = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, lock)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".variorum-")  # for the user's eyes only
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(name, path)
            except FileExistsError:
                return _loaded(path, path.read_bytes())
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise _unusable(path, error) from None
    return _signer(private)


def _signer(private: Ed25519PrivateKey) -> Signer:
    return Signer(private.public_key().public_bytes_raw().hex(), private)


def _loaded(path: Path, data: bytes) -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    secret = _passphrase(path).encode() if b"ENCRYPTED" in data else None
    try:
        private = load_pem_private_key(data, secret)
    except (ValueError, TypeError):
        wrong = "the passphrase does not open it" if secret is not None else "no key in PEM form"
        raise CaseError(f"{path}: {wrong}; put the right key there, or name another with VARIORUM_KEY") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise CaseError(f"{path}: no Ed25519 key; name one with VARIORUM_KEY, `variorum key` makes it")
    return _signer(private)


def _passphrase(path: Path) -> str:
    if (given := os.environ.get("VARIORUM_PASSPHRASE")) is not None:
        return given
    if sys.stdin.isatty() and sys.stderr.isatty():
        from getpass import getpass

        return getpass(f"Passphrase of {path}: ")
    raise CaseError(f"{path}: the key has a passphrase; give it in VARIORUM_PASSPHRASE, or run this in a terminal")


def _unusable(path: Path, error: OSError) -> CaseError:
    reason = (error.strerror or type(error).__name__).lower()
    return CaseError(f"{path}: the key that signs the journal cannot be used ({reason}); name another place with VARIORUM_KEY")
