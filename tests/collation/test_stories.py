from variorum.collation.stories import find_stories
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
    assert story.label == AGAIN[0]
    assert "solvang" in story.why


def test_order_of_documents_does_not_matter():
    documents, readings = case(("a", FERRY), ("b", AGAIN), ("c", THEFT))
    assert find_stories(documents, readings) == find_stories(documents[::-1], readings[::-1])


def test_no_documents_no_stories():
    assert find_stories([], []) == ()
