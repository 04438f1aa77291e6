"""The dossier as a page: self-contained, escaped, linked, and in the house's words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from variorum.model.document import Meta
from variorum.model.record import Record
from variorum.model.span import Span
from variorum.show.dossier import dossier
from variorum.show.markup import anchor

LOADING = {"src", "href", "xlink:href", "srcset", "poster", "action", "data", "formaction", "background"}


class Page(HTMLParser):
    """The tags, attributes, ids and visible words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._hidden += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [value for _, name, value in self.attributes if name == "id"]


@pytest.mark.parametrize("full_text", [False, True])
def test_nothing_is_requested(ferry: Record, full_text: bool) -> None:
    text = dossier(ferry, full_text)
    page = Page(text)
    assert all(value.startswith("#") for _, name, value in page.attributes if name in LOADING)
    assert not {"script", "link", "img", "iframe", "object", "embed", "form"} & set(page.tags)
    assert "url(http" not in text
    assert "@import" not in text


@pytest.mark.parametrize("full_text", [False, True])
def test_every_link_leads_somewhere_and_ids_are_unique(ferry: Record, full_text: bool) -> None:
    page = Page(dossier(ferry, full_text))
    assert len(page.ids) == len(set(page.ids))
    assert {value[1:] for _, name, value in page.attributes if name == "href"} <= set(page.ids)


def test_every_statement_has_its_passage_and_is_linked_from_its_cell(ferry: Record) -> None:
    page = Page(dossier(ferry))
    links = [value for _, name, value in page.attributes if name == "href"]
    for statement in ferry.statements:
        assert anchor("s", statement.id) in page.ids
        assert "#" + anchor("s", statement.id) in links


def test_hostile_strings_are_shown_and_never_run(ferry: Record) -> None:
    bad = '"><script>alert(1)</script><img src=x onerror=1>\u202e</style>'
    documents = tuple(
        replace(d, name=bad, text=d.text.replace("The hull", "<b>hull>"), meta=Meta(bad, bad, (bad,), bad, bad))
        for d in ferry.documents
    )
    entities = tuple(replace(e, name=bad) for e in ferry.entities)
    claims = tuple(replace(c, label=bad) for c in ferry.claims)
    text = dossier(replace(ferry, title=bad, documents=documents, entities=entities, claims=claims), full_text=True)
    page = Page(text)
    assert not {"script", "img"} & set(page.tags)
    assert "<b>hull" not in text
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert "\u202e" not in text
    assert text.count("</style>") == 1


def test_words_never_used_are_absent(ferry: Record) -> None:
    words = " ".join(Page(dossier(ferry, full_text=True)).words).lower()
    assert not re.search(r"\b(true|false|confirm\w*|corroborat\w*|lie|lies|inconsisten\w*)\b", words)
    assert "!" not in words


def test_the_head_says_what_the_case_rests_on(ferry: Record) -> None:
    head = " ".join(Page(dossier(ferry).partition("<nav")[0]).words)
    for part in (
        "3 claims told by two or more of 3 reports",
        "1 of them by one source through several reports: Jonas Berg",
        "1 of them told by some and denied by others",
        "1 by two or more identified sources with no common source found",
        "3 reports, 1 witness, 1 participant",
    ):
        assert part in head


def test_a_cell_carries_who_says_it(ferry: Record) -> None:
    text = dossier(ferry)
    assert text.count("Jonas Berg ‹ Harbour Post, in A") >= 2
    assert "Marit Lunde, in C" in text
    assert "C tells" in text


def test_a_claim_says_why_its_support_is_what_it_is(ferry: Record) -> None:
    text = dossier(ferry)
    assert "<li>she stood on the quay</li>" in text
    assert "<li>he was aboard</li>" in text


def test_differing_words_are_underlined_with_their_sign(ferry: Record) -> None:
    text = dossier(ferry)
    assert re.search(r'<u class="contradiction"[^>]*>at seven<sup>≠</sup></u>', text)
    assert re.search(r'<u class="refinement"[^>]*>twelve passengers<sup>\+</sup></u>', text)


def test_a_rewriting_stands_beside_its_source(ferry: Record) -> None:
    letters = re.findall(r'<th scope="col"><b>(\w)</b> ([^<]+?) <', dossier(ferry))[:3]
    assert letters == [("A", "Harbour Post"), ("B", "Daily &lt;Wave&gt; &amp; Co"), ("C", "local.txt")]


def test_full_text_holds_every_report_whole(ferry: Record) -> None:
    shown = re.sub(r"\s+", "", "".join(Page(dossier(ferry, full_text=True)).words))
    whole = re.sub(r"\s+", "", "Drama at sea")
    assert shown.count(whole) >= 2  # in the list of reports and in the whole report
    assert 'id="t-s9"' in dossier(ferry, full_text=True)


def test_an_empty_record_says_what_to_do_next() -> None:
    empty = Record("Untitled case", "variorum 0", "", (), (), (), (), (), (), (), (), (), ())
    text = dossier(empty, full_text=True)
    assert "No report has been read yet" in text
    assert "add reports" in text


def test_a_statement_out_of_any_block_still_has_its_words(ferry: Record) -> None:
    documents = tuple(replace(d, blocks=()) for d in ferry.documents)
    page = Page(dossier(replace(ferry, documents=documents), full_text=True))
    assert {value[1:] for _, name, value in page.attributes if name == "href"} <= set(page.ids)


def test_crossing_statements_do_not_lose_words(ferry: Record) -> None:
    crossing = tuple(replace(s, id="s4b", span=Span(s.span.start + 3, s.span.end + 1)) for s in ferry.statements if s.id == "s4")
    shown = "".join(Page(dossier(replace(ferry, statements=(*ferry.statements, *crossing)), full_text=True)).words)
    assert "carried twelve passengers ashore" in shown
