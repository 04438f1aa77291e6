"""Small invented cases with one person to withhold, who goes by many forms; the same case for the same number.

Every text is put together from pieces, so that it is known to the letter what it must be once the person is withheld.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field

from variorum.model.activity import Anchor, Decision, Failure, Settled
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Time
from variorum.model.record import (
    Aligned,
    Answers,
    Claim,
    Discrepancy,
    Entity,
    EntityMention,
    GivenValue,
    Incident,
    Lineage,
    Origin,
    Participant,
    Passage,
    Record,
    RecordArgument,
    RecordStatement,
    RecordTime,
    Story,
    ValueReading,
    Vouch,
)
from variorum.model.span import Span

NAME, ADDRESS = "\x01", "\x02"  # where the pseudonym, and where a word for an address, must stand


@dataclass(frozen=True)
class Somebody:
    """Whom to withhold: the fullest name, then the forms that texts use. `plain`: words spelt like the name that are none."""

    full: str
    forms: tuple[str, ...]
    family: str
    local: str  # of an e-mail
    handle: str
    slug: str
    initials: str
    plain: tuple[str, ...] = ()
    other: str = ""  # another script


PEOPLE = (
    Somebody("Miroslav Teplyakov", ("Miroslav Teplyakov", "M. Teplyakov", "Miroslaw Tepliakov"), "Teplyakov", "m.teplyakov", "@teplyakov_m",
             "teplyakov-speaks", "M.T.", other="Мирослав Тепляков"),
    Somebody("Eleni Karavasili", ("Eleni Karavasili", "E. Karavasili", "ELENI KARAVASILI"), "Karavasili", "eleni.karavasili", "@ekaravasili",
             "eleni-karavasili-tells", "E.K.", other="Ελένη Καραβασίλη"),
    Somebody("José Ibáñez", ("José Ibáñez", "Jose Ibanez", "J. Ibáñez"), "Ibáñez", "jose_ibanez", "@joseibanez77", "ibanez_flees", "J.I."),
    Somebody("Theodora May", ("Theodora May", "T. May", "Ms. May"), "May", "theodora.may", "@theodoramay", "theodora-may-interview", "T.M.",
             ("the road may close again", "nothing was heard until May 2031", "in May the water rose")),
    Somebody("Gideon Brown", ("Gideon Brown", "G. Brown", "Mr Brown"), "Brown", "gbrown", "@gideonbrown", "gideon_brown_saw", "G.B.",
             ("the brown water came up", "two brown horses were lost")),
    Somebody("Ottilie Rose", ("Ottilie Rose", "Rose, Ottilie", "Mrs. Rose"), "Rose", "ottilie.rose", "@ottilie_rose", "ottilie-rose-aged", "O.R.",
             ("the river rose by a metre", "prices rose again")),
    Somebody("Seán O’Mahony", ("Seán O’Mahony", "Sean O'Mahony", "S. O'Mahony"), "O’Mahony", "s.omahony", "@omahony", "omahony-named", "S.O."),
    Somebody("Agnieszka Wójcik-Sand", ("Agnieszka Wójcik-Sand", "Agnieszka Wojcik-Sand", "A. Wójcik-Sand"), "Wójcik-Sand", "agnieszka.wojcik",
             "@wojcik_sand", "wojcik-sand-witness", "A.W.S."),
    Somebody("Yusuf al-Qasimi", ("Yusuf al-Qasimi", "Yousef al-Qasimi", "Y. al-Qasimi"), "al-Qasimi", "yusuf.alqasimi", "@yalqasimi",
             "al-qasimi-film", "Y.A.Q.", other="Юсуф аль-Касими"),
    Somebody("Hjørdis Brattvåg", ("Hjørdis Brattvåg", "Hjordis Brattvag", "H. Brattvåg"), "Brattvåg", "h.brattvag", "@brattvag", "brattvag_call", "H.B."),
)  # fmt: skip
OTHERS = ("Marta Lindqvist", "Paul Ndiaye", "Ingrid Solheim")
FILLERS = (
    "The bridge at Norwick was closed for nine days.",
    "Water stood in forty houses, the county said.",
    "No boat could cross before noon.",
    "Two roads were open again on Friday.",
)


@dataclass
class Text:
    """A text in the making, with what it must become; `found` are the forms that stand in it, by place."""

    text: str = ""
    after: str = ""
    names: list[tuple[Span, bool]] = field(default_factory=list)  # whether the reading marked it
    sentences: list[tuple[Span, str]] = field(default_factory=list)
    times: list[Span] = field(default_factory=list)
    others: list[tuple[Span, str]] = field(default_factory=list)
    blocks: list[Span] = field(default_factory=list)

    def say(self, *pieces: str | tuple[str, str]) -> None:
        """Adds a sentence: plain words, or (form, NAME or ADDRESS)."""
        start, before = len(self.text), len(self.after)
        for piece in pieces:
            if isinstance(piece, tuple):
                form, instead = piece
                if instead == NAME and "@" not in form and "." not in form[2:]:
                    self.names.append((Span(len(self.text), len(self.text) + len(form)), True))
                self.text += form
                self.after += instead
            else:
                for other in OTHERS:
                    at = piece.find(other)
                    if at >= 0:
                        self.others.append((Span(len(self.text) + at, len(self.text) + at + len(other)), other))
                for words in ("May 2031", "in May"):
                    at = piece.find(words)
                    if at >= 0:
                        self.times.append(Span(len(self.text) + at, len(self.text) + at + len(words)))
                self.text += piece
                self.after += piece
        self.sentences.append((Span(start, len(self.text)), self.after[before:]))
        self.text += " "
        self.after += " "

    def paragraph(self) -> None:
        """Ends a paragraph."""
        start = self.blocks[-1].end + 2 if self.blocks else 0
        self.text, self.after = self.text[:-1], self.after[:-1]
        self.blocks.append(Span(start, len(self.text)))
        self.text += "\n\n"
        self.after += "\n\n"


@dataclass(frozen=True)
class Invented:
    """A case: its record, whom to withhold, and by document what its text must be then."""

    record: Record
    somebody: Somebody
    entity: str
    expected: dict[str, str]
    forms: tuple[str, ...]  # that may stand in no output


def broken(form: str, how: str) -> str:
    """A form as texts have it: over a line's end, with a soft hyphen, decomposed, in capitals."""
    if how == "line":
        return form.replace(" ", "\n", 1)
    if how == "soft":
        middle = len(form) - 3
        return form[:middle] + "\u00ad" + form[middle:]
    if how == "nfd":
        return unicodedata.normalize("NFD", form)
    return form.upper() if how == "upper" else form


def invent(number: int) -> Invented:
    """The case of this number."""
    chance = random.Random(number)
    one = PEOPLE[number % len(PEOPLE)]
    texts = [_text(one, chance, part) for part in range(3)]
    documents = tuple(_document(one, text, part, chance) for part, text in enumerate(texts))
    record = _record(one, documents, texts)
    forms = {one.full, *one.forms, one.local + "@", one.handle, one.slug, one.full.replace(" ", "")}
    if one.other:
        forms |= {one.other, one.other.split()[-1]}
    if not one.plain:
        forms.add(one.family)
    expected = {document.id: text.after for document, text in zip(documents, texts, strict=True)}
    return Invented(record, one, "e0000000000a", expected, tuple(sorted(forms)))


def _text(one: Somebody, chance: random.Random, part: int) -> Text:
    text = Text()
    how = chance.choice(("line", "soft", "nfd", "upper", ""))
    plain = list(one.plain)
    text.say("What ", (one.full, NAME), " saw at Norwick.")
    text.paragraph()
    text.say("The bridge fell at noon, ", (chance.choice(one.forms[:2]), NAME), " told Marta Lindqvist.")
    text.say(chance.choice(FILLERS))
    text.say("“I heard it go,” said ", (broken(one.full, how), NAME), ", who stood near.")
    if one.plain:
        text.say("It was said that ", plain.pop(chance.randrange(len(plain))), ".")
    text.paragraph()
    text.say("Later ", (one.family, NAME), "’s neighbour Paul Ndiaye saw the water.")
    text.say("Letters go to ", (f"{one.local}@norwick.example", NAME), " until noon.")
    text.say("More stands at ", (f"https://news.example/2031/{one.slug}", ADDRESS), " since Friday.")
    text.say("Some wrote to ", (one.handle, NAME), " at night.")
    if one.other and part != 1:
        text.say("A paper in the east spells it ", (one.other, NAME), " in its note.")
    text.paragraph()
    text.say("A picture ", (one.slug.replace("-", "_").split("_")[0], NAME) if False else "of the bridge", " was kept.")
    text.say("Ingrid Solheim was told so by ", (one.initials, NAME), " last week.")
    text.say("Nobody asked ", (one.forms[2], NAME), " again.")
    if plain:
        text.say("They knew that ", plain[0], ".")
    text.paragraph()
    text.text, text.after = text.text.rstrip("\n"), text.after.rstrip("\n")
    return text


def _document(one: Somebody, text: Text, part: int, chance: random.Random) -> Document:
    name = f"{one.slug}-{part}.txt" if part else "norwick.html"
    blocks = tuple(
        Block(span, "title" if n == 0 else "paragraph", f"path=mail/{one.slug}.txt;bytes={span.start}-{span.end}")
        for n, span in enumerate(text.blocks)
    )
    meta = Meta(
        title=f"What {one.full} saw",
        publisher=("Norwick Post", f"The {one.family} Letter" if not one.plain else "County Echo", None)[part],
        authors=(one.full, "Marta Lindqvist") if part == 1 else ("Marta Lindqvist",),
        published=f"2031-05-0{part + 3}T10:3{part}:00Z",
        url=f"https://news.example/{one.slug}?id={chance.randrange(10**6)}",
    )
    digest = f"{part}{chance.getrandbits(252):063x}"
    return Document(
        f"d{digest[:16]}", name, digest, "text/plain", text.text, blocks, meta, "en", part=f"mail/{one.slug}.txt",
        captures=(name, f"copy/{one.slug}.txt"), report="r0123456789abcdef" if part else None, version=part or None,
    )  # fmt: skip


def _record(one: Somebody, documents: tuple[Document, ...], texts: list[Text]) -> Record:
    statements, times = [], []
    entity = "e0000000000a"
    for d, (document, text) in enumerate(zip(documents, texts, strict=True)):
        for n, span in enumerate(text.times):
            times.append(
                RecordTime(f"t{d}{n:011x}", document.id, Time(span, "date", "2031-05", False, "2031-05-01", "2031-05-31"))
            )
        for n, (span, _) in enumerate(text.sentences):
            inside = [place for place, _ in text.names if span.covers(place)]
            source = inside[0] if inside else None
            vouch = (
                (Vouch(entity, source.text(text.text), "said", span, True, False, source),) if source is not None and n else ()
            )
            held = tuple(t.id for t in times if t.document == document.id and span.covers(t.time.span))
            arguments = tuple(RecordArgument("agent", place, entity) for place in inside)
            statements.append(
                RecordStatement(f"s{d}{n:011x}", document.id, span, f"c{n:012x}", "see", arguments, "affirmed", "certain", vouch, held, (), span)
            )  # fmt: skip
    claims = tuple(
        _claim(one, n, [s for s in statements if s.claim == f"c{n:012x}"], entity)
        for n in range(max(len(t.sentences) for t in texts))
    )
    mentions = [
        EntityMention(Passage(document.id, place.start, place.end), "name", f"“{place.text(text.text)}”: {one.family} again")
        for document, text in zip(documents, texts, strict=True)
        for place, marked in text.names
        if marked
    ]
    entities = [
        Entity(
            entity, "person", one.full, (*one.forms[1:], one.family), tuple(mentions), why=f"“{one.forms[1]}” for “{one.full}”"
        )
    ]
    for n, other in enumerate(OTHERS):
        places = [
            Passage(d.id, s.start, s.end) for d, t in zip(documents, texts, strict=True) for s, name in t.others if name == other
        ]
        entities.append(Entity(f"e00000000{n:02x}b", "person", other, (), tuple(EntityMention(p, "name") for p in places)))
    readings = tuple(
        ValueReading(form, (Passage(d.id, 5, 5 + len(one.full)),), (f"s{n}{0:011x}",))
        for n, (d, form) in enumerate(zip(documents, one.forms, strict=False))
    )
    discrepancies = (
        Discrepancy(
            "x00000000001a", "actor", "contradiction", claims[0].id, None, readings, f"“{one.full}” and “{one.forms[2]}” differ."
        ),
        Discrepancy(
            "x00000000002a", "name", "variant", None, entity, readings, f"“{one.full}”, “{one.family}”: other spellings."
        ),
    )
    lineages = (
        Lineage("rewrite", documents[0].id, documents[1].id, True, 0.5,
                (Aligned(Passage(documents[1].id, 0, 20), Passage(documents[0].id, 0, 20), f"“{one.family}” was dropped"),), f"both name {one.full}"),
        Lineage("cites", entity, documents[2].id, True, None, (), f"it names {one.full}"),
    )  # fmt: skip
    quote = texts[0].text[5 : 5 + len(one.full)]
    anchor = Anchor(documents[0].sha256, 5, 5 + len(one.full), quote, "What ", f" saw at {one.family}")
    decision = Decision("dismiss", "discrepancy", (anchor,), "A. Desk", "2031-05-09T10:00:00+00:00", f"asked {one.full}", "")
    given = GivenValue(
        one.full, (Passage(documents[0].id, 5, 5 + len(one.full)),), (f"s0{0:011x}",), (), 0.5, f"{one.family} tells it"
    )
    story = Story(
        "y0000000001",
        f"What {one.full} saw",
        tuple(d.id for d in documents),
        f"3 reports share the name {one.family.lower()}" if not one.plain else "",
    )
    incident = Incident(
        story.id,
        story.documents,
        (Answers("kind", (given,)),),
        (Participant(one.full, entity, "injured", (mentions[0].place,), (), 0.5),),
    )
    failures = (Failure(f"{one.slug}.bin", "capture", f"{one.slug}.bin holds no report"),)
    return Record(
        f"The case of {one.full}", "variorum 0.1.0", "", tuple(sorted(documents, key=lambda d: d.id)), tuple(entities), tuple(times), (),
        tuple(statements), claims, discrepancies, lineages, (story,), failures, (incident,), (Settled(decision, "holds", f"of {one.full}"),),
    )  # fmt: skip


def _claim(one: Somebody, number: int, told: list[RecordStatement], entity: str) -> Claim:
    ids = tuple(s.id for s in told)
    origins = (Origin("witness", one.full, ids, f"{one.full} stood near", entity),)
    return Claim(
        f"c{number:012x}",
        f"{one.full} (in {len(ids)} reports): it fell",
        ids,
        "repeated",
        number == 0,
        origins,
        "y0000000001",
        f"{one.family} tells all",
    )
