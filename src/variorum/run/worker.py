"""The process that parses what strangers made: it can use up only so much, write nothing, and reach nobody.

It is started by `run/sandbox.py`, is sent one file after another, and sends back JSON. Its limits are the operating system's, so that
native code keeps to them too; an audit hook refuses what no reader has any business to do.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any

from variorum.capture.language import language_of
from variorum.capture.ocr import PROGRAM
from variorum.case.codec import from_plain, to_plain
from variorum.errors import UnreadableError
from variorum.model.document import Capture, Document, Unread
from variorum.settings import Settings

OUT_OF_MEMORY = 77  # its exit status then
Reads = Callable[[Capture, bytes, Settings, Callable[[str], None]], Iterator[Document | Unread]]
HEAD = struct.Struct(">Q")
REFUSED = (
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "os.system", "os.exec", "os.fork",
    "os.forkpty", "os.posix_spawn", "os.spawn", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod",
    "os.chown", "os.truncate", "shutil.rmtree", "ftplib.connect", "smtplib.connect", "urllib.Request",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next message; None where the other side has closed."""
    head = stream.read(HEAD.size)
    return None if len(head) < HEAD.size else stream.read(HEAD.unpack(head)[0])


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Sends one message."""
    stream.write(HEAD.pack(len(data)))
    stream.write(data)
    stream.flush()


def main() -> None:
    """Says that it is ready, then answers until the other side closes, or memory runs out."""
    try:
        _serve()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _serve() -> None:
    from variorum.capture.table import read_parts  # here, for whoever starts workers needs no parser

    answers = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)  # whatever a library prints must not come between the answers
    asked = sys.stdin.buffer
    first = read_frame(asked)
    if first is None:
        return
    settings = from_plain(Settings, json.loads(first))
    language_of("warm " * 10)  # its model is unpacked by way of a temporary file, the last one written here
    _confine(settings)
    write_frame(answers, b"{}")
    while (header := read_frame(asked)) is not None:
        data = read_frame(asked)
        if data is None:
            return
        _answer(read_parts, json.loads(header), data, settings, answers)


def _confine(settings: Settings) -> None:
    sys.dont_write_bytecode = True
    megabytes = settings.worker_memory * (1 << 20)
    for kind, most in (
        (resource.RLIMIT_AS, megabytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS keeps no limit on address space; the clock still does
            continue
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raises PermissionError for what no reader of files does, unless the file makes it."""
    if event == "open":
        path, _, flags = arguments
        opened = isinstance(path, int)  # a handle that is there already, as a pipe to Tesseract
        if isinstance(flags, int) and flags & WRITING and path != os.devnull and not opened:
            raise PermissionError(f"a reader tried to write to {path}")
    elif event == "subprocess.Popen":
        if os.path.basename(os.fsdecode(arguments[0])) != PROGRAM:  # noqa: PTH119  (an audit hook makes no objects)
            raise PermissionError("a reader tried to start a program")
    elif event in REFUSED:
        raise PermissionError(f"a reader tried {event}")


def _answer(read_parts: Reads, header: dict[str, Any], data: bytes, settings: Settings, answers: IO[bytes]) -> None:
    """Sends what is in one file: `begun`, `document` and `unread` as they come, then `done`."""
    capture = from_plain(Capture, header["capture"])
    refused: dict[str, list[Any]] = header["refused"]
    sent = 0

    def tell(**message: Any) -> None:
        write_frame(answers, json.dumps(message).encode())

    def watch(place: str) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + settings.report_seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        reason, after = refused.get(place, ("", 0))
        if reason and sent >= after:
            raise UnreadableError(reason)
        tell(begun=place)

    for found in read_parts(capture, data, settings, watch):
        if isinstance(found, Document):
            tell(document=to_plain(found))
        else:
            tell(unread=to_plain(found))
        sent += 1
    tell(done=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
