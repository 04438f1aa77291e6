"""Fits the weights by which places of reports and values of stories are judged: writes data/incident_weights.tsv.

    python tools/fit_incidents.py --data DIR [--sample 1234] [--seed 7]

`DIR` holds `documents.jsonl` and `incidents.jsonl`: reports of incidents and one human record of each. Incidents that have a record are
shuffled with the seed, and the first `--sample` taken. All models are logistic with a ridge penalty. Days, places and counts have two
each: one for a place in a report (its words, its clause, where it stands) and one for a value of a story (what its places come to, with
one vote an origin); the second is fitted on answers of the first for incidents that it was not fitted on (four parts). People and ages
have one, for all that a story's places tell of a value together. Features met in fewer than RARE (people and ages: COMMON) incidents
are left out, and so are weights that come to nearly nothing.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from variorum.collation.identity import identify
from variorum.collation.incidents import evidence as ev
from variorum.collation.incidents.page import lay_out
from variorum.collation.incidents.people import Scene
from variorum.collation.incidents.places import place_key
from variorum.collation.incidents.story import Asked, Telling, scene_of, tell
from variorum.collation.lineage import find_lineages
from variorum.collation.namematch import person_name, same_person
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Reading
from variorum.model.span import Span

FOLDS, RARE, COMMON = 4, 12, 20
Row = tuple[int, ev.Features, bool]  # incident's number, features, right or not


class Model:
    """A logistic model over named features, fitted by L-BFGS on sparse rows."""

    def __init__(self, rows: Sequence[Row], penalty: float, rare: int) -> None:
        met: dict[str, set[int]] = defaultdict(set)
        for number, features, _ in rows:
            for name in features:
                met[name].add(number)
        self.names = sorted(name for name, where in met.items() if len(where) >= rare)
        place = {name: i + 1 for i, name in enumerate(self.names)}
        index, values, starts, labels = [], [], [], []
        for _, features, right in rows:
            starts.append(len(index))
            index.append(0)
            values.append(1.0)
            for name, value in sorted(features.items()):
                if name in place:
                    index.append(place[name])
                    values.append(value)
            labels.append(float(right))
        self.index, self.values, self.starts = np.array(index), np.array(values), np.array(starts)
        self.rows = np.repeat(np.arange(len(starts)), np.diff([*starts, len(index)]))
        self.labels, self.penalty = np.array(labels), penalty
        self.weights = self._fit()

    def _loss(self, w: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.add.reduceat(w[self.index] * self.values, self.starts)
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        loss = float(np.sum(np.logaddexp(0, z) - self.labels * z)) + 0.5 * self.penalty * float(w[1:] @ w[1:])
        slope = np.bincount(self.index, self.values * (p - self.labels)[self.rows], len(w))
        slope[1:] += self.penalty * w[1:]
        return loss, slope

    def _fit(self, rounds: int = 300, memory: int = 12) -> np.ndarray:
        w = np.zeros(len(self.names) + 1)
        loss, slope = self._loss(w)
        steps: list[tuple[np.ndarray, np.ndarray]] = []
        for _ in range(rounds):
            direction, alphas = slope.copy(), []
            for s, y in reversed(steps):
                alphas.append(float(s @ direction) / float(s @ y))
                direction -= alphas[-1] * y
            if steps:
                s, y = steps[-1]
                direction *= float(s @ y) / float(y @ y)
            else:
                direction /= max(1.0, float(np.linalg.norm(direction)))
            for (s, y), alpha in zip(steps, reversed(alphas), strict=True):
                direction += (alpha - float(y @ direction) / float(s @ y)) * s
            size = 1.0
            while size > 1e-6:
                after, turned = self._loss(w - size * direction)
                if after <= loss - 1e-4 * size * float(slope @ direction):
                    break
                size /= 2
            else:
                break
            step, turn = -size * direction, turned - slope
            if float(step @ turn) > 1e-10:
                steps = [*steps[-memory + 1 :], (step, turn)]
            done = loss - after < 1e-6 * abs(loss)
            w, loss, slope = w + step, after, turned
            if done:
                break
        return w

    def table(self) -> dict[str, float]:
        """The weights by name, small ones left out."""
        found = {"bias": round(float(self.weights[0]), 3)}
        return found | {n: round(float(v), 3) for n, v in zip(self.names, self.weights[1:], strict=True) if abs(v) >= 0.02}


def documents_of(rows: Sequence[dict[str, Any]]) -> list[Document]:
    """Reports laid out line by line."""
    from variorum.reading.roles import assign_roles

    made = []
    for row in rows:
        text, blocks, at = row["text"], [], 0
        for line in text.split("\n"):
            if line.strip():
                blocks.append(Block(Span(at, at + len(line))))
            at += len(line) + 1
        meta = Meta(title=row.get("title"), published=row.get("published"), url=row.get("url"))
        document = Document(row["id"], row["id"], "", "text/plain", text, tuple(blocks), meta, "en")
        made.append(Document(row["id"], row["id"], "", "text/plain", text, assign_roles(document), meta, "en"))
    return made


def read_incidents(data: Path, sample: int, seed: int) -> Iterator[tuple[dict[str, Any], list[Document], list[Reading]]]:
    """Incidents that have a record, with their reports read."""
    from variorum.reading.reader import Reader

    reader = Reader.load()
    rows = {row["id"]: row for row in map(json.loads, (data / "documents.jsonl").open(encoding="utf-8"))}
    records = [r for r in map(json.loads, (data / "incidents.jsonl").open(encoding="utf-8")) if r["has_record"]]
    records.sort(key=lambda r: r["id"])
    random.Random(seed).shuffle(records)
    for record in records[:sample]:
        documents = documents_of([rows[i] for i in record["documents"]])
        yield record, documents, [reader.read(d) for d in documents]


def telling_of(documents: Sequence[Document], readings: Sequence[Reading]) -> Telling:
    """One incident's reports, ready to be asked."""
    documents, readings = sorted(documents, key=lambda d: d.id), sorted(readings, key=lambda r: r.document)
    identity = identify(documents, readings)
    lineages = find_lineages(documents, readings, identity)
    return tell([lay_out(d, r) for d, r in zip(documents, readings, strict=True)], identity.entities, lineages)


def _is_named(given: str, recorded: str) -> bool:
    """Whether a name in a report means somebody on record: kin of the same family name are others, a slip of the pen is none."""
    one, other = person_name(given).words, person_name(recorded).words
    if not one or not other:
        return False
    if one[-1] == other[-1] and (len(one) == 1 or len(other) == 1 or one[0][0] == other[0][0] or set(one[:-1]) & set(other[:-1])):
        return True
    return (
        len(one) > 1
        and len(other) > 1
        and (same_person(given, recorded)[0] >= 0.7 or (one[0] == other[0] and one[-1][:2] == other[-1][:2]))
    )


def is_right(slot: str, record: dict[str, Any], key: str, value: str) -> bool:
    """Whether the human record gives that value."""
    if slot == "date":
        return key == record["date"]
    if slot == "place":
        return key in {place_key(p) for p in record["place"].replace(")", "(").split("(")} - {"", "county"}
    if slot.startswith("arrested"):
        return int(value) == sum("Arrested" in (p["status"] or "") for p in record["participants"])
    if slot == "person":
        return any(_is_named(value, p["name"]) for p in record["participants"] if p["name"])
    if slot == "age":
        return int(value) in {p["age"] for p in record["participants"] if p["age"] is not None}
    return int(value) == record[slot.split()[0]]


class Fitting:
    """Collects what each model is asked, or answers from models already fitted: a stand-in for the shipped table."""

    def __init__(self, records: Sequence[dict[str, Any]], folds: Sequence[int], tellings: Sequence[Telling]) -> None:
        self.records, self.folds, self.tellings = records, folds, tellings
        self.models: dict[tuple[str, str], list[dict[str, float]]] = {}
        self.final: dict[tuple[str, str], dict[str, float]] = {}
        self.rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self.now = 0

    def weigh(self, slot: str, evidence: Sequence[ev.Evidence]) -> list[ev.Weighed]:
        """Stands in for `evidence.weigh`, with the model fitted without this incident."""
        record = self.records[self.now]
        if (slot, "word") not in self.models:
            self.rows[slot, "word"] += [(self.now, e.features, is_right(slot, record, e.key, e.value)) for e in evidence]
            return []
        model = self.models[slot, "word"][self.folds[self.now]]
        return [ev.Weighed(e, ev.likelihood(model, e.features)) for e in evidence]

    def judge(self, slot: str, answers: Sequence[ev.Answer]) -> list[ev.Answer]:
        """Stands in for `evidence.judged`."""
        record = self.records[self.now]
        if (slot, "value") not in self.models:
            self.rows[slot, "value"] += [(self.now, a.features, is_right(slot, record, a.key, a.value)) for a in answers]
            return []
        model = self.models[slot, "value"][self.folds[self.now]]
        found = [ev.Answer(a.key, a.value, ev.likelihood(model, a.features), a.evidence, a.features) for a in answers]
        return sorted(found, key=lambda a: (-a.likelihood, a.key))

    def ask(self, question: Callable[[Asked, int], object]) -> list[object]:
        """The answers to a question for every incident, or its rows gathered."""
        asked, found = Asked(self.weigh, self.judge), []
        for number in range(len(self.records)):
            self.now = number
            found.append(question(asked, number))
        return found

    def fit(self, slot: str, level: str, penalty: float, rare: int) -> None:
        """Fits the models of the parts, and the one that ships."""
        rows = self.rows.pop((slot, level))
        parts = [Model([r for r in rows if self.folds[r[0]] != f], penalty, rare).table() for f in range(FOLDS)]
        self.final[slot, level] = Model(rows, penalty, rare).table()
        self.models[slot, level] = parts
        right = sum(r[2] for r in rows)
        print(f"{slot} {level}: {len(rows)} rows, {right} right, {len(self.final[slot, level])} weights", flush=True)


def fitted(fitting: Fitting, only: Sequence[str] = ()) -> dict[str, list[object]]:
    """Fits every model in the order in which they need one another; the answers for incidents not fitted on."""
    tellings, answers = fitting.tellings, {}

    def scene(n: int) -> Scene:
        return scene_of(answers["date"][n], answers["place"][n])  # type: ignore[index, arg-type]

    order: list[tuple[str, Callable[[Asked, int], object], tuple[str, ...]]] = [
        ("date", lambda a, n: a.days(tellings[n]), ("date",)),
        ("place", lambda a, n: a.places(tellings[n]), ("place",)),
        ("person", lambda a, n: a.people(tellings[n], scene(n)), ("person",)),
        ("age", lambda a, n: a.ages(tellings[n], answers["person"][n], scene(n)), ("age",)),  # type: ignore[index, arg-type]
        (
            "counts",
            lambda a, n: a.counts(tellings[n]),
            ("killed one", "killed", "injured one", "injured", "arrested one", "arrested"),
        ),
    ]
    for name, question, slots in order:
        if only and name not in only:
            continue
        if name in ("person", "age"):  # their places are not judged one by one
            fitting.rows.clear()
            fitting.ask(question)
            fitting.fit(name, "value", 20.0 if name == "person" else 12.0, COMMON)
            answers[name] = fitting.ask(question)
            continue
        pairs = [slots[i : i + 2] for i in range(0, len(slots), 2)]
        for pair in pairs:
            stiff = 4.0 if name == "counts" else 1.0  # right counts are few
            for level, penalty, wanted in (("word", 3 * stiff, pair), ("value", stiff, pair[-1:]), ("value", stiff, pair[:-1])):
                fitting.rows.clear()
                fitting.ask(question) if wanted else None
                for slot in wanted:
                    fitting.fit(slot, level, penalty, RARE)
        answers[name] = fitting.ask(question)
    return answers


def write(path: Path, fitting: Fitting, note: str) -> None:
    """The table as it ships."""
    lines = [f"# {note}", "# question, level, feature, weight"]
    for (slot, level), table in sorted(fitting.final.items()):
        lines += [f"{slot}\t{level}\t{name}\t{value}" for name, value in sorted(table.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Reads, fits, writes."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--sample", type=int, default=1234)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "src/variorum/data/incident_weights.tsv")
    given = ask.parse_args()
    records, tellings = [], []
    for record, documents, readings in read_incidents(given.data, given.sample, given.seed):
        records.append(record)
        tellings.append(telling_of(documents, readings))
    fitting = Fitting(records, [n % FOLDS for n in range(len(records))], tellings)
    fitted(fitting)
    note = f"Logistic weights of incident values; tools/fit_incidents.py on {len(records)} train incidents of a corpus of news reports with human records."
    write(given.out, fitting, note)


if __name__ == "__main__":
    main()
