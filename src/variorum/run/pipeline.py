"""The table of contents: the stages in order, capture, reading, collation, for one case."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from variorum import __version__
from variorum.case.codec import to_plain
from variorum.case.columns import pack
from variorum.case.keys import fingerprint
from variorum.case.layout import can_be_written, canonical
from variorum.case.naming import path_words
from variorum.case.store import Case, check_place, is_case
from variorum.errors import BrokenJournalError, InputError, UnreadableError
from variorum.model.activity import Decision, Failure
from variorum.model.document import Document, document_id
from variorum.model.reading import Reading
from variorum.model.record import Record, Story
from variorum.run.ahead import ReadingAhead
from variorum.run.contents import contents_key, documents_of, keep_contents, why_nothing
from variorum.run.derivation import derivation, methods
from variorum.run.inputs import find_inputs, read_input
from variorum.run.local import Workers
from variorum.run.runner import Runner
from variorum.run.sandbox import Sandbox
from variorum.run.shelving import CaseShelf
from variorum.run.stages import (
    LANGUAGES,
    Given,
    encode_report,
    load_file,
    lost_report,
    patience,
    read_packed,
    read_report,
    vectors_of,
    with_vectors,
)
from variorum.settings import Settings, settings_from

if TYPE_CHECKING:
    from variorum.collation.keeping import Known

SOFTWARE = f"variorum {__version__}"
YOUNG = 100_000  # objects made after which Python looks through them
_COLLECTING = threading.Lock()
_USUAL = gc.get_threshold()
_asked: list[int] = []  # by those at work now
Progress = Callable[[str, int, int], None]  # stage, how much is done, of how much: reports, or characters of them


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did: the record, how many files were new or known, how many documents were read anew."""

    record: Record
    new: int
    known: int
    read: int
    languages: tuple[str, ...]  # those that can be read
    head: str = ""  # of the journal, as SIZE:ROOT
    key: str = ""  # fingerprint of the key that signed its last entry


def _quiet(stage: str, done: int, total: int) -> None:
    pass


def build(
    paths: Iterable[str | Path],
    case: str | Path,
    title: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    settings: Settings | None = None,
    runner: Runner | None = None,
) -> Summary:
    """Takes the reports at `paths` into the case at `case` (made when missing) and makes its record.

    With `runner`, an open one, documents are read there; else by `jobs` processes of this machine. What the case has
    already is not done again. Raises InputError when nothing given can be read, CaseError when the case cannot be used;
    otherwise what could not be read is in the record's failures.
    """
    used = (settings or settings_from()).but(jobs=jobs)
    root = Path(case)
    check_place(root)
    inputs = find_inputs([paths] if isinstance(paths, str | Path) else paths, root)
    given = [Given(path, path_words(path), used.largest_input) for path in inputs]
    return take_in(given, root, title, progress or _quiet, used, runner)


def take_in(
    given: Sequence[Given], root: Path, title: str | None, tell: Progress, used: Settings, runner: Runner | None = None
) -> Summary:
    """Takes files, each with the name that the case is to know it by, into the case at `root` and makes its record; see `build`."""
    with (
        _few_collections(),
        nullcontext(runner) if runner is not None else Workers(used.jobs) as workers,
        Sandbox(used) as sandbox,
        ReadingAhead(workers if isinstance(workers, Workers) else None) as ahead,
    ):
        opened, new, known = _take_in(given, root, used, sandbox, ahead, tell)
        with opened:
            if title is not None and title.strip():
                opened.retitle(" ".join(title.split()))
            record, read = derive(opened, used, workers, sandbox, tell, ahead)
            head, key = opened.journal.head(), fingerprint(opened.journal.entries[-1].key)
    return Summary(record, new, known, read, readable(), head, key)


def readable() -> tuple[str, ...]:
    """The languages that can be read, as they are shown."""
    return tuple(f"{name} ({tag})" for tag, name in LANGUAGES.items())


@contextmanager
def _few_collections(young: int = YOUNG) -> Iterator[None]:
    """Has Python look for objects that only hold one another less often: a build makes millions that are all needed to its end.

    With 0, never: nothing that collation makes holds itself.
    """
    with _COLLECTING:
        _asked.append(young)
        gc.set_threshold(min(_asked), *_USUAL[1:])
    try:
        yield
    finally:
        with _COLLECTING:  # others may be at work in other threads
            _asked.remove(young)
            gc.set_threshold(min(_asked, default=_USUAL[0]), *_USUAL[1:])


def open_case(path: str | Path) -> Case:
    """The case at `path`, for reading. What is derived is first made again where it is missing, behind or changed."""
    root = Path(path)
    case = Case.open(root, SOFTWARE)
    if case.is_current():
        return case
    case.close()
    if not can_be_written(root):
        return _aside(root)
    try:
        with Case.open(root, SOFTWARE, write=True) as behind:
            derived(behind)
    except BrokenJournalError as error:  # nothing can be built on it, but what is there can be looked at
        return _aside(root, str(error))
    return Case.open(root, SOFTWARE)


def _aside(root: Path, trouble: str = "") -> Case:
    """The case at `root` as it is derived in memory; nothing of it is touched."""
    with Case.open(root, SOFTWARE, aside=True) as aside:
        aside.hold(derived(aside))
    aside.trouble = trouble
    return aside


def derived(case: Case) -> Record:
    """The record of an open case, derived in this process as far as it has to be."""
    settings = settings_from()
    with Workers() as workers, Sandbox(settings) as sandbox:
        return derive(case, settings, workers, sandbox)[0]


def read(document: Document) -> Reading:
    """The marks and statements of one document. Raises UnreadableError where its language has no reader."""
    reading, failure = read_report(document)
    if failure is not None:
        raise UnreadableError(f"{failure.name}: {failure.reason}")
    return reading


def collate(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    decisions: Sequence[Decision] = (),
    failures: Sequence[Failure] = (),
    title: str = "Untitled case",
) -> Record:
    """The record of documents and their readings, with its fingerprint; the same in whatever order they are given."""
    from variorum.collation.collate import collate as collated
    from variorum.collation.keeping import Known
    from variorum.export.json_record import with_fingerprint

    of = {document.id: document for document in documents}
    stories = _stories(documents, readings)
    shared = _sharing(documents, stories, decisions)
    ready = [encode_report((of[r.document], r)) if r.document in shared else r for r in readings]
    return with_fingerprint(collated(documents, ready, decisions, failures, title, SOFTWARE, known=Known(stories)))


def _take_in(
    given: Sequence[Given], root: Path, settings: Settings, sandbox: Sandbox, ahead: ReadingAhead, tell: Progress
) -> tuple[Case, int, int]:
    """The case, open for writing, with what is new among the files given; how many were new, how many known.

    A new case is made only once the first report was read, so that nothing is left behind when none can be.
    """
    opened = Case.open(root, SOFTWARE, write=True) if is_case(root) else None
    fresh = [one for one in given if opened is None or not _known(opened, one)]
    done = known = len(given) - len(fresh)
    new = 0
    failures: list[Failure] = []
    try:
        for one, job, found in sandbox.map(load_file, fresh):
            done += 1
            tell("taking in", done, len(given))
            if isinstance(found, Failure) or job is None or not found.documents:
                failures.append(found if isinstance(found, Failure) else Failure(one.name, "capture", why_nothing(found.unread)))
                continue
            opened = opened or Case.create(root, SOFTWARE)
            capture = replace(job.capture, name=one.name)
            id = document_id(capture.sha256, capture.sidecar)
            opened.capture(capture, job.data, id)
            for document in found.documents:
                ahead.offer(document)
            keep_contents(opened, id, contents_key(id, one.name, settings), found)
            new += 1
        if opened is None or not new + known:
            raise InputError(_none_read(failures))
        for failure in failures:
            opened.fail(failure)
    except BaseException:
        if opened is not None:
            opened.close()
        raise
    return opened, new, known


def _none_read(failures: list[Failure]) -> str:
    first = failures[0]
    rest = f" (and {len(failures) - 1} more, of which none could be read)" if len(failures) > 1 else ""
    return f"{first.name}: {first.reason}{rest}"


def _known(case: Case, given: Given) -> bool:
    try:
        found = read_input(given.path, given.largest)
    except UnreadableError:
        return False
    if not case.state.has(given.name, found.sha256, found.sidecar):
        return False
    case.seen_well(given.name)
    return True


def derive(
    case: Case,
    settings: Settings,
    workers: Runner,
    sandbox: Sandbox,
    tell: Progress = _quiet,
    ahead: ReadingAhead | None = None,
) -> tuple[Record, int]:
    """The record of a case, from what is derived already where that still holds; and how many documents were read.

    `ahead` may have read some already.
    """
    case.mend_database()
    found = gathered(case, settings, workers, sandbox, tell, ahead)
    row = case.database.record_row()
    held = row is not None and row[0] == found.key
    record = case.kept_record({document.id: document.text for document in found.documents}) if held else None
    if record is None:
        from variorum.collation.collate import collate
        from variorum.export.json_record import with_fingerprint

        tell("comparing", 0, 1)
        marks, known = found.encoded()
        shelf = CaseShelf(case.database)
        spread = workers.map if isinstance(workers, Workers) else map
        state = case.state
        with _few_collections(0):
            record = with_fingerprint(
                collate(
                    found.documents,
                    marks,
                    state.decisions,
                    found.failures,
                    state.title,
                    SOFTWARE,
                    spread,
                    replace(known, shelf=shelf),
                )
            )
        shelf.put_down(case.database)
        tell("comparing", 1, 1)
    if row is None or row[:2] != (found.key, case.state.changed):
        case.keep_record(found.key, record)
    case.built(record.fingerprint, json.dumps(asdict(settings), sort_keys=True), found.failures, methods)
    return record, found.read


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the record of a case is made of, read anew where the database lacks it."""

    documents: tuple[Document, ...]
    failures: tuple[Failure, ...]
    key: str  # of the record made of it
    read: int  # documents read anew
    encoded: Callable[[], tuple[tuple[Reading, ...], Known]]  # the readings with their vectors, made when asked for


def gathered(
    case: Case,
    settings: Settings,
    workers: Runner,
    sandbox: Sandbox,
    tell: Progress = _quiet,
    ahead: ReadingAhead | None = None,
) -> Gathered:
    """What the record of a case is made of. On a case that is open for reading, CaseError where something must be read anew."""
    documents, failures = documents_of(case, settings, sandbox)
    case.database.forget_others(document.id for document in documents)
    keys, unread, count = _read_all(case, documents, workers, ahead.readings() if ahead is not None else {}, tell)
    failures = tuple(sorted({*failures, *unread}))
    key = _record_key(case, documents, keys, failures)
    return Gathered(documents, failures, key, count, lambda: _encoded(case, documents, keys, workers, tell))


def _read_all(
    case: Case, documents: tuple[Document, ...], workers: Runner, early: Mapping[str, bytes], tell: Progress
) -> tuple[dict[str, str], list[Failure], int]:
    """What each reading was made of, by document, once all are in the database; the failures; and how many were read anew."""
    keys = {document.id: _reading_key(document) for document in documents}
    held = case.database.keys("readings")
    missing = [document for document in documents if held.get(document.id) != keys[document.id]]
    read = [document.id for document in missing if document.id in early]
    for id in read:
        case.database.keep_reading(id, keys[id], early[id])
    unread = [document for document in missing if document.id not in early]
    failures: list[Failure] = []
    done, total = 0, sum(len(document.text) for document in unread)
    results = workers.map(read_packed, unread, patience, lost_report)
    for document, (reading, failure) in zip(unread, results, strict=True):
        if failure is None:
            case.database.keep_reading(document.id, keys[document.id], reading)
        else:  # cheap to find out again, and then told again
            failures.append(failure)
        done += len(document.text)
        tell("reading", done, total)
    return keys, failures, len(missing) - len(failures)


def _encoded(
    case: Case, documents: tuple[Document, ...], keys: dict[str, str], workers: Runner, tell: Progress
) -> tuple[tuple[Reading, ...], Known]:
    """The readings, those of reports that share a story with another one with vectors: only these are ever compared."""
    from variorum.collation.keeping import Known

    of = {document.id: document for document in documents}
    held = {id: case.database.made_of("readings", Reading, id, key) for id, key in keys.items()}
    readings = [reading or read_report(of[id])[0] for id, reading in held.items()]
    stories = _stories(documents, readings)
    shared = _sharing(documents, stories, case.state.decisions)
    case.database.forget_vectors_but(shared)
    kept = {id: case.database.vectors(id, keys[id]) for id in keys if id in shared}
    missing = [r for r in readings if r.document in shared and r.statements and kept[r.document] is None]
    done, total = 0, sum(len(of[r.document].text) for r in missing)
    given = ((of[r.document], pack(r)) for r in missing)
    for reading, vectors in zip(missing, workers.map(vectors_of, given), strict=True):
        kept[reading.document] = vectors
        case.database.keep_vectors(reading.document, keys[reading.document], vectors)
        done += len(of[reading.document].text)
        tell("encoding", done, total)
    return tuple(with_vectors(r, kept.get(r.document) or b"") for r in readings), Known(
        stories, {id: keys[id] for id, one in held.items() if one is not None}
    )


def _stories(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[Story, ...]:
    from variorum.collation.stories import find_stories

    return find_stories(documents, readings)


def _sharing(documents: Sequence[Document], stories: Sequence[Story], decisions: Sequence[Decision]) -> set[str]:
    """The documents that share a story with another one, as the program or a person has it."""
    told = {id for story in stories if len(story.documents) > 1 for id in story.documents}
    decided = {anchor.text_sha256 for one in decisions if one.kind == "story" for anchor in one.anchors}
    if not decided:
        return told
    return told | {d.id for d in documents if sha256(d.text.encode("utf-8", "surrogatepass")).hexdigest() in decided}


def _reading_key(document: Document) -> str:
    """What a reading was made of: the reader, and all of the document that it may look at."""
    meta = replace(document.meta, captured=None)
    seen = to_plain(replace(document, name="", standing="current", captures=(), meta=meta))
    return sha256(canonical([derivation("reading"), seen["id"]]) + json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _record_key(case: Case, documents: tuple[Document, ...], keys: dict[str, str], failures: tuple[Failure, ...]) -> str:
    parts = [
        derivation("collation"),
        SOFTWARE,
        case.state.title,
        [[d.id, d.name, d.standing, d.captures, d.meta.captured] for d in documents],
        list(keys.values()),
        to_plain(failures),
        to_plain(case.state.decisions),
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()
