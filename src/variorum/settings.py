"""One frozen object of settings: defaults, then the environment, then what a caller says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from variorum.errors import InputError


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may want otherwise. Nothing here may change what the record says of the same inputs."""

    jobs: int = 1  # VARIORUM_JOBS: processes that capture and read
    largest_input: int = 200  # VARIORUM_LARGEST_INPUT: megabytes; a larger file becomes a failure that says so

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
