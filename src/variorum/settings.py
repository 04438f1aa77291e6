"""One frozen object of settings: defaults, then the environment, then what a caller says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from variorum.errors import InputError


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may want otherwise. Nothing here changes what the record says of inputs that keep within the limits."""

    jobs: int = 1  # VARIORUM_JOBS: processes that capture and read
    largest_input: int = 200  # VARIORUM_LARGEST_INPUT: megabytes; a larger file becomes a failure that says so
    # What the reading of one file, which a stranger may have made, may use up; what goes beyond is a failure that says so.
    report_seconds: int = 60  # VARIORUM_REPORT_SECONDS: of the processor, for one report
    file_seconds: int = 3600  # VARIORUM_FILE_SECONDS: by the clock, for all reports in one file
    worker_memory: int = 2048  # VARIORUM_WORKER_MEMORY: megabytes
    largest_unpacked: int = 500  # VARIORUM_LARGEST_UNPACKED: megabytes that the archives in one file may unpack to
    largest_ratio: int = 200  # VARIORUM_LARGEST_RATIO: times that anything packed may grow when unpacked, beyond 20 MB
    largest_text: int = 2  # VARIORUM_LARGEST_TEXT: million characters of one report; the rest is cut off
    most_pages: int = 2000  # VARIORUM_MOST_PAGES: of one report; the rest is not read
    most_parts: int = 20_000  # VARIORUM_MOST_PARTS: reports in one file; the rest is not read
    deepest: int = 6  # VARIORUM_DEEPEST: archives, mailboxes and mails one within the other

    def but(self, **changes: int | None) -> Settings:
        """These settings with every change that is not None."""
        settings = replace(self, **{name: value for name, value in changes.items() if value is not None})
        for field in fields(settings):
            if getattr(settings, field.name) < 1:
                raise InputError(f"{field.name} must be 1 or more, not {getattr(settings, field.name)}")
        return settings


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """The defaults, overridden by VARIORUM_* variables of `environment`."""
    changes: dict[str, int | None] = {}
    for field in fields(Settings):
        name = f"VARIORUM_{field.name.upper()}"
        if name not in environment:
            continue
        try:
            changes[field.name] = int(environment[name])
        except ValueError:
            raise InputError(f"{name} must be a whole number, not {environment[name]!r}") from None
    return Settings().but(**changes)
