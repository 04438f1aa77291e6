"""The command line, called in this process or started in one of its own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from subprocess import CompletedProcess
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from variorum import cli


def start(*arguments: object) -> CompletedProcess[str]:
    """What `python -m variorum` gives in a process of its own."""
    command = [sys.executable, "-m", "variorum", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=300)


def run(*arguments: object) -> CompletedProcess[str]:
    """What the same command gives in this process, where the models are loaded once and not for each.

    That both answer alike is a test of its own (tests/system/test_cli.py).
    """
    words = [str(one) for one in arguments]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given, held = sys.argv, sys.stdin
    with open(os.devnull) as nothing, redirect_stdout(out), redirect_stderr(err):  # noqa: PTH123
        sys.argv, sys.stdin = ["variorum", *words], nothing
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code
        finally:
            sys.argv, sys.stdin = given, held
    told = [one.buffer.getvalue().decode() for one in (out, err)]  # type: ignore[attr-defined]
    return CompletedProcess(words, int(status or 0), *told)


def served(command: list[str], **how: Any) -> CompletedProcess[str]:
    """What a command that serves pages has printed, after its address answered and it was asked to end as by Ctrl-C."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **streams, **how) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        try:
            with suppress(HTTPError), urlopen(first.strip(), timeout=120) as page:
                page.read()  # refused where a browser that was opened was there before: an answer, too
        finally:
            process.send_signal(signal.SIGINT)
        rest, told = process.communicate(timeout=120)
    return CompletedProcess(command, process.returncode, first + rest, told)
