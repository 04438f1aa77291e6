"""Every picture as a file of its own, and every page with hostile words in it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType
from xml.etree import ElementTree

import pytest
from asking import Browser, Still
from pictured import HARBOUR, Page, ask, book, record

from variorum.export.book import Book
from variorum.model.document import Meta
from variorum.model.record import Record
from variorum.run.sharing import Released
from variorum.show.room import compare, lineage, map, people, person, place, places, portable, report, reports, timeline
from variorum.show.room.answers import Missing
from variorum.show.room.ask import Ask

SVG = "{http://www.w3.org/2000/svg}"
BOTH = {"report": ["wire", "rewrite"]}
PICTURES = [
    (compare, ask(BOTH)),
    (lineage, ask()),
    (map, ask()),
    (people, ask()),
    (person, ask(id="e-berg")),
    (place, ask(id=HARBOUR)),
    (places, ask()),
    (timeline, ask({"from": ["2031-05-01"], "to": ["2031-05-20"]})),
]
PAGES = [*PICTURES, (reports, ask()), (report, ask(id="wire")), (report, ask(id="wire2")), (compare, ask())]
TOGETHER = {
    "report": ["wire", "rewrite"], "layer": ["names"], "sort": ["<b>"], "from": ["2031-05-01"], "to": ["2031-05-20"], "lane": ["<b>"]
}  # fmt: skip


def many(which: list[tuple[ModuleType, Ask]]) -> pytest.MarkDecorator:
    names = [f"{module.__name__.rpartition('.')[2]}-{number}" for number, (module, _) in enumerate(which)]
    return pytest.mark.parametrize(("module", "asked"), which, ids=names)


def joined() -> Book:
    """The ferry with two people in one statement, so that there is a network to draw."""
    found = record()
    berg = next(one for one in found.entities if one.id == "e-berg")
    lunde = next(one for one in found.entities if one.id == "e-lunde")
    both = tuple(
        replace(one, mentions=(*one.mentions, replace(berg.mentions[0], place=replace(berg.mentions[0].place, start=start, end=start + 5))))
        for one, start in ((berg, 40), (lunde, 46))
    )  # fmt: skip
    others = tuple(one for one in found.entities if one.id not in ("e-berg", "e-lunde"))
    return Book.of(replace(found, entities=(*both, *others)))


@many(PICTURES)
def test_a_picture_stands_alone(module: ModuleType, asked: Ask) -> None:
    text = module.picture(joined(), asked)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert (root.findtext(f"{SVG}title") or "").strip()
    assert (root.findtext(f"{SVG}desc") or "").strip()
    assert "what reports tell, not what happened" in [one.text or "" for one in root.iter(f"{SVG}text")][-1]
    named = {one.get("id") for one in root.iter()}
    assert set((root.get("aria-labelledby") or "").split()) <= named
    assert not [one for one in root.iter() if one.tag in (f"{SVG}style", f"{SVG}script", f"{SVG}a", f"{SVG}image", f"{SVG}use")]
    for one in root.iter():
        assert not {"href", "style", "onload"} & set(one.keys())
        if one.tag == f"{SVG}text":
            assert one.get("font-family"), "without a style sheet the words need a face"


@many(PICTURES)
def test_a_picture_says_who_tells_what_it_shows(module: ModuleType, asked: Ask) -> None:
    root = ElementTree.fromstring(module.picture(joined(), asked))
    nodes = [one.get("aria-label") or "" for one in root.iter(f"{SVG}g") if one.get("class") == "node"]
    assert nodes
    outlets = ("Harbour Post", "Daily <Wave> & Co", "local.txt", "by A", "by D")
    for label in nodes:
        assert any(outlet in label for outlet in outlets), label


@many(PICTURES)
def test_a_picture_is_the_same_each_time(module: ModuleType, asked: Ask) -> None:
    assert module.picture(joined(), asked) == module.picture(joined(), asked)


@many(PAGES)
def test_on_a_page_nodes_can_be_reached_and_say_what_they_are(module: ModuleType, asked: Ask) -> None:
    page = module.page(joined(), asked)
    for node in re.findall(r"<(?:a|g)[^>]* class=\"node\"[^>]*>|<(?:a|g)[^>]*class=\"node\"[^>]*>", page):
        assert "aria-label=" in node
        assert "href=" in node or 'tabindex="0"' in node
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)


@many(PAGES)
def test_ids_are_unique_and_nothing_is_loaded_from_elsewhere(module: ModuleType, asked: Ask) -> None:
    page = Page(module.page(joined(), asked))
    ids = page.every("id")
    assert len(ids) == len(set(ids))
    for name in ("href", "src", "action"):
        assert all(value.startswith(("/", "#")) and not value.startswith("//") for value in page.every(name))


def hostile() -> Book:
    bad = '"><script>alert(1)</script><img src=x onerror=1>\u202e</style>\x00' + "w" * 3000
    found = record()
    documents = tuple(
        replace(
            one,
            name=bad,
            text=one.text.replace("The hull", "<b>hull>"),
            meta=Meta(bad, bad, (bad,), one.meta.published, bad),
            part=bad,
        )
        for one in found.documents
    )
    entities = tuple(replace(one, name=bad, why=bad) for one in found.entities)
    claims = tuple(replace(one, label=bad, why=bad) for one in found.claims)
    lineages = tuple(replace(one, why=bad) for one in found.lineages)
    stories = tuple(replace(one, label=bad) for one in found.stories)
    quoted = (replace(one, predicate=bad) for one in found.statements)
    return Book.of(
        replace(
            found, title=bad, documents=documents, entities=entities, claims=claims, lineages=lineages, stories=stories,
            statements=tuple(quoted),
        )
    )  # fmt: skip


@many(PAGES)
def test_hostile_words_are_shown_and_never_run(module: ModuleType, asked: Ask) -> None:
    asked = replace(asked, query={**TOGETHER, **asked.query})
    texts = [module.page(hostile(), asked)]
    if hasattr(module, "picture"):
        texts.append(module.picture(hostile(), asked))
    for text in texts:
        page = Page(text)
        assert not {"img", "b>hull"} & set(page.tags)
        assert all(src.startswith("/static/") for tag, name, src in page.attributes if tag == "script" and name == "src")
        assert page.tags.count("script") == len(page.every("src", "script"))
        assert not [name for _, name, _ in page.attributes if name.startswith("on")]
        assert "\u202e" not in text
        assert "\x00" not in text


@many(PAGES)
def test_words_never_used_are_absent(module: ModuleType, asked: Ask) -> None:
    words = Page(module.page(joined(), asked)).words.lower()
    assert not re.search(r"\b(true|false|confirm\w*|corroborat\w*|lie|lies|inconsisten\w*)\b", words)
    assert "!" not in words


@many(PAGES)
def test_an_empty_case_has_every_page(module: ModuleType, asked: Ask) -> None:
    empty = Book.of(Record("Untitled case", "variorum 0", "", (), (), (), (), (), (), (), (), (), ()))
    if asked.path:
        with pytest.raises(Missing):
            module.page(empty, asked)
    else:
        assert "<h1" in module.page(empty, asked)
    if hasattr(module, "picture"):
        assert isinstance(module.picture(empty, asked), str)
    assert module.page(book(), asked)


def test_a_picture_is_had_as_a_file_without_a_script(ferry: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "copied", lambda desk: Released(ferry, None, (), (), ()))
    browser = Browser(Still(ferry, read_only=True)).let_in()
    got = browser.post("/pictures/lineage?story=y1", {"csrf": browser.csrf})
    assert got.status == 200
    assert got.headers["content-type"].startswith("image/svg+xml")
    assert "attachment" in got.headers["content-disposition"]
    assert ElementTree.fromstring(got.body).tag == f"{SVG}svg"
    assert browser.post("/pictures/nothing", {"csrf": browser.csrf}).status == 404
    assert browser.post("/pictures/person?id=nobody", {"csrf": browser.csrf}).status == 404
    assert browser.post("/pictures/lineage").status == 403
    assert 'action="/pictures/place?id=e-holm"' in browser.get("/places/e-holm").text
