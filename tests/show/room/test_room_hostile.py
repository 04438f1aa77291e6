"""Reports and names made to break a page: shown as text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from asking import Browser, Still

from variorum.model.activity import Failure
from variorum.model.document import Block, Document, Meta
from variorum.model.record import Claim, Entity, EntityMention, Origin, Passage, Record, RecordStatement, Story, Vouch
from variorum.model.span import Span
from variorum.show.room.routes import ROUTES

SCRIPT = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>"
QUOTES = '"\' onmouseover="alert(3)" x=\''
ENTITIES = "&lt;b&gt; &#x3c;script&#x3e; &amp;amp;"
CONTROLS = "a\x00b\x07\x1b[31m\x9bc"
BIDI = "gnp.\u202etxt\u2066x\u2069\u200f\u061c"
LINK = "javascript:alert(4)"
TEMPLATE = "{{7*7}} ${7*7} <%= 7 %>"
LONG = "w" * 1_000_000
HOSTILE = [SCRIPT, QUOTES, ENTITIES, CONTROLS, BIDI, LINK, TEMPLATE]
LOOSE = {"\x00", "\x07", "\x1b", "\x9b", "\u202e", "\u2066", "\u2069", "\u200f", "\u061c"}


def hostile(words: str) -> Record:
    """A record in which everything that a stranger can choose is these words."""
    text = f"{words}\n\n{words}."
    documents = tuple(
        Document(name, f"{name} {words}.txt", name * 32, "text/plain", text, (Block(Span(0, len(words)), "title"), Block(Span(len(words) + 2, len(text)))),
                 Meta(words, words, (words,), "2031-05-09", words), "en", part=words)
        for name in ("d1", "d2")
    )  # fmt: skip
    span = Span(len(words) + 2, len(text))
    vouch = Vouch("e1", words, words, span, False, False)
    statements = tuple(
        RecordStatement(f"s{n}", document.id, span, "c1", words, (), "affirmed", "certain", (vouch,), (), (), span)
        for n, document in enumerate(documents)
    )
    mentions = tuple(EntityMention(Passage(document.id, 0, len(words)), "name") for document in documents)
    return Record(
        title=words, software="variorum 0", fingerprint="", documents=documents,
        entities=(Entity("e1", "person", words, (words,), mentions, why=words), Entity("e2", "place", words, (), mentions, 1.0, 2.0)),
        times=(), quantities=(), statements=statements,
        claims=(Claim("c1", f"{words}: {words}", ("s0", "s1"), "repeated", False, (Origin("witness", words, ("s0", "s1"), words, "e1"),), "y1", words),),
        discrepancies=(), lineages=(), stories=(Story("y1", words, ("d1", "d2"), words),), failures=(Failure(words, "capture", words),),
    )  # fmt: skip


class Seen(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.trouble: list[str] = []
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if tag == "script":
            self.scripts.append(given.get("src"))
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.trouble.append(f"{tag} {name}")
            if name in ("href", "src", "action") and value and not value.startswith(("/", "#", "data:,")):
                self.trouble.append(f"{tag} {name}={value[:40]}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


IDS = ("c1", "d1", "e1", "e2", "s0")
ADDRESSES = sorted({route.path.replace("{id}", id) for route in ROUTES if route.method == "GET" for id in IDS})


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_stranger_wrote_is_text_on_every_page(words: str) -> None:
    browser = Browser(Still(hostile(words))).let_in()
    for address in ADDRESSES:
        got = browser.get(f"{address}?q=%3Cscript%3E&report=d1&report=d2")
        if "text/html" not in got.headers["content-type"]:
            continue
        seen = Seen()
        seen.feed(got.text)
        assert seen.trouble == [], address
        assert all(source and source.startswith("/static/") for source in seen.scripts), address
        assert "img" not in seen.tags, address
        assert not LOOSE & set(got.text), address


def test_a_word_without_end_is_shown_and_kept_in_its_place() -> None:
    browser = Browser(Still(hostile(LONG))).let_in()
    for address in ADDRESSES:
        assert browser.get(address).status < 500, address


def test_the_words_themselves_are_all_there() -> None:
    browser = Browser(Still(hostile(ENTITIES))).let_in()
    seen = Seen()
    seen.feed(browser.get("/claims/c1").text)
    assert ENTITIES in "".join(seen.words)
