"""A room of a hand-made record, served on a free port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from asking import Still
from ferry_record import build_record

from variorum.model.record import Record
from variorum.show.room import server
from variorum.show.room.server import Place, prepare


@contextmanager
def serving(record: Record | None = None) -> Iterator[Place]:
    """The room of a record; the ferry's where none is given."""
    still = Still(record or build_record())
    with mock.patch.object(server, "Desk", return_value=still):
        place = prepare(Path("/nowhere"))
    thread = threading.Thread(target=place.run)
    thread.start()
    try:
        yield place
    finally:
        place.server.should_exit = True
        thread.join(10)
