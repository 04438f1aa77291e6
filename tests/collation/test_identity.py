from variorum.collation.identity import identify, same_name
from variorum.collation.ranks import parted
from variorum.model.document import Block, Document
from variorum.model.reading import Mention, Place, Reading
from variorum.model.span import Span


def report(name: str, text: str, *chains: tuple[str, list[tuple[str, str]]]) -> tuple[Document, Reading]:
    """A document and its reading; chains are given as (type, [(words, kind)]); repeated words are found in turn."""
    mentions, seen = [], {}
    for number, (kind_of_thing, forms) in enumerate(chains):
        for words, kind in forms:
            start = text.index(words, seen.get(words, 0))
            seen[words] = start + 1
            span = Span(start, start + len(words))
            mentions.append(Mention(span, span, kind, kind_of_thing, number))
    blocks = (Block(Span(0, len(text))),)
    document = Document(name, name, "0" * 64, "text/plain", text, blocks)
    return document, Reading(name, "test", blocks, mentions=tuple(mentions))


def identity(*reports):
    return identify([d for d, _ in reports], [r for _, r in reports])


def person(*names):
    return ("person", [(n, "name") for n in names])


def body(*names):
    return ("organisation", [(n, "name") for n in names])


def test_spellings_of_one_name_are_one_person():
    found = identity(
        report("a", "Andrey Kuznetsov fled.", person("Andrey Kuznetsov")),
        report("b", "Andrei Kuznetsov ran.", person("Andrei Kuznetsov")),
    )
    (entity,) = found.entities
    assert found.of == {("a", 0): entity.id, ("b", 0): entity.id}
    assert "transliteration" in entity.why


def test_other_given_name_is_another_person():
    found = identity(
        report("a", "Andrey Kuznetsov fled.", person("Andrey Kuznetsov")),
        report("b", "Dmitry Kuznetsov ran.", person("Dmitry Kuznetsov")),
        report("c", "Andrey Kuznetsova sang.", person("Andrey Kuznetsova")),
    )
    assert len(found.entities) == 3


def test_surname_alone_goes_to_its_one_bearer_and_stays_alone_between_two():
    one = identity(
        report("a", "Ada Brandt met Olsen.", person("Ada Brandt"), person("Olsen")),
        report("b", "Brandt met Olsen.", person("Brandt"), person("Olsen")),
    )
    assert one.of["a", 0] == one.of["b", 0]
    assert one.of["a", 1] == one.of["b", 1]
    two = identity(
        report(
            "a",
            "Ada Brandt and Kurt Brandt left. Brandt sang.",
            person("Ada Brandt"),
            person("Kurt Brandt"),
            person("Brandt"),
        )
    )
    assert len(two.entities) == 3


def test_bodies_lose_generic_words_but_not_their_kind():
    found = identity(
        report(
            "a",
            "Falkor Group and Foobar.net and Avon Police Department.",
            body("Falkor Group"),
            body("Foobar.net"),
            body("Avon Police Department"),
        ),
        report("b", "Falkor, Foobar, Avon University.", body("Falkor"), body("Foobar"), body("Avon University")),
    )
    assert found.of["a", 0] == found.of["b", 0]
    assert found.of["a", 1] == found.of["b", 1]
    assert found.of["a", 2] != found.of["b", 2]


def test_initials_stand_for_a_body():
    found = identity(
        report("a", "The Nordic Sea Council met.", body("Nordic Sea Council")),
        report("b", "The NSC met.", body("NSC")),
    )
    assert len(found.entities) == 1


def test_places_far_apart_with_one_name_stay_two():
    (doc_a, read_a), (doc_b, read_b) = (report(n, "In Springfield.", ("place", [("Springfield", "name")])) for n in "ab")
    there = Place(Span(3, 14), 39.8, -89.6, 1)
    here = Place(Span(3, 14), 44.0, -123.0, 2)
    apart = identify([doc_a, doc_b], [_with(read_a, there), _with(read_b, here)])
    assert len(apart.entities) == 2
    near = identify([doc_a, doc_b], [_with(read_a, there), _with(read_b, there)])
    assert [e.geonames_id for e in near.entities] == [1]


def _with(reading: Reading, place: Place) -> Reading:
    return Reading(reading.document, "test", reading.blocks, mentions=reading.mentions, places=(place,))


def test_order_of_documents_does_not_matter_and_pronouns_alone_are_nobody():
    reports = [
        report("a", "He saw a guard.", ("person", [("He", "pronoun")]), ("person", [("a guard", "nominal")])),
        report("b", "Jo Falk ran.", person("Jo Falk")),
    ]
    forward, backward = identity(*reports), identity(*reversed(reports))
    assert forward == backward
    assert [e.name for e in forward.entities] == ["guard", "Jo Falk"]
    assert ("a", 0) not in forward.of


def test_same_name_tells_its_reason():
    assert same_name("Bob Falk", "Robert Falk", "Person")[0] > 0.5
    assert same_name("Ivan Petrov", "Ivan Petrova", "Person")[0] < 0.5
    assert same_name("Jon Falk Jr.", "Jon Falk Sr.", "Person")[0] < 0.5
    assert same_name("Falkor Ltd", "Falkor Limited", "Company")[0] == 1.0
    assert "initial" in same_name("J. Falk", "Jo Falk", "Person")[1]


def test_rank_keeps_people_of_one_surname_apart():
    text = "Captain Denis Brandt led. Colonel Brandt was away."
    found = identity(report("a", text, person("Denis Brandt"), person("Brandt was"[:6])))
    assert len(found.entities) == 1  # the word found first is a part of the full name
    other = "Colonel Brandt was away when Captain Denis Brandt led."
    found = identity(report("a", other, person("Brandt"), person("Denis Brandt")))
    assert len(found.entities) == 2


def test_a_surname_of_a_rank_goes_to_the_one_of_that_rank():
    found = identity(
        report("a", "Captain Denis Brandt met Olsen.", person("Denis Brandt"), person("Olsen")),
        report("b", "Colonel Viktor Brandt met Olsen.", person("Viktor Brandt"), person("Olsen")),
        report("c", "Captain Brandt met Olsen.", person("Brandt"), person("Olsen")),
    )
    assert found.of["c", 0] == found.of["a", 0] != found.of["b", 0]


def test_a_given_name_alone_goes_to_its_one_bearer():
    found = identity(
        report("a", "Yusuf Demir was shot. Yusuf died.", ("person", [("Yusuf Demir", "name")]), person("Yusuf died"[:5]))
    )
    assert len(found.entities) == 1


def test_two_of_one_rank_whose_names_differ_in_vowels_are_one():
    one, two = (
        report("a", "General Adil Rashid spoke.", person("Adil Rashid")),
        report("b", "Gen. Adel Rasheed spoke.", person("Adel Rasheed")),
    )
    assert len(identity(one, two).entities) == 1
    plain = report("c", "Adel Rasheed spoke.", person("Adel Rasheed"))
    assert len(identity(one, plain).entities) == 2


def test_a_chain_of_two_ranks_is_parted_with_what_follows_the_other_rank():
    text = "Colonel Viktor Brandt spoke. Captain Brandt left. He is young."
    spans = [(13 - 5, 21, "name"), (text.index("Brandt left"), text.index("Brandt left") + 6, "name"), (50, 52, "pronoun")]
    mentions = tuple(Mention(Span(a, b), Span(a, b), kind, "person", 0) for a, b, kind in spans)
    found = parted(Reading("a", "test", (), mentions=mentions), text)
    assert [m.chain for m in found.mentions] == [0, 1, 1]
