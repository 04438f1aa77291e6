import datetime

from variorum.collation.stories import find_stories, linked
from variorum.collation.storymarks import days_between, marks
from variorum.collation.storypairs import Rarity, publisher
from variorum.model.document import Block, Document, Meta
from variorum.model.reading import Reading
from variorum.model.span import Span

FERRY = (
    "Ferry Solvang runs aground near Kvaloya",
    "The ferry Solvang ran aground off Kvaloya on Tuesday night with 41 aboard. Captain Ingrid Moe said the wheel "
    "locked. Rescue boats from Tromso took everybody to Brensholmen.",
)
AGAIN = (
    "Passengers taken off stranded ship",
    "Forty-one passengers were brought to Brensholmen after the Solvang hit rocks at Kvaloya. Ingrid Moe, the captain, "
    "told reporters she had lost steering.",
)
THEFT = (
    "Museum in Graz robbed",
    "Thieves took two paintings by Elfriede Lohner from a museum in Graz. Police chief Anton Wessely seeks witnesses.",
)


def case(*reports, published=None):
    documents, readings = [], []
    for name, (title, text) in reports:
        blocks = (Block(Span(0, len(text))),)
        documents.append(Document(name, name, "0" * 64, "text/plain", text, blocks, Meta(title=title, published=published)))
        readings.append(Reading(name, "test", blocks))
    return documents, readings


def test_two_reports_of_one_event_are_one_story_without_dates():
    stories = find_stories(*case(("a", FERRY), ("b", AGAIN), ("c", THEFT)))
    assert [s.documents for s in stories if len(s.documents) > 1] == [("a", "b")]
    assert sorted(d for s in stories for d in s.documents) == ["a", "b", "c"]


def test_a_story_is_named_as_its_earliest_document_is():
    documents, readings = case(("a", FERRY), ("b", AGAIN), published="2021-02-03")
    earlier = Document(
        **{f: getattr(documents[1], f) for f in documents[1].__slots__} | {"meta": Meta(AGAIN[0], published="2021-02-02")}
    )
    (story,) = find_stories([documents[0], earlier], readings)
    assert story.label == f"b: {AGAIN[0]}"  # with who calls it so
    assert "solvang" in story.why


def test_order_of_documents_does_not_matter():
    documents, readings = case(("a", FERRY), ("b", AGAIN), ("c", THEFT))
    assert find_stories(documents, readings) == find_stories(documents[::-1], readings[::-1])


def test_no_documents_no_stories():
    assert find_stories([], []) == ()


def test_one_report_alone_is_a_story():
    (story,) = find_stories(*case(("a", FERRY)))
    assert (story.documents, story.why) == (("a",), "")


def test_copies_of_one_report_are_one_story_however_many():
    stories = find_stories(*case(*((f"d{n:03}", FERRY) for n in range(200)), ("x", THEFT)))
    assert sorted(len(s.documents) for s in stories) == [1, 200]


def test_a_story_of_very_many_reports_is_bounded_and_says_so():
    texts = [(FERRY[0], f"{FERRY[1]} The harbour master counted {n} life jackets.") for n in range(10, 180)]
    stories = find_stories(*case(*((f"d{n:03}", text) for n, text in enumerate(texts))))
    assert [len(s.documents) for s in stories] == [170]
    assert "too many reports to hold each against each" in stories[0].why


def test_groups_are_joined_on_their_mean_so_that_one_link_does_not_chain_them():
    pair = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.9}
    assert linked([1, 1, 1, 1], pair, cut=0.5) == [[0, 1], [2, 3]]


def test_copies_count_in_the_mean_as_often_as_they_stand():
    assert linked([1, 1, 1], {(0, 1): 0.9, (1, 2): 0.6}, cut=0.5) == [[0, 1], [2]]
    assert linked([1, 9, 1], {(0, 1): 0.9, (1, 2): 0.6}, cut=0.5) == [[0, 1, 2]]


def test_days_are_read_from_calendar_dates_and_from_weekdays_before_publication():
    told = marks("On Monday, a day after March 1, Ingrid Moe, 41, spoke; her son is 9 years old.", datetime.date(2021, 3, 3))
    assert told.days == ((3, 1),)
    assert told.ages == {41, 9}
    assert marks("It sank on Friday.", None).days == ()
    assert marks("On May 4, 2019, it sank.", None).ages == frozenset()
    assert days_between((12, 31), (1, 2)) == 2


def test_the_publisher_of_an_archived_page_is_the_host_archived():
    archived = "http://web.archive.org/web/20160713033953/http://www.tromso.example:80/ferry"
    assert publisher(Meta(url=archived)) == "tromso.example"
    assert publisher(Meta(url=archived, publisher="The Ferry Post")) == "the ferry post"


def test_a_word_in_every_text_is_not_rare_and_an_unknown_one_is():
    rarity = Rarity(150, {"the": 150, "ferry": 15})
    assert (rarity("the"), rarity("ferry"), rarity("solvang")) == (0.0, 0.5, 1.0)


ROUND_UP = (
    "News in brief",
    f"{FERRY[1]} {AGAIN[1]}\n{THEFT[1]} The paintings by Lohner were taken on Sunday from the museum in Graz, chief Wessely said, "
    "and guards in Graz noticed the theft of the paintings hours later. Lohner painted both pictures in Graz as a student.",
)
THEFT_AGAIN = (
    "Lohner paintings stolen in Graz",
    "Two pictures painted by Elfriede Lohner are gone from a museum in Graz, where guards noticed the theft hours later. "
    "Chief Anton Wessely of the Graz police asked witnesses to come forward.",
)


def laid_out(documents, readings):
    """The reports with each line a block."""
    again = []
    for reading, document in zip(readings, documents, strict=True):
        blocks, at = [], 0
        for line in document.text.split("\n"):
            blocks.append(Block(Span(at, at + len(line))))
            at += len(line) + 1
        again.append(Reading(reading.document, "test", tuple(blocks)))
    return documents, again


def test_a_round_up_is_of_each_story_that_a_part_of_it_tells():
    stories = find_stories(*laid_out(*case(("a", FERRY), ("b", AGAIN), ("c", THEFT), ("d", THEFT_AGAIN), ("r", ROUND_UP))))
    assert sorted(s.documents for s in stories) == [("a", "b", "r"), ("c", "d", "r")]
    assert sorted(s.guests for s in stories) in ([(), ("r",)], [("r",), ("r",)])


def test_a_report_that_is_about_one_thing_is_of_one_story():
    stories = find_stories(*laid_out(*case(("a", FERRY), ("b", AGAIN), ("c", THEFT), ("d", THEFT_AGAIN))))
    assert [s.guests for s in stories] == [(), ()]


def test_the_long_s_of_old_prints_and_the_first_days_of_the_calendar_break_nothing():
    assert marks("On Tueſday, ſept 4, the bridge fell.", datetime.date(1, 1, 1)).days == ((9, 4),)
    assert marks("On Tueſday the bridge fell.", datetime.date(2021, 3, 5)).days == ((3, 2),)
