"""Who speaks each stretch of a transcript, an examination or a signed statement, by the layout of its lines.

`find_turns` is a function of the text alone; `voices` hands the turns to coreference ("I" is the speaker, "you" the other one);
`with_turns` adds to a document's attributions that the speaker, or the one who signs, is the source of the words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from variorum.model.document import Block
from variorum.model.reading import Attribution
from variorum.model.span import Span, trimmed
from variorum.reading.referents import Voice
from variorum.reading.wordlist import words as entries

UNREAD = ("furniture", "credit", "caption")
WORD = r"[A-Z][\w.'’-]*"
NAME = rf"{WORD}(?: (?:{WORD}|of|the|de|van|von|der|den|la|al|bin|and)){{0,5}}"
CLOCK = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[-–—]?\s*)?"
SPEAKER = re.compile(rf"\s*{CLOCK}(?P<name>{NAME})(?:\s*\([^()\n]{{1,60}}\)|, [^:\n]{{1,60}})?(?P<mark>:)\s+(?P<words>\S)")
PART = re.compile(r"\s*(?:\d{1,2}\s+)?(?P<name>Q|A|Question|Answer|QUESTION|ANSWER)(?P<mark>[.:])\s+(?P<words>\S)")
EXAMINER = re.compile(rf"\s*BY (?P<name>{NAME}):\s*$")
ABOUT = re.compile(
    rf"\b(?i:(?:testimony|evidence|deposition|examination|statement|affidavit) (?:of|with|by)|interview (?:of|with))"
    rf"(?i: the witness)? (?P<name>{NAME})"
)
INTERVIEWER = re.compile(rf"\b(?i:interview(?:ed)?|questions) by (?P<name>{WORD}(?: {WORD}){{0,3}})")
INTRODUCED = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?P<name>(?!The\b|In\b|On\b|At\b|By\b|Q\b|A\b){WORD}(?: {WORD}){{1,4}})(?=,| [a-z])", re.MULTILINE
)
MAKER = re.compile(r"\b(?i:by|interview(?:ed)? by|words|photographs?)\b[^.]{0,80}$")
SWORN = re.compile(rf"(?P<name>{NAME}),(?: [^.\n]{{0,60}})? (?:having been|being)(?: first)?(?: duly)? (?:sworn|affirmed)")
DEPONENT = re.compile(
    rf"\bI, (?P<name>{NAME}),? [^\n]{{0,200}}?"
    r"(?P<mark>\b(?:state|states|say|declare|depose|swear|affirm|testify|certify|make oath|make this statement|confirm)\b)"
)
SIGNED = re.compile(
    rf"^[ \t]*(?:\(?(?i:signed)\)?(?: by)?:?|/s/|(?i:signature):|(?i:yours sincerely|yours faithfully|yours truly|sincerely),?[ \t]*\n)\s*"
    rf"(?P<name>{NAME})",
    re.MULTILINE,
)
QUOTES = "“\"‘'«„"
TALK = re.compile(r"\?|\b(?:I|my|me|you|your|we|our|us)\b", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:I|my|me)\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of words and who speaks them.

    `speaker` are the words that name who it is (None: nobody is named), `who` one label for all turns of the same speaker,
    `mark` the colon, the "Q." or the verb of declaring that says so.
    """

    words: Span
    who: str
    speaker: Span | None
    mark: Span
    kind: Literal["remark", "question", "answer", "signed"] = "remark"


@dataclass(frozen=True, slots=True)
class _Label:
    """The head of a line that says who speaks."""

    line: Span
    name: Span
    mark: Span
    words: int  # where what is said begins


def find_turns(text: str, blocks: Sequence[Block] = ()) -> tuple[Turn, ...]:
    """The turns of `text` in order; none where it is an ordinary report. Furniture, credits and captions are nobody's words."""
    shut = sorted(b.span for b in blocks if b.role in UNREAD)
    lines = [s for s in _lines(text) if not _covered(s, shut)]
    for found in (_examination(text, lines), _dialogue(text, lines), _signed(text, lines)):
        if found:
            return tuple(found)
    return ()


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield trimmed(Span(start, start + len(line)), text)
        start += len(line)


def _covered(line: Span, shut: Sequence[Span]) -> bool:
    """Whether one of the spans, sorted and apart, holds the line."""
    number = bisect_right(shut, Span(line.start, line.end)) - 1
    return any(s.covers(line) for s in shut[max(0, number) : number + 2])


def _labels(pattern: re.Pattern[str], text: str, lines: Sequence[Span]) -> list[_Label]:
    found = []
    for line in lines:
        match = pattern.match(line.text(text))
        if match is not None:
            at = line.start
            name, mark = (Span(at + match.start(g), at + match.end(g)) for g in ("name", "mark"))
            found.append(_Label(line, name, mark, at + match.start("words")))
    return found


def _until_next(labels: Sequence[_Label], end: int, text: str) -> list[Span]:
    """The words of each label: up to the line of the next one."""
    ends = [*(label.line.start for label in labels[1:]), end]
    return [trimmed(Span(label.words, stop), text) for label, stop in zip(labels, ends, strict=True)]


def _who(name: str) -> str:
    """One label for a speaker however the name is written: lower case, without titles."""
    titles = {t.casefold() for t in ("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "the")}
    words = [w for w in name.casefold().split() if w not in titles]
    return " ".join(words) or name.casefold()


# --- transcripts: a name and a colon before every turn


def _dialogue(text: str, lines: Sequence[Span]) -> list[Turn]:
    """Turns of a conversation: two speakers who both speak twice, or one of them between the other's turns, and as people talk."""
    labels = [m for m in _labels(SPEAKER, text, lines) if _who(m.name.text(text)) not in entries("no_speakers.txt")]
    if (
        labels
        and labels[0].line == lines[0]
        and not labels[0].name.text(text).isupper()
        and labels[1:2] != _labels(SPEAKER, text, lines[1:2])
    ):
        labels = labels[1:]  # a headline
    full = _full_names({_who(m.name.text(text)) for m in labels})
    speakers = [full[_who(m.name.text(text))] for m in labels]
    if sum(a != b for a, b in pairwise(speakers)) < 2 or max(Counter(speakers).values()) < 2:
        return []
    turns: list[Turn] = []
    for who, label, words in zip(speakers, labels, _until_next(labels, labels[-1].line.end, text), strict=True):
        if text[words.start] in QUOTES:
            words = trimmed(Span(words.start, label.line.end), text)  # quoted in a report: the report goes on behind it
        turns.append(Turn(words, who, label.name, label.mark, _kind(words.text(text), who, turns, text)))
    talking = sum(bool(TALK.search(text, m.words, m.line.end)) for m in labels)
    return turns if 2 * talking >= len(turns) else []


def _kind(said: str, who: str, before: Sequence[Turn], text: str) -> Literal["remark", "question", "answer"]:
    if said.rstrip("\"”’' ").endswith("?"):
        return "question"
    answers = bool(before) and before[-1].kind == "question" and before[-1].who != who
    return "answer" if answers else "remark"


def _full_names(labels: set[str]) -> dict[str, str]:
    """Each label to the longest one that ends in it: a speaker is named in full once, by surname after that."""
    out = {}
    for who in labels:
        longer = [w for w in labels if w.endswith(" " + who)]
        out[who] = longer[0] if len(longer) == 1 else who
    return out


# --- examinations: questions and answers


def _examination(text: str, lines: Sequence[Span]) -> list[Turn]:
    """Turns of questions and answers; the one who answers is whom the text says it examines."""
    parts = _labels(PART, text, lines)
    asked = [m for m in parts if m.name.text(text)[0] == "Q"]
    if not asked or len(asked) == len(parts) or parts[0] is not asked[0]:
        return []
    witness = _witness(text, parts[0].line.start)
    asks = INTERVIEWER.search(text, 0, parts[0].line.start)
    interviewer = Span(*asks.span("name")) if asks else None
    others = [m for m in _labels(SPEAKER, text, lines) if m.line not in {p.line for p in parts}]
    others = [
        m for m in others if _who(m.name.text(text)) not in entries("no_speakers.txt") and m.line.start > parts[0].line.start
    ]
    labels = sorted((*parts, *others), key=lambda m: m.line)
    examiners = [
        (line.start, Span(line.start + m.start("name"), line.start + m.end("name"))) for line, m in _examiners(text, lines)
    ]
    turns = []
    single = len(labels) > 2 and all(
        "\n" not in words.text(text) for words in _until_next(labels, labels[-1].line.end, text)
    )  # one line a turn: what follows the last one is the report's again
    end = labels[-1].line.end if single else lines[-1].end
    for label, words in zip(labels, _until_next(labels, end, text), strict=True):
        name = label.name.text(text)
        speaker: Span | None
        if label not in parts and _who(name) != "witness":
            turns.append(Turn(words, _who(name), label.name, label.mark))
            continue
        question = name[0] == "Q"
        speaker = (_latest(examiners, label.line.start) or interviewer) if question else witness
        who = _who(speaker.text(text)) if speaker else "who asks" if question else "who answers"
        turns.append(
            Turn(_before_examiner(words, examiners, text), who, speaker, _both(label), "question" if question else "answer")
        )
    return turns


def _both(label: _Label) -> Span:
    return Span(label.name.start, label.mark.end)


def _examiners(text: str, lines: Sequence[Span]) -> Iterator[tuple[Span, re.Match[str]]]:
    for line in lines:
        if match := EXAMINER.match(line.text(text)):
            yield line, match


def _latest(examiners: Sequence[tuple[int, Span]], at: int) -> Span | None:
    number = bisect_right([start for start, _ in examiners], at) - 1
    return examiners[number][1] if number >= 0 else None


def _before_examiner(words: Span, examiners: Sequence[tuple[int, Span]], text: str) -> Span:
    """The words without a line that only says who asks next."""
    stop = next((start for start, _ in examiners if words.start < start < words.end), words.end)
    return trimmed(Span(words.start, stop), text)


def _witness(text: str, before: int) -> Span | None:
    """Who is examined, as told before the first question; else who is introduced first by full name below the headline."""
    for pattern in (SWORN, ABOUT):
        if match := pattern.search(text, 0, before):
            return Span(*match.span("name"))
    return _introduced(text, before)


def _introduced(text: str, before: int) -> Span | None:
    """The one person with whose full name sentences begin below the headline; None where several are introduced."""
    found: dict[str, Span] = {}
    for match in INTRODUCED.finditer(text, text.find("\n") + 1, before):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        if "." in text[start:end] and not MAKER.match(text, start, end):
            found.setdefault(_who(match["name"]), Span(*match.span("name")))
    return next(iter(found.values())) if len(found) == 1 else None


# --- signed statements


def _signed(text: str, lines: Sequence[Span]) -> list[Turn]:
    """The one turn of a statement: its opening names who states, or its end who signs."""
    if not lines:
        return []
    signature = next(iter(SIGNED.finditer(text)), None)
    opening = DEPONENT.search(text)
    if opening is not None:
        end = signature.start() if signature is not None and signature.start() > opening.end() else lines[-1].end
        name, mark = Span(*opening.span("name")), Span(*opening.span("mark"))
        words = _stated(text, mark.end, end)
    elif signature is not None and signature.start() > lines[0].start:
        name = Span(*signature.span("name"))
        mark = Span(signature.start() + len(signature[0]) - len(signature[0].lstrip()), name.start)
        mark = trimmed(mark, text)
        words = trimmed(Span(lines[0].start, signature.start()), text)
    else:
        return []
    if not len(words) or not FIRST_PERSON.search(words.text(text)):
        return []
    return [Turn(words, _who(name.text(text)), name, mark, "signed")]


def _stated(text: str, start: int, end: int) -> Span:
    """What is stated, without "as follows:" and "that" before it."""
    lead = re.match(
        r"(?: and (?:say|state|declare))?(?: (?:on oath|under oath|solemnly))?(?: as follows)?\s*[:,.—–-]*\s*", text[start:end]
    )
    return trimmed(Span(start + (lead.end() if lead else 0), end), text)


# --- what others make of turns


def voices(turns: Sequence[Turn]) -> tuple[Voice, ...]:
    """The turns as coreference takes them."""
    return tuple(Voice(t.words, t.who, () if t.speaker is None else (t.speaker,), turn=True) for t in turns)


def with_turns(attributions: Sequence[Attribution], turns: Sequence[Turn]) -> tuple[Attribution, ...]:
    """`attributions` and those of the turns, in order; what is attributed inside a turn's words has the turn for parent.

    An attribution that already gives a turn's words to its speaker gives way to the turn's.
    """
    if not turns:
        return tuple(attributions)
    mine = [attribution(t) for t in turns]
    starts = [t.words.start for t in turns]
    kept: list[tuple[int, Attribution]] = []
    holder: dict[int, int] = {}  # index of an old attribution to the turn that holds it
    for index, a in enumerate(attributions):
        anchor = a.cue[0] if a.cue else a.content[0]
        number = bisect_right(starts, anchor.start) - 1
        if any(t.mark.overlap(c) for t in turns[max(0, number) : number + 2] for c in a.cue):
            continue
        if number >= 0 and turns[number].words.covers(anchor):
            holder[index] = number
        kept.append((index, a))
    order: list[tuple[Span, int, int, Attribution]] = [(a.content[0], 1, index, a) for index, a in kept]
    order += [(a.content[0], 0, number, a) for number, a in enumerate(mine)]
    order.sort(key=lambda row: row[:3])
    place = {(kind, index): n for n, (_, kind, index, _) in enumerate(order)}
    out = []
    for _, kind, index, a in order:
        parent = place.get((1, a.parent)) if a.parent is not None else None
        if kind == 1 and parent is None and index in holder:
            parent = place[0, holder[index]]
        out.append(replace(a, parent=parent))
    return tuple(out)


def attribution(turn: Turn) -> Attribution:
    """The turn as an attribution: who speaks or signs is the source of the words."""
    near = turn.speaker is not None and abs(turn.speaker.end - turn.mark.start) <= 80
    named = () if turn.speaker is None else (turn.speaker,)
    reasons = {"signed": "the statement is signed", "question": "asked in examination", "answer": "answered in examination"}
    return Attribution(
        source=named if near else (),
        carried=() if near else named,
        cue=(turn.mark,),
        content=(turn.words,),
        direct=True,
        anonymous=turn.speaker is None,
        why=f"{reasons.get(turn.kind, 'a speaker and a colon before the words')}: {turn.who}",
    )
