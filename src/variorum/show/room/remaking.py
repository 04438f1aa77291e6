"""The record made again after decisions, aside: pages and further decisions do not wait for it."""

from __future__ import annotations

import logging
import threading

from variorum.errors import VariorumError
from variorum.run.aside import made_aside, made_whole, put_down
from variorum.show.room.desk import Desk

LOG = logging.getLogger("variorum.room")
_LOCK = threading.Lock()
_AT_WORK: dict[Desk, threading.Thread] = {}
_MORE: set[Desk] = set()  # desks whose journal has grown since the work on them began


def make_again(desk: Desk, patience: float) -> bool:
    """Whether the desk has a record with all that is in the journal now, after waiting so many seconds at most."""
    with _LOCK:
        thread = _AT_WORK.get(desk)
        if thread is None:
            thread = _AT_WORK[desk] = threading.Thread(target=_work, args=(desk,), name="record", daemon=True)
            thread.start()
        else:
            _MORE.add(desk)
    thread.join(patience)
    return not thread.is_alive() and not desk.trouble


def _work(desk: Desk) -> None:
    while True:
        desk.trouble = ""
        try:
            _once(desk)
        except Exception as error:  # what was decided is in the journal; the next decision, or the next start, makes the record
            LOG.exception("making the record again")
            if isinstance(error, VariorumError):
                LOG.warning("%s", error)
            desk.fail(str(error) if isinstance(error, VariorumError) else f"the program stumbled ({type(error).__name__})")
        with _LOCK:
            if desk not in _MORE:
                del _AT_WORK[desk]
                return
            _MORE.discard(desk)


def _once(desk: Desk) -> None:
    try:
        made = made_aside(desk.root)
    except VariorumError:  # something is missing that must be read anew: with the case held
        desk.write(made_whole)
        return
    if not desk.write(lambda root: put_down(root, made)):
        with _LOCK:
            _MORE.add(desk)
