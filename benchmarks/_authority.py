"""A time-stamping authority on loopback: `openssl ts` behind a small HTTP server, with a certificate made for the day."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CONFIG = """\
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
ess_cert_id_alg = sha256
[extensions]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


class Authority:
    """The files of one authority in `folder`: its root certificate is `root`."""

    def __init__(self, folder: Path, name: str = "Authority for tests") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._config = folder / "tsa.cnf"
        self.root = folder / "root.pem"
        self._config.write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        at = {one: str(folder / one) for one in ("root.pem", "root.key", "tsa.pem", "tsa.key", "tsa.csr")}
        key = ("-newkey", "rsa:2048", "-nodes", "-sha256")
        _openssl(
            "req", "-x509", *key, "-days", "3650", "-subj", f"/CN={name}, root", "-keyout", at["root.key"], "-out", at["root.pem"]
        )
        _openssl("req", *key, "-subj", f"/CN={name}", "-keyout", at["tsa.key"], "-out", at["tsa.csr"])
        signed = ("-CA", at["root.pem"], "-CAkey", at["root.key"], "-CAcreateserial", "-days", "3650")
        extended = ("-extfile", str(self._config), "-extensions", "extensions")
        _openssl("x509", "-req", "-in", at["tsa.csr"], *signed, *extended, "-out", at["tsa.pem"])

    def answer(self, query: bytes) -> bytes:
        """What `openssl ts` replies to a DER query."""
        command = ["openssl", "ts", "-reply", "-config", str(self._config), "-section", "tsa", "-queryfile", "/dev/stdin"]
        return subprocess.run(command, input=query, check=True, capture_output=True).stdout


@contextmanager
def serving(authority: Authority) -> Iterator[str]:
    """The address at which the authority answers, on loopback, while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            reply = authority.answer(query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
