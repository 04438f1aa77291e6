"""Stories of an edition taken into a case: originals copied and held against what the edition read, the journal told where from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from variorum.case.codec import from_plain
from variorum.case.keys import fingerprint
from variorum.case.store import Case, check_place
from variorum.errors import InputError, UnreadableError
from variorum.export.parquet import read_rows
from variorum.model.activity import Failure
from variorum.model.document import Capture, Meta
from variorum.run.edition import open_edition
from variorum.run.inputs import Input
from variorum.run.local import Workers
from variorum.run.pipeline import SOFTWARE, Progress, Summary, derive, readable
from variorum.run.place import Place
from variorum.run.sandbox import Sandbox
from variorum.run.sources import Source, read_source
from variorum.settings import Settings, settings_from


def import_stories(
    edition: str,
    case: Path,
    stories: Sequence[str] = (),
    volumes: Sequence[str] = (),
    title: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Takes these stories and volumes into the case at `case` (made when missing), or all where none are named, and makes its record.

    A volume taken whole into a new case gives the very record that the edition has of it. Raises InputError where the edition has no such
    story, or an original is not any more what the edition read; the case is not touched then.
    """
    page = open_edition(edition)
    used = settings_from().but(jobs=jobs)
    check_place(case)
    told: Progress = progress or (lambda stage, done, total: None)
    rows = _wanted(Place(edition), [one["volume"] for one in page["volumes"]], stories, volumes)
    fetched = [(row, _fetched(row, used)) for row in _files(rows)]
    failures = [Failure(row["name"], "capture", row["failure"]) for row in rows if row["failure"]]
    with Case.create(case, SOFTWARE) as opened:
        new = 0
        for done, (row, found) in enumerate(fetched, 1):
            new += _take(opened, row, found)
            told("taking in", done, len(fetched))
        for failure in failures:
            opened.fail(failure)
        if new:
            whence = {"from": edition, "stories": sorted(stories), "volumes": sorted(volumes)}
            opened.tell("imported", whence, fingerprint=page["fingerprint"], originals=new)
        named = title if title is not None and title.strip() else page["title"]
        opened.retitle(" ".join(named.split()))
        with Workers(used.jobs) as workers, Sandbox(used) as sandbox:
            record, read = derive(opened, used, workers, sandbox, told)
        head, key = opened.journal.head(), fingerprint(opened.journal.entries[-1].key)
    return Summary(record, new, len(fetched) - new, read, readable(), head, key)


def _wanted(place: Place, known: Sequence[str], stories: Sequence[str], volumes: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of originals that are asked for: those of stories carry which parts, those of whole volumes what the volume has."""
    if missing := sorted(set(volumes) - set(known)):
        raise InputError(f"{missing[0]}: no such volume; {place.root}/edition.json lists them")
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for volume in known:
        whole = volume in volumes or not (stories or volumes)
        if not whole and not stories:
            continue
        data = place.read(f"originals/{volume}.parquet")
        if whole:
            found += [{**row, "parts": json.loads(row["parts"])} for row in read_rows(data)]
            continue
        told = _documents(place, volume, stories)
        seen |= {story for story, _ in told}
        ids = {document for _, document in told}
        found += [{**row, "parts": [row["part"]] if row["part"] else []} for row in read_rows(data) if row["document"] in ids]
    if missing := sorted(set(stories) - seen) if stories else []:
        raise InputError(f"{missing[0]}: no such story; {place.root}/stories/*.parquet lists them")
    return found


def _documents(place: Place, volume: str, stories: Sequence[str]) -> list[tuple[str, str]]:
    """Story and document, guests too, for each of these stories that a volume has."""
    marks = ", ".join("?" for _ in stories)
    rows = read_rows(place.read(f"stories/{volume}.parquet"), f"id in ({marks})", list(stories))
    return [(row["id"], document) for row in rows for document in json.loads(row["documents"])]


def _files(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row an original, with all the parts that are asked for; none where all of it is."""
    held: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if row["failure"]:
            continue
        known = held.setdefault((row["name"], row["sha256"]), {**row, "parts": set(row["parts"])})
        known["parts"] = known["parts"] | set(row["parts"]) if known["parts"] and row["parts"] else set()
    yield from held.values()


def _fetched(row: dict[str, Any], settings: Settings) -> Input:
    """The bytes of an original, which must be those that the edition read."""
    source = Source(row["root"], row["path"], row["name"], row["size"], "", row["sidecar_path"])
    try:
        found = read_source(source, settings.largest_input)
    except UnreadableError as error:
        raise InputError(f"{row['name']}: {error}") from None
    sidecar = from_plain(Meta, json.loads(row["sidecar"]))
    if found.sha256 != row["sha256"] or found.sidecar != sidecar:
        raise InputError(f"{row['name']}: not what the edition read any more; put that back, or build the edition again")
    return found


def _take(case: Case, row: dict[str, Any], found: Input) -> bool:
    """Whether an original was new to the case, in whole or in part."""
    taken = case.state.taken.get((row["name"], found.sha256))
    if (
        taken is not None
        and taken.document == row["file"]
        and (not taken.parts or (row["parts"] and row["parts"] <= taken.parts))
    ):
        return False
    capture = Capture(row["name"], found.sha256, len(found.data), found.sidecar)
    case.capture(capture, found.data, row["file"], row["parts"])
    return True
