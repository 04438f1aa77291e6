import subprocess
from pathlib import Path

import pytest

from variorum.case.keys import fingerprint, key_path, make_key, signed_by, signer
from variorum.errors import CaseError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config" / "key.pem"
    monkeypatch.setenv("VARIORUM_KEY", str(path))
    monkeypatch.delenv("VARIORUM_PASSPHRASE", raising=False)
    return path


def test_a_key_is_made_once_and_for_its_owner_alone(place: Path) -> None:
    first = signer()
    assert place.stat().st_mode & 0o077 == 0
    assert signer().public == first.public
    assert make_key(place, None).public == first.public
    assert [one.name for one in place.parent.iterdir()] == ["key.pem"]


def test_a_signature_holds_for_its_bytes_its_key_and_its_one_spelling(place: Path, tmp_path: Path) -> None:
    key, other = signer(), make_key(tmp_path / "other.pem", None)
    signature = key.sign(b"words")
    assert signed_by(key.public, signature, b"words")
    assert not signed_by(key.public, signature, b"other words")
    assert not signed_by(other.public, signature, b"words")
    assert not signed_by(key.public, signature.upper(), b"words")
    assert not signed_by(key.public, "", b"words")


def test_the_fingerprint_is_the_one_that_openssl_gives(place: Path) -> None:
    key = signer()
    der = subprocess.run(["openssl", "pkey", "-in", str(place), "-pubout", "-outform", "DER"], capture_output=True, check=True)
    digest = subprocess.run(["openssl", "dgst", "-sha256", "-r"], input=der.stdout, capture_output=True, check=True)
    assert digest.stdout.decode().split()[0] == key.fingerprint == fingerprint(key.public)


def test_a_locked_key_opens_with_its_passphrase_and_asks_nobody_without_a_terminal(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARIORUM_PASSPHRASE", "open sesame")
    public = signer().public
    assert b"ENCRYPTED" in place.read_bytes()
    assert signer().public == public
    monkeypatch.setenv("VARIORUM_PASSPHRASE", "wrong")
    with pytest.raises(CaseError, match="does not open it"):
        signer()
    monkeypatch.delenv("VARIORUM_PASSPHRASE")
    with pytest.raises(CaseError, match="VARIORUM_PASSPHRASE"):
        signer()


def test_what_is_no_key_is_named(place: Path) -> None:
    place.parent.mkdir()
    place.write_text("no key")
    with pytest.raises(CaseError, match=r"key\.pem: no key in PEM form"):
        signer()


def test_the_key_lies_in_the_config_folder_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VARIORUM_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", "/somewhere/config")
    assert key_path() == Path("/somewhere/config/variorum/signing-key.pem")
