"""Reports added on a page: files or folders dropped or chosen, taken in as a build would, with how far it is and what failed."""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from variorum.errors import VariorumError
from variorum.export.book import Book, counted
from variorum.model.activity import Failure
from variorum.run.adding import Parcel, Sent, as_sent
from variorum.run.pipeline import Summary
from variorum.settings import settings_from
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.answers import Answer, Form, Given, Missing, See
from variorum.show.room.ask import Ask
from variorum.show.room.desk import Desk
from variorum.show.room.fields import secret

STAGES = ("taking in", "reading", "encoding", "comparing")
DONE = {
    "taking in": "files taken in",
    "reading": "reports read",
    "encoding": "reports made ready to compare",
    "comparing": "compared",
}
MOST_KEPT = 20  # additions that are remembered
LOG = logging.getLogger("variorum.room")


@dataclass(slots=True)
class Addition:
    """Files on their way into a case, and what came of it."""

    id: str
    case: str
    files: int
    stages: dict[str, tuple[int, int]] = field(default_factory=dict)
    summary: Summary | None = None
    trouble: str = ""
    thread: threading.Thread | None = None
    missing: int = 0  # files not taken in, because the room was left

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.summary is not None or bool(self.trouble)


_ALL: OrderedDict[str, Addition] = OrderedDict()


class _LeftError(Exception):
    """The room is being left."""


def page(book: Book, ask: Ask) -> Html:
    """Where reports are added."""
    settings = settings_from()
    limit = f"A file may have up to {settings.largest_input} MB. A file a.json beside a.txt says what is known of that report."
    form = el(
        "form",
        secret(ask),
        el(
            "div",
            el("p", "Drop files or folders here, or choose them."),
            el("label", "Files ", el("input", type="file", name="files", multiple="")),
            el("label", "A folder ", el("input", type="file", name="files", multiple="", webkitdirectory="")),
            class_="drop",
            id="drop",
        ),
        el("p", limit, class_="ours"),
        el("button", "Add these reports"),
        el("p", role="status", id="sending"),
        method="post",
        action=links.ADD,
        enctype="multipart/form-data",
        class_="decide adding",
        id="adding",
    )
    words = "They are read on this machine, and the originals are kept as they are, byte for byte. Nothing is sent anywhere."
    script = el("script", type="module", src="/static/adding.js")
    return join([el("h1", "Add reports"), el("p", words, class_="ours"), form, failures(book.record.failures), script])


def receive(desk: Desk, ask: Ask, form: Form) -> Given:
    """Takes files in, and leads to the page that says how far it is."""
    names = form.every("path")  # a script tells the folder of each file; without one there are names alone
    told = names if len(names) == len(form.files) else [one.name for one in form.files]
    parcel = Parcel(Sent(name, one.file) for name, one in zip(told, form.files, strict=True))
    addition = Addition(token_hex(8), str(desk.root), len(parcel.given))
    addition.thread = threading.Thread(target=_take_in, args=(desk, parcel, addition), name="adding")
    _ALL[addition.id] = addition
    for old in [id for id, one in _ALL.items() if one.over][: max(len(_ALL) - MOST_KEPT, 0)]:
        del _ALL[old]
    addition.thread.start()
    return See(f"{links.ADD}/{addition.id}")


def _take_in(desk: Desk, parcel: Parcel, addition: Addition) -> None:
    def tell(stage: str, done: int, total: int) -> None:
        if desk.leaving.is_set():
            addition.missing = total - done + 1 if stage == "taking in" else 0
            raise _LeftError
        addition.stages = {**addition.stages, stage: (done, total)}

    def work(root: Path) -> Summary:
        if desk.leaving.is_set():
            addition.missing = addition.files
            raise _LeftError
        return parcel.take_in(root, tell)

    try:
        addition.summary = desk.write(work)
    except _LeftError:
        addition.trouble = "the room was left; what had been taken in is kept, the rest can be added again"
    except VariorumError as error:
        addition.trouble = as_sent(str(error))
    except Exception as error:
        LOG.exception("adding")
        addition.trouble = (
            f"the program stumbled ({type(error).__name__}); what it had taken in is kept, the rest can be added again"
        )
    finally:
        parcel.close()


def leave(desk: Desk) -> str:
    """What to tell of the files that were on their way when the room was left, after ending that; empty where there were none."""
    under_way = [one for one in list(_ALL.values()) if one.case == str(desk.root) and not one.over]
    desk.leaving.set()
    for one in under_way:
        if one.thread is not None:
            one.thread.join()
    missing = sum(one.missing for one in under_way)
    if missing:
        return f"{missing} of {counted(sum(one.files for one in under_way), 'file')} were not taken in; add them again"
    return "all files were taken in; what of them was not yet read is read when the case is next opened" if under_way else ""


def busy(desk: Desk) -> bool:
    """Whether files are on their way into this case."""
    return any(one.case == str(desk.root) and not one.over for one in list(_ALL.values()))


def progress(book: Book, ask: Ask) -> Html | Answer:
    """How far an addition is; what came of it, once it has ended. With `part=state`, the same for a script."""
    addition = _found(ask)
    if ask.one("part") == "state":
        return Answer(json.dumps({"stages": addition.stages, "over": addition.over}), "application/json")
    bars = (_bar(stage, addition) for stage in STAGES if stage in addition.stages or not addition.over)
    parts: list[str] = [el("h1", f"Adding {counted(addition.files, 'file')}"), el("div", *bars, class_="stages", id="stages")]
    if addition.trouble:
        parts.append(el("p", f"It could not be done: {addition.trouble}", class_="notice", role="status"))
    elif addition.summary is not None:
        parts += _ended(addition.summary)
    else:
        if others := sum(one.files for one in list(_ALL.values()) if one.case == addition.case and not one.over) - addition.files:
            parts.append(el("p", f"{counted(others, 'other file')} are on their way as well.", class_="ours"))
        parts.append(el("p", el("a", "How far is it now?", href=f"{links.ADD}/{addition.id}"), class_="wait"))
        parts.append(el("script", type="module", src="/static/adding.js"))
    return el("div", *parts, data_addition=None if addition.over else addition.id)


def _ended(summary: Summary) -> list[str]:
    new, known = counted(summary.new, "new file"), counted(summary.known, "file")
    told = f"{new}; {known} that the case had already. {counted(summary.read, 'report')} read."
    onward = el("p", el("a", "To the claims", href=links.CLAIMS), " · ", el("a", "Add more", href=links.ADD))
    return [el("p", told, class_="notice", role="status"), failures(summary.record.failures), onward]


def failures(found: tuple[Failure, ...]) -> Html:
    """What could not be read, each with the reason."""
    if not found:
        return el("p", "Nothing of this case failed to be read.", class_="empty")
    rows = (el("tr", el("th", one.name, scope="row"), el("td", one.stage), el("td", one.reason)) for one in found)
    head = el("tr", el("th", "File", scope="col"), el("th", "Stage", scope="col"), el("th", "Why", scope="col"))
    caption = el("caption", f"{counted(len(found), 'input')} not read whole")
    return el("div", el("table", caption, el("thead", head), el("tbody", *rows), class_="plain"), class_="wide")


def _bar(stage: str, addition: Addition) -> Html:
    done, total = addition.stages.get(stage, (0, 0))
    passed = any(later in addition.stages for later in STAGES[STAGES.index(stage) :])
    told = f"{done} of {total}" if total else "nothing left to do" if passed else "not begun"
    bar = el("progress", value=done, max=max(total, 1), aria_label=DONE[stage])
    return el("p", el("label", DONE[stage], " ", bar), " ", el("span", told, class_="count"), data_stage=stage)


def _found(ask: Ask) -> Addition:
    addition = _ALL.get(ask.path.get("id", ""))
    if addition is None:
        raise Missing("Nothing is being added under that address. The page “Add” shows what could not be read.")
    return addition
