"""What one file may use up while it is read, and how much of that is left."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import IO

from variorum.errors import UnreadableError
from variorum.settings import Settings

MEGABYTE = 1_000_000
FREE = 20 * MEGABYTE  # what anything may unpack to, whatever its ratio: small files of zeros are common and harmless
CHUNK = 1 << 20


class SpentError(UnreadableError):
    """A limit is reached, so that nothing further of the file can be read."""


@dataclass(slots=True)
class Allowance:
    """What is left for one file given. All archives in it, at any depth, draw on the same."""

    settings: Settings = field(default_factory=Settings)
    unpacked: int = 0  # bytes
    parts: int = 0

    def spend(self, size: int) -> None:
        """Takes `size` unpacked bytes away. Raises SpentError where there are not so many left."""
        self.unpacked += size
        if self.unpacked > self.settings.largest_unpacked * MEGABYTE:
            raise SpentError(
                f"unpacks to over {self.settings.largest_unpacked} MB; the rest was not read, unpack it yourself or set "
                "VARIORUM_LARGEST_UNPACKED to more megabytes"
            )

    def part(self) -> None:
        """Counts a part. Raises SpentError where there are too many."""
        self.parts += 1
        if self.parts > self.settings.most_parts:
            raise SpentError(
                f"holds more than {self.settings.most_parts} parts; the rest was not read, split it or set VARIORUM_MOST_PARTS higher"
            )

    def check_ratio(self, packed: int, unpacked: int) -> None:
        """Raises UnreadableError where something grows more than is ever seen in files made in good faith."""
        if unpacked > FREE and unpacked > packed * self.settings.largest_ratio:
            raise UnreadableError(
                f"grows to over {self.settings.largest_ratio} times its size when unpacked, as archives made to do harm do; if you "
                "trust it, unpack it yourself or set VARIORUM_LARGEST_RATIO higher"
            )


@dataclass(frozen=True, slots=True)
class How:
    """What a format's reader is told beside name and bytes: the encoding as declared from outside, and what it may use up."""

    charset: str | None = None
    allowance: Allowance = field(default_factory=Allowance)


class Metered(io.RawIOBase):
    """A stream of unpacked bytes that stops with UnreadableError where it grows past what is allowed."""

    def __init__(self, stream: IO[bytes], packed: int, allowance: Allowance) -> None:
        super().__init__()
        self._stream = stream
        self._packed = packed
        self._allowance = allowance
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes, or all that is left."""
        if size is None or size < 0:
            return self.readall()
        data = self._stream.read(size)
        self._given += len(data)
        self._allowance.check_ratio(self._packed, self._given)
        self._allowance.spend(len(data))
        return data

    def readall(self) -> bytes:
        """All that is left."""
        parts = []
        while chunk := self.read(CHUNK):
            parts.append(chunk)
        return b"".join(parts)
