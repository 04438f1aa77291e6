"""A Ray cluster: joined at its address, or started on this machine and ended."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import socket
import sys
import tempfile
import warnings
from typing import Any

from variorum.errors import VariorumError

ATTEMPTS = 3  # at starting a cluster here
REACH = 5  # seconds until the cluster's address must have answered
STORE = 256 << 20  # bytes of shared memory of a cluster started here: only reports pass through it
# Tells nobody of itself, and leaves alone which accelerators a process sees.
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


class Cluster:
    """The cluster at `address`; without one, a cluster of this machine alone, unless this process is connected to a Ray already."""

    def __init__(self, address: str | None) -> None:
        self._address = address
        self._ray: Any = None
        self._scratch: str | None = None
        self._ours = False

    def imported(self) -> Any:
        """Ray's module; for a cluster of this machine alone, to which nobody else may give work, with a token that lets in."""
        os.environ.update(QUIET)  # these are read when it is imported
        if self._address is None and "ray" not in sys.modules and "RAY_AUTH_MODE" not in os.environ:
            os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        logging.getLogger("ray").setLevel(logging.ERROR)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of its own parts, which nobody here can mend
                import ray
        except ImportError:
            raise VariorumError("--runner ray needs Ray, which is not installed; run `pip install 'variorum[ray]'`") from None
        self._ray = ray
        return ray

    def connect(self, jobs: int | None) -> None:
        """Joins the cluster at the address, or starts one here of `jobs` processors (else all). Raises VariorumError where none answers."""
        if self._address is not None:
            _reach(self._address)
        if self._ray.is_initialized():
            return
        self._ours = True
        common: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False}
        if self._address is None:
            self._alone(jobs or os.cpu_count() or 1, common)
            return
        self._ray.init(self._address, **common)

    def _alone(self, jobs: int, common: dict[str, Any]) -> None:
        """Starts a cluster of this machine; again where it was too busy to come up in the time that Ray allows."""
        self._scratch = tempfile.mkdtemp(prefix="variorum-ray-")  # its logs, and what does not fit into memory
        for left in reversed(range(ATTEMPTS)):
            try:
                self._ray.init(
                    "local",
                    num_cpus=jobs,
                    include_dashboard=False,
                    object_store_memory=STORE,
                    _node_ip_address="127.0.0.1",
                    _temp_dir=self._scratch,
                    **common,
                )
                return
            except Exception:  # it raises what it likes
                self._ray.shutdown()
                if not left:
                    raise

    def told(self, error: BaseException) -> BaseException:
        """What went wrong with Ray itself, as one sentence with the next step."""
        said = first_line(error)
        where = f"--address {self._address}" if self._address else "Ray on this machine"
        if "ersion mismatch" in str(error):
            told = " ".join(str(error).split())
            return VariorumError(f"{where}: {told[:300]}; use the same Ray and Python on all machines")
        if isinstance(error, Exception):  # it raises what it likes
            step = (
                f"see whether `ray status` tells of a running cluster at {self._address}"
                if self._address
                else "try again when the machine is less busy"
            )
            return VariorumError(f"{where}: cannot be used ({said}); {step}")
        return error

    def leave(self) -> None:
        """Leaves the cluster, and ends it where it was started here."""
        if self._ours and self._ray.is_initialized():
            self._ray.shutdown()
        self._ours = False
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = None


def _reach(address: str) -> None:
    """Raises VariorumError where no machine answers at the address of a cluster."""
    if address == "auto":
        return
    host, _, port = address.rpartition(":")
    if "://" in address or not host or not port.isdigit():
        raise VariorumError(
            f"--address {address}: not HOST:PORT; give the address that `ray start --head` told, as 10.0.0.5:6379"
        )
    try:
        with socket.create_connection((host.strip("[]"), int(port)), REACH) as link:
            speaks = os.environ.get("RAY_USE_TLS") == "1" or _speaks_http2(link)
    except (OSError, OverflowError) as error:
        reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
        raise VariorumError(
            f"--address {address}: nothing answers there ({reason}); start the cluster with `ray start --head`, or mend the address"
        ) from None
    if not speaks:
        raise VariorumError(f"--address {address}: what answers there is not Ray; give the address that `ray start --head` told")


def _speaks_http2(link: socket.socket) -> bool:
    """Whether the other side greets as RFC 9113 (3.4) has it, as Ray's head does: else Ray would ask it for minutes."""
    link.settimeout(REACH)
    link.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0)))
    head = b""
    while len(head) < 9 and (more := link.recv(9 - len(head))):
        head += more
    return len(head) == 9 and head[3] == 4  # a frame of settings comes first


def first_line(error: BaseException) -> str:
    """The first line of what an error says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:200]
