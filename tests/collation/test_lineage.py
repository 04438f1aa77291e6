from dataclasses import replace

import numpy

from variorum.collation.citations import is_own_name, plain
from variorum.collation.identity import identify
from variorum.collation.lineage import find_lineages
from variorum.collation.rewrites import beyond_chance, in_order
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Attribution, Mention, Reading, Statement, Time
from variorum.model.record import Story
from variorum.model.span import Span

REPORT = (
    "The bakery on Elm Street burned down before dawn on Monday, leaving three families without a home. "
    "Neighbours carried blankets into the road while the roof fell in behind them. "
    "The owner had closed early because the oven was being repaired by a fitter from Dunmere."
)
COPY = "Local news. " + REPORT.replace("three families", "four families")
OTHER = "A choir sang in the harbour on Sunday and nobody paid for a ticket, the organisers told the Dunmere Courier."


def report(name, text, published=None, publisher=None, mentions=(), statements=(), sentences=(), attributions=()):
    blocks = (Block(Span(0, len(text))),)
    meta = Meta(published=published, publisher=publisher)
    document = Document(name, name, "0" * 64, "text/plain", text, blocks, meta)
    return document, Reading(
        name, "test", blocks, tuple(sentences), tuple(mentions), attributions=tuple(attributions), statements=tuple(statements)
    )


def lineages(*reports):
    documents, readings = [d for d, _ in reports], [r for _, r in reports]
    return find_lineages(documents, readings, identify(documents, readings))


def test_a_copy_is_directed_by_date_and_tells_what_changed():
    (copy,) = lineages(report("b", REPORT, "2020-03-02"), report("a", COPY, "2020-03-03"), report("c", OTHER))
    assert (copy.kind, copy.source, copy.to, copy.directed) == ("copy", "b", "a", True)
    assert 0.9 < copy.share < 1
    assert copy.passages[0].note == "“three” became “four”"
    assert copy.passages[0].source.start == 0
    assert copy.passages[0].to.start == len("Local news. ")


def test_a_copy_without_dates_is_undirected():
    (copy,) = lineages(report("a", COPY), report("b", REPORT))
    assert not copy.directed


def test_shared_quotations_are_no_copy():
    said = "“" + REPORT + "”"
    assert lineages(report("a", f"At the briefing he read out: {said}"), report("b", f"The mayor: {said}")) == ()


def test_a_named_outlet_of_the_case_is_the_source_and_one_outside_is_an_entity():
    start = OTHER.index("Dunmere Courier")
    span = Span(start, start + len("Dunmere Courier"))
    mention = Mention(span, span, "name", "organisation", 0)
    told = Attribution((Span(0, 1),), (Span(start - 9, start - 5),), (Span(0, 50),), False, addressee=(span,))
    taker = report("c", OTHER, mentions=[mention], attributions=[told])
    (inside,) = lineages(taker, report("d", "The choir sang.", publisher="The Dunmere Courier"))
    assert (inside.kind, inside.source, inside.to) == ("cites", "d", "c")
    (outside,) = lineages(taker)
    assert outside.source.startswith("e")
    assert "Dunmere Courier" in outside.why


def retelling(name, seeds, published=None):
    """A report of one made-up sentence a seed; the sentences of one seed have one vector and share their words."""
    text, mentions, statements, sentences = "", [], [], []
    for number, seed in enumerate(seeds):
        start = len(text)
        text += f"Falk{seed} did thing{seed} there {name}. "
        span = Span(start, len(text) - 1)
        sentences.append(span)
        at = Span(start, start + len(f"Falk{seed}"))
        mentions.append(Mention(at, at, "name", "person", number))
        vector = numpy.random.default_rng(seed).normal(size=384)
        coded = numpy.rint(vector / numpy.linalg.norm(vector) * 127).astype(numpy.int8).tobytes()
        terms = tuple(sorted((f"falk{seed}", f"thing{seed}", "do")))
        statements.append(Statement(span, at, "do", sentence=number, terms=terms, vector=coded))
    blocks = (Block(Span(0, len(text))),)
    document = Document(name, name, "0" * 64, "text/plain", text, blocks, Meta(published=published))
    return document, Reading(name, "test", blocks, tuple(sentences), tuple(mentions), statements=tuple(statements))


def anchored(pair):
    """The report with a sentence that names three people both reports know."""
    document, reading = pair
    names = ["Ada Brandt", "Olav Nygaard", "Mira Castellan"]
    text = document.text + " and ".join(names)
    at = [text.index(n) for n in names]
    more = tuple(
        Mention(Span(a, a + len(n)), Span(a, a + len(n)), "name", "person", 90 + i)
        for i, (a, n) in enumerate(zip(at, names, strict=True))
    )
    document = Document(document.id, document.name, document.sha256, document.media_type, text, (), document.meta)
    return document, Reading(
        reading.document, "test", (), reading.sentences, (*reading.mentions, *more), statements=reading.statements
    )


def test_the_same_content_in_the_same_order_is_a_rewriting():
    seeds = list(range(10, 22))
    (found,) = lineages(anchored(retelling("x", seeds, "2020-01-01")), anchored(retelling("y", seeds, "2020-01-02")))
    assert (found.kind, found.source, found.to, found.directed) == ("rewrite", "x", "y", True)
    assert len(found.passages) == 12


def test_a_rewriting_that_shares_one_name_alone_is_found():
    pairs = [anchored(retelling(name, list(range(10, 22)))) for name in ("x", "y")]
    (found,) = lineages(*((d, replace(r, mentions=tuple(m for m in r.mentions if m.chain == 90))) for d, r in pairs))
    assert found.kind == "rewrite"


def told_with_values(name, seeds, days, published=None):
    """A retelling of which each sentence also names a day of the week: enough values to judge a few sentences by."""
    document, reading = retelling(name, seeds, published)
    text = document.text
    times = []
    for day in days:
        text += f"{day}. "
        times.append(Time(Span(len(text) - len(day) - 2, len(text) - 2), "date", None))
    return replace(document, text=text, blocks=()), replace(reading, blocks=(), times=tuple(times))


def test_five_sentences_in_one_order_are_a_rewriting_where_each_value_has_its_counterpart():
    days = ["Monday", "Friday"]
    changed = ["Monday", "Sunday"]
    (found,) = lineages(
        told_with_values("x", range(10, 15), days, "2020-01-01"), told_with_values("y", range(10, 15), changed, "2020-01-02")
    )
    assert (found.kind, found.source, found.to, found.directed) == ("rewrite", "x", "y", True)
    assert "time “Friday” became “Sunday”" in " ".join(p.note for p in found.passages)


def test_five_sentences_in_one_order_are_none_where_each_report_tells_of_more_besides():
    one = told_with_values("x", range(10, 15), ["Monday", "Friday", "Sunday"], "2020-01-01")
    other = told_with_values("y", range(10, 15), [], "2020-01-02")
    few = tuple(m for m in other[1].mentions if m.span.start < 20)  # of the names it tells only the first few are marked
    other = (
        replace(other[0], text=other[0].text.replace("Falk14", "Berg14").replace("Falk13", "Berg13")),
        replace(other[1], mentions=few),
    )
    assert lineages(one, other) == ()


def test_what_one_report_quotes_and_the_other_tells_counts_and_what_both_quote_does_not():
    def quoting(pair):
        document, reading = pair
        said = tuple(Attribution((), (), (s.span,), True) for s in reading.statements)
        return document, replace(reading, attributions=said)

    one, other = (anchored(retelling(name, range(10, 22))) for name in ("x", "y"))
    (found,) = lineages(quoting(one), other)
    assert found.kind == "rewrite"
    assert lineages(quoting(one), quoting(other)) == ()


def test_the_same_content_in_another_order_is_none():
    seeds = list(range(10, 22))
    shuffled = [seeds[i] for i in (7, 2, 11, 0, 9, 4, 1, 10, 5, 8, 3, 6)]
    assert lineages(anchored(retelling("x", seeds)), anchored(retelling("y", shuffled))) == ()


def test_order_keeps_the_pairs_that_rise_on_both_sides():
    gains = numpy.array([[0.4, -0.4, -0.4], [-0.4, -0.4, 0.3], [-0.4, 0.2, -0.4]])
    assert in_order(gains) == (0.7, [(0, 0), (1, 2)])
    assert in_order(numpy.full((2, 2), -0.1)) == (0.0, [])


def test_one_order_is_beyond_chance_and_another_is_not():
    straight = numpy.eye(10) - 0.5
    assert beyond_chance(straight, in_order(straight)[0]) > 3
    turned = straight[::-1].copy()
    assert beyond_chance(turned, in_order(turned)[0]) < 0


def test_two_hundred_copies_take_from_the_first():
    found = lineages(*(report(f"d{n:03}", REPORT, f"2020-03-{1 + n // 10:02}") for n in range(200)))
    assert len(found) == 199
    assert {x.source for x in found} == {"d000"}


def test_a_notice_shared_by_reports_of_different_stories_is_no_copy():
    notice = (
        "This material may not be published, broadcast, rewritten or given to others without the consent of those who own it, "
        * 2
    )
    pair = [report("a", REPORT + " " + notice), report("b", OTHER + " " + notice)]
    documents, readings = [d for d, _ in pair], [r for _, r in pair]
    apart = [Story("s1", "fire", ("a",)), Story("s2", "choir", ("b",))]
    assert find_lineages(documents, readings, identify(documents, readings), apart) == ()


def test_times_of_day_are_compared_across_time_zones():
    (copy,) = lineages(report("a", REPORT, "2020-03-02T10:00:00+02:00"), report("b", COPY, "2020-03-02T08:30:00+00:00"))
    assert (copy.source, copy.to, copy.directed) == ("a", "b", True)


def test_a_day_and_a_time_on_that_day_do_not_tell_which_came_first():
    (copy,) = lineages(report("a", REPORT, "2020-03-02"), report("b", COPY, "2020-03-02T08:30:00+00:00"))
    assert not copy.directed


def test_an_outlet_credited_in_the_byline_is_the_source():
    text = "By Nora Whitlock and Meridian Press\n" + REPORT
    line = text.index("\n")
    blocks = (Block(Span(0, line), "byline"), Block(Span(line + 1, len(text))))
    taker = Document("b", "b", "0" * 64, "text/plain", text, blocks, Meta(published="2020-03-02"))
    source, reading = report("a", OTHER, "2020-03-02", "Meridian Press")
    (cites,) = lineages((taker, Reading("b", "test", blocks)), (source, reading))
    assert (cites.kind, cites.source, cites.to) == ("cites", "a", "b")


def test_a_report_published_later_is_not_what_was_cited():
    text = "Meridian Press reported that the bakery burned down before dawn on Monday."
    later = report("a", OTHER, "2020-03-05", "Meridian Press")
    assert lineages(report("b", text, "2020-03-02"), later) == ()


def test_two_that_take_from_one_named_third_are_not_taken_to_copy_one_another():
    named = REPORT + " Meridian Press reported that the bakery burned down."
    found = lineages(
        report("a", REPORT, "2020-03-01", "Meridian Press"), report("b", COPY, "2020-03-02"), report("c", named, "2020-03-03")
    )
    assert sorted((x.kind, x.source, x.to) for x in found) == [("cites", "a", "c"), ("copy", "a", "b"), ("copy", "a", "c")]


def test_a_paper_that_names_itself_or_its_author_names_no_source():
    assert is_own_name("the Gazette", plain("The Arnesby Gazette"))
    assert not is_own_name("the Gazette", plain("The Arnesby Post"))
    assert not is_own_name("the Arnesby Evening Gazette", plain("The Arnesby Gazette"))
    text = "Interview by Nadia Corr\nShe has told the Gazette that the lights went out."
    corr = Span(text.index("Nadia"), text.index("Nadia") + 10)
    mention = Mention(corr, corr, "name", "organisation", 0)
    assert lineages(report("a", text, publisher="The Arnesby Gazette", mentions=[mention])) == ()
