"""What an erasure takes with it: found before anything is done, so that a person can look at it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from variorum.case.blobs import content_of
from variorum.case.erasure import NO_FILES, Files
from variorum.case.journal import Entry
from variorum.case.originals import each_original
from variorum.case.store import Case
from variorum.case.texts import each_text, read_text, text_hash
from variorum.errors import InputError
from variorum.export.book import Book
from variorum.model.document import Document, Meta
from variorum.model.record import Record
from variorum.run.persons import Person, find_person, turned
from variorum.run.traces import NO_TRACES, Traces, folded, runs

Told = dict[str, Any]
ALIKE = 0.5  # share of the runs of words of a report from which on another that has them tells the same


@dataclass(frozen=True)
class Going:
    """What goes, and what its owner should know before it does. Lists are in order and for people to read."""

    known_as: tuple[str, ...] = ()  # the names that were looked for, of each person
    reports: tuple[str, ...] = ()
    given_as: tuple[str, ...] = ()  # paths: whoever builds from them takes the reports in again
    beside: tuple[str, ...] = ()  # reports that go only because they are in one file with those that are meant
    told_elsewhere: tuple[str, ...] = ()  # reports that stay, and have the same words
    named_alike: tuple[str, ...] = ()  # reports that stay, and have a single name that may be theirs or somebody else's
    decisions: tuple[str, ...] = ()
    titles: int = 0
    other_lines: int = 0  # of the journal, that name what goes
    handed_on: tuple[str, ...] = ()  # exports and certificates made while it was there
    blobs: tuple[str, ...] = ()
    files: Files = NO_FILES
    traces: Traces = NO_TRACES


def planned(case: Case, record: Record, documents: Sequence[str], people: Sequence[str], whole: bool) -> Going:
    """What goes with these reports and people. Raises InputError for a name that is none, or not clear."""
    plan = _Plan(case, record)
    for name in documents:
        plan.mean(plan.named(name))
    persons = [find_person(record, name) for name in people]
    for person in persons:
        plan.mean(plan.naming(person))
    if plan.alone and not whole:
        raise InputError(_shared(plan))
    return plan.going(persons)


def lines_alone(case: Case, lines: Sequence[int], going: Going) -> Going:
    """`going`, and what these lines of the journal say."""
    entries = {entry.seq: entry for entry in case.journal.entries}
    unknown = [line for line in lines if line not in entries]
    if unknown:
        raise InputError(f"{case.layout.root}: the journal has no line {unknown[0]}; `variorum show CASE custody` numbers them")
    found = [c for line in dict.fromkeys(lines) for c in entries[line].commitments if c in case.blobs]
    return replace(going, blobs=tuple(dict.fromkeys([*going.blobs, *found])))


def _shared(plan: _Plan) -> str:
    one = plan.alone[0]
    file = one.captures[0] if one.captures else one.sha256[:12]
    count = len(plan.by_file[one.sha256]) - 1
    return (
        f"{one.name} stands in {file} with {count} other report{'s' * (count > 1)}, and the original cannot be cut: add --whole to erase "
        f"all of {file}; to keep the others, unpack it, build from the files that may stay, and then erase it with --whole"
    )


class _Plan:
    """The reports of a case, and which of them go."""

    def __init__(self, case: Case, record: Record) -> None:
        self._case = case
        self._record = record
        self._book = Book.of(record)
        self.by_file: dict[str, list[Document]] = defaultdict(list)
        for document in record.documents:
            self.by_file[document.sha256].append(document)
        self._gone: dict[str, None] = {}  # hashes of originals, in the order in which they were named
        self._paths: dict[str, None] = {}  # of files that gave nothing
        self._meant: set[str] = set()  # ids of documents
        self.alone: list[Document] = []  # meant, in a file with others that are not
        self._told = [(entry, self._contents(entry)) for entry in case.journal.entries]

    def _contents(self, entry: Entry) -> dict[str, Told]:
        """What an entry says, by commitment, as far as it is there."""
        return {c: told for c in entry.commitments if (told := case_read(self._case, c)) is not None}

    def mean(self, found: tuple[Collection[Document], Collection[str], Collection[str]]) -> None:
        """Takes these documents, originals and paths of failed files for what is to go."""
        documents, originals, paths = found
        self._meant |= {d.id for d in documents}
        self._gone.update(dict.fromkeys([*originals, *(d.sha256 for d in documents)]))
        self._paths.update(dict.fromkeys(paths))
        whole = {d.id for digest in originals for d in self.by_file[digest]}
        self._meant |= whole
        self.alone = [
            d
            for d in self._record.documents
            if d.id in self._meant and any(other.id not in self._meant for other in self.by_file[d.sha256])
        ]

    def named(self, name: str) -> tuple[list[Document], list[str], list[str]]:
        """The report, the file or the failed input of this name, id, path or hash."""
        wanted = name.strip()
        kept = self._case.state.kept()
        files = {one.capture.sha256 for one in kept if wanted in (one.name, one.id, one.capture.sha256)}
        if not files:  # a path, or the name of another file that had the same bytes
            given = {one.capture.sha256 for one in kept if wanted in (c.partition(" (fetched ")[0] for c in one.captures)}
            taken = self._case.state.taken.values()
            files = given | {one.capture.sha256 for one in taken if one.capture.name == wanted}
        if files:
            return [], sorted(files), []
        documents = [d for d in self._record.documents if wanted in (d.name, d.id)]
        failed = [path for path, one in self._case.state.failed.items() if wanted == path or path.endswith(f"/{wanted}")]
        if documents or failed:
            return documents, [], failed
        raise InputError(f"{name}: no report of this case; `variorum show {self._case.layout.root} documents` lists their names")

    def naming(self, person: Person) -> tuple[list[Document], list[str], list[str]]:
        """The reports, files and failed inputs that name somebody: in their words, or in what is known of them."""
        found = [
            d for d in self._record.documents if d.id in person.documents or person.is_named_in([d.text, d.name, *_meta(d.meta)])
        ]
        files = [
            taken.capture.sha256
            for taken in self._case.state.taken.values()
            if person.is_named_in([taken.capture.name, *_meta(taken.capture.sidecar)])
        ]
        failed = [path for path in self._case.state.failed if person.is_named_in([path])]
        return found, files, failed

    def going(self, persons: Sequence[Person]) -> Going:
        """All of it."""
        gone = [d for digest in self._gone for d in self.by_file[digest]]
        ids = {d.id for d in gone} | set(self._once_taken())
        staying = [d for d in self._record.documents if d.sha256 not in self._gone]
        texts = self._texts(ids, staying)
        traces = self._traces(gone, staying, persons)
        old = {text for text in self._stale(staying) if traces.stand_in(read_text(self._case.layout, text) or "")}
        blobs, titles, others, decided = self._blobs(ids, {text_hash(d.text) for d in gone} | old, traces)
        originals = (*self._gone, *self._orphans())
        return Going(
            known_as=tuple(", ".join(person.names) for person in persons),
            reports=(*(d.name for d in gone), *self._paths),
            given_as=tuple(sorted({t.capture.name for t in self._case.state.taken.values() if t.capture.sha256 in self._gone})),
            beside=tuple(d.name for d in gone if d.id not in self._meant),
            told_elsewhere=tuple(self._alike(gone, staying)),
            named_alike=tuple(d.name for d in staying if any(person.may_be_in(d.text) for person in persons)),
            decisions=tuple(decided),
            titles=titles,
            other_lines=others,
            handed_on=tuple(self._handed_on(ids)),
            blobs=tuple(blobs),
            files=Files(tuple(originals), tuple(sorted(texts | old)), tuple(sorted(ids))),
            traces=traces,
        )

    def _once_taken(self) -> Iterator[str]:
        """The ids of what was ever taken of the originals that go, under other sidecars too."""
        for entry, contents in self._told:
            for told in contents.values() if entry.what == "captured" else ():
                if "capture" in told and told["capture"]["sha256"] in self._gone:
                    yield str(told["document"])

    def _texts(self, ids: Collection[str], staying: Iterable[Document]) -> set[str]:
        """The texts of what goes that nothing else has, those of which no line tells, and those made from its originals by other versions."""
        kept = {text_hash(d.text) for d in staying}
        mine: set[str] = set()
        others = set(kept)
        for entry, contents in self._told:
            for told in contents.values() if entry.what == "texted" else ():
                (mine if self._is_of(told, ids) else others).add(str(told["text"]))
        on_disk = {path.stem for path in each_text(self._case.layout)}
        return (mine | on_disk) - others

    def _is_of(self, told: Told, ids: Collection[str]) -> bool:
        return told.get("document") in ids or told.get("how", {}).get("original") in self._gone

    def _stale(self, staying: Iterable[Document]) -> set[str]:
        """Texts that reports that stay had in earlier versions of the program."""
        return {path.stem for path in each_text(self._case.layout)} - {text_hash(d.text) for d in staying}

    def _orphans(self) -> list[str]:
        """Originals of which no line tells, left by a build that was cut short."""
        known = {taken.capture.sha256 for taken in self._case.state.taken.values()}
        return [path.name for path in each_original(self._case.layout) if path.name not in known]

    def _traces(self, gone: Sequence[Document], staying: Sequence[Document], persons: Sequence[Person]) -> Traces:
        here = {d.id for d in gone}
        names = [name for person in persons for name in (*person.names, *person.full)]
        for entity in self._record.entities:
            if entity.type != "place" and {m.place.document for m in entity.mentions} <= here:
                forms = [self._book.words(m.place.document, m.place.span) for m in entity.mentions if m.kind == "name"]
                forms = [" ".join(form.split()) for form in forms]
                names += [*forms, *(turned(folded(form)) for form in forms if entity.type == "person")]
        stays = [t.capture for t in self._case.state.taken.values() if t.capture.sha256 not in self._gone]
        goes = [t.capture for t in self._case.state.taken.values() if t.capture.sha256 in self._gone]
        paths = {c.name for c in goes} | set(self._paths)
        pieces = paths | {PurePosixPath(path).name for path in paths} | set(self._gone) | here
        pieces |= {said for d in gone for said in (d.meta.title, d.meta.url) if said}
        known = [said for d in staying for said in (d.text, *_meta(d.meta), *d.captures)] + [c.name for c in stays]
        return Traces.of(names, pieces, [d.text for d in gone], known)

    def _blobs(self, ids: Collection[str], texts: set[str], traces: Traces) -> tuple[list[str], int, int, list[str]]:
        """The commitments that go; how many of them are titles of the case and other lines; and the decisions, in words."""
        found: list[str] = []
        kept = {text_hash(d.text) for d in self._record.documents if d.id not in ids}
        counting = {taken.seq for taken in self._case.state.taken.values()}  # not those whose sidecar was changed since
        titles, others = 0, 0
        decided: list[str] = []
        for entry, contents in self._told:
            hit = [c for c, told in contents.items() if traces.stand_in(_plain(told))]
            if entry.what == "captured":
                of = next((told for told in contents.values() if "document" in told), {})
                found += contents if of.get("document") in ids or (hit and entry.seq not in counting) else []
            elif entry.what == "texted":
                found += [c for c, told in contents.items() if self._is_of(told, ids) or told["text"] in texts - kept]
            elif entry.what == "decided":
                touched = [c for c, told in contents.items() if c in hit or _touches(told, texts)]
                decided += [_in_words(contents[c]["decision"]) for c in touched]
                found += touched
            elif entry.what == "failed" and any(told.get("path") in self._paths for told in contents.values()):
                found += contents
            else:
                found += hit
                titles += entry.what == "retitled" and bool(hit)
                others += entry.what != "retitled" and bool(hit)
        return list(dict.fromkeys(found)), titles, others, decided

    def _alike(self, gone: Sequence[Document], staying: Sequence[Document]) -> Iterator[str]:
        """The reports that stay and have the words of one that goes: copies, and other versions of the same file or address."""
        here = {d.id for d in gone}
        paths = {t.capture.name for t in self._case.state.taken.values() if t.capture.sha256 in self._gone}
        same_place = {t.capture.sha256 for t in self._case.state.taken.values() if t.capture.name in paths}
        linked = {id for x in self._record.lineages if x.kind != "cites" and {x.source, x.to} & here for id in (x.source, x.to)}
        reports = {d.report for d in gone} - {None}
        words = [runs(d.text) for d in gone]
        for document in staying:
            found = runs(document.text)
            copied = any(len(one & found) >= ALIKE * len(one) for one in words if one)
            if copied or document.id in linked or document.report in reports or document.sha256 in same_place:
                yield document.name

    def _handed_on(self, ids: Collection[str]) -> Iterator[str]:
        """What was given out since the first of it was taken in."""
        captures = (
            e.seq for e, told in self._told if e.what == "captured" and any(t.get("document") in ids for t in told.values())
        )
        first = min(captures, default=0)
        for entry, contents in self._told:
            if entry.seq > first and entry.what in ("exported", "certified"):
                to = next((told["to"] for told in contents.values() if "to" in told), "a place that the journal does not tell")
                yield f"{entry.time[:19]}Z  {entry.facts.get('kind', 'certificate')} to {to}"


def case_read(case: Case, commitment: str) -> Told | None:
    """What a blob says that is there and not erased."""
    return None if commitment in case.state.erased else case.blobs.read(commitment)


def _plain(told: Told) -> Any:
    """What a blob says, with the blobs that an entry set aside read as what they are."""
    dropped = told.get("dropped")
    if not isinstance(dropped, list):
        return told
    return [told, *(content_of(str(line).encode("utf-8", "surrogatepass")) for line in dropped)]


def _meta(meta: Meta) -> list[str]:
    """All that is known of a report beside its text, as far as it is in words."""
    return [said for said in (meta.title, meta.publisher, meta.url, *meta.authors) if said]


def _touches(told: Mapping[str, Any], texts: Collection[str]) -> bool:
    return any(anchor["text_sha256"] in texts for anchor in told["decision"]["anchors"])


def _in_words(decision: Mapping[str, Any]) -> str:
    return f"{decision['at'][:10]} {decision['verb']} by {decision['by']}: {decision['reason']}"
