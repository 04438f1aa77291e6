"""Chains inside a document."""

from __future__ import annotations

import pytest
from english import pipeline

from variorum.model.reading import Attribution, Mention
from variorum.model.span import Span
from variorum.reading.attribution import find_attributions
from variorum.reading.coreference import chain_mentions, resolve
from variorum.reading.namesakes import misspelt
from variorum.reading.turns import find_turns, voices


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


def names(text, *found):
    """Mentions of type person for each word given, in order of the text."""
    out, at = [], 0
    for words in found:
        start = text.index(words, at)
        at = start + len(words)
        head = text.rindex(words.split()[-1], start, at)
        out.append(Mention(Span(start, at), Span(head, at), "name", "person"))
    return tuple(out)


def chain_of(text, mentions, words, nth=0):
    return [m.chain for m in mentions if m.span.text(text) == words][nth]


def test_a_surname_joins_the_full_name(nlp):
    text = "Peter Hanley met Anna Weiss. Hanley spoke first. Weiss left."
    found = resolve(nlp(text), names(text, "Peter Hanley", "Anna Weiss", "Hanley", "Weiss"), ())
    assert chain_of(text, found, "Hanley") == chain_of(text, found, "Peter Hanley")
    assert chain_of(text, found, "Weiss") == chain_of(text, found, "Anna Weiss")
    assert chain_of(text, found, "Weiss") != chain_of(text, found, "Hanley")


def test_a_misspelt_surname_joins_but_a_womans_form_does_not(nlp):
    text = "Ivan Dobrolenko spoke. Mr. Dobrolenk left. Nina Dobrolenka stayed."
    found = chain_mentions(nlp(text), names(text, "Ivan Dobrolenko", "Dobrolenk", "Nina Dobrolenka"))
    assert found[0].chain == found[1].chain != found[2].chain


def test_pronouns_follow_gender(nlp):
    text = "Mary Hanley met Peter Weiss in the park. He gave her a book."
    found = resolve(nlp(text), names(text, "Mary Hanley", "Peter Weiss"), ())
    assert chain_of(text, found, "He") == chain_of(text, found, "Peter Weiss")
    assert chain_of(text, found, "her") == chain_of(text, found, "Mary Hanley")


def test_i_in_a_direct_quotation_is_its_source(nlp):
    text = '"I saw it burn," Peter Hanley said.'
    start = text.index("Peter")
    said = Attribution((Span(start, start + 12),), (Span(start + 13, start + 17),), (Span(0, 16),), direct=True)
    found = resolve(nlp(text), names(text, "Peter Hanley"), (said,))
    assert chain_of(text, found, "I") == chain_of(text, found, "Peter Hanley")


def test_a_description_by_age_means_the_person_most_spoken_of(nlp):
    text = "Peter Hanley fled. Hanley had served two years. The 26-year-old crossed the river."
    found = resolve(nlp(text), names(text, "Peter Hanley", "Hanley"), ())
    assert chain_of(text, found, "The 26-year-old") == chain_of(text, found, "Peter Hanley")


def test_every_mention_has_a_chain_and_a_reason(nlp):
    text = "The lawyer said that she would appeal. Her client, a soldier, was in jail."
    found = resolve(nlp(text), (), ())
    assert found
    assert all(m.chain >= 0 and m.why for m in found)


def test_a_document_without_words_has_no_mentions(nlp):
    assert resolve(nlp(""), (), ()) == ()
    assert resolve(nlp("   "), (), ()) == ()


def test_the_same_document_is_read_the_same_way_twice(nlp):
    text = "Anna Weiss sued Orbital Group. She said Orbital lied to her. Its lawyer, Peter Hanley, denied it."
    given = names(text, "Anna Weiss", "Peter Hanley")
    assert resolve(nlp(text), given, ()) == resolve(nlp(text), given, ())


def test_i_and_you_follow_the_turns_of_a_transcript(nlp):
    text = "ANNA WEISS: Did you see it?\nPETER HANLEY: I saw it. Did you?\nWEISS: I did not."
    found = resolve(nlp(text.replace("\n", " ")), (), (), voices(find_turns(text)))
    weiss, hanley = chain_of(text, found, "ANNA WEISS"), chain_of(text, found, "PETER HANLEY")
    assert weiss != hanley
    assert [chain_of(text, found, "you"), chain_of(text, found, "I")] == [hanley, hanley]
    assert [chain_of(text, found, "you", 1), chain_of(text, found, "I", 1), chain_of(text, found, "WEISS")] == [
        weiss,
        weiss,
        weiss,
    ]


def test_i_in_a_signed_statement_is_who_signs(nlp):
    text = "I, Jane Roe, nurse, state: Peter Hanley ran. I saw him. He hit my car."
    found = resolve(nlp(text), names(text, "Jane Roe", "Peter Hanley"), (), voices(find_turns(text)))
    assert chain_of(text, found, "I", 1) == chain_of(text, found, "my") == chain_of(text, found, "Jane Roe")
    assert chain_of(text, found, "He") == chain_of(text, found, "Peter Hanley")


def test_they_and_it_that_stand_for_things_are_no_mentions(nlp):
    text = "The stones were heavy. They fell into its path. It rained."
    assert not [m for m in resolve(nlp(text), (), ()) if m.kind == "pronoun"]


def test_a_body_is_meant_by_its_and_they(nlp):
    text = "Orbital Group closed its offices in May."
    orbital = Mention(Span(0, 13), Span(8, 13), "name", "organisation")
    found = resolve(nlp(text), (orbital,), ())
    assert chain_of(text, found, "its") == chain_of(text, found, "Orbital Group")


def test_another_full_name_is_another_person(nlp):
    text = "Peter Hanley met Ruth Hanley and Carl Hanley. They left."
    found = chain_mentions(nlp(text), names(text, "Peter Hanley", "Ruth Hanley", "Carl Hanley"))
    assert len({m.chain for m in found}) == 3


def test_a_description_by_age_is_not_somebody_of_another_age(nlp):
    text = "Peter Hanley, 46, fled. Hanley hid. Police said a boy, 13, was hurt. The 13-year-old was treated in hospital. Hanley was found."
    found = resolve(nlp(text), names(text, "Peter Hanley", "Hanley", "Hanley"), ())
    assert chain_of(text, found, "The 13-year-old") == chain_of(text, found, "a boy")
    assert chain_of(text, found, "The 13-year-old") != chain_of(text, found, "Hanley")


def test_a_name_is_not_taken_for_a_nameless_man_spoken_of_before(nlp):
    text = "The stabbing left a man dead. Peter Hanley spoke to reporters."
    found = resolve(nlp(text), names(text, "Peter Hanley"), ())
    assert chain_of(text, found, "a man") != chain_of(text, found, "Peter Hanley")


def test_neighbours_in_a_list_are_not_one_person(nlp):
    text = "It was said by Attorney Carl L. Weiss of the Division, Attorney Ruth B. Hanley of the District, and Chief Peter Moe."
    found = chain_mentions(nlp(text), names(text, "Carl L. Weiss", "Ruth B. Hanley", "Peter Moe"))
    assert len({m.chain for m in found}) == 3


def test_a_name_of_marks_alone_is_no_misspelling() -> None:
    assert not misspelt((), ("hollander",))
    assert misspelt(("mara", "hollander"), ("mara", "hollender"))


def test_two_full_names_of_one_family_are_two_people(nlp):
    text = "Peter Hanley lives there. Ola Hanley steered the boat. Mr. Hanley has fished for years."
    found = resolve(nlp(text), names(text, "Peter Hanley", "Ola Hanley"), ())
    assert chain_of(text, found, "Peter Hanley") != chain_of(text, found, "Ola Hanley")


def test_a_short_form_of_a_given_name_is_the_same_person(nlp):
    text = "William Hanley lives there. Bill Hanley steered the boat."
    found = resolve(nlp(text), names(text, "William Hanley", "Bill Hanley"), ())
    assert chain_of(text, found, "William Hanley") == chain_of(text, found, "Bill Hanley")


def test_who_wrote_the_report_is_nobodys_she(nlp):
    text = "By Mary Hanley. The boat sank. She had been warned."
    given = names(text, "Mary Hanley")
    aside = resolve(nlp(text), given, (), (), [Span(0, 15)])
    assert chain_of(text, aside, "She") != chain_of(text, aside, "Mary Hanley")
    assert chain_of(text, resolve(nlp(text), given, ()), "She") == chain_of(text, resolve(nlp(text), given, ()), "Mary Hanley")


def test_a_noun_for_somebody_at_work_that_says_something_is_a_person(nlp):
    text = "The harbour master said that he had called. The newspaper said so."
    assert [m.span.text(text) for m in resolve(nlp(text), (), ()) if m.kind == "nominal" and m.type == "person"] == [
        "The harbour master"
    ]


HANLEY = "Peter Hanley drowned in May. Hanley was a sailor. "


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('His uncle, Carl Moss, said that Hanley could not swim. "He was alone," he said.', "he said"),
        ("Carl Moss, a doctor, told reporters that Hanley was ill. He said the heart was weak.", "He said"),
        ("According to Carl Moss, Hanley was ill. He claimed: “He never slept.”", "He claimed"),
        ('"The boat was old," Carl Moss said. Hanley had owned it since 1990. "It leaked," he continued.', "he continued"),
    ],
)
def test_he_who_says_something_is_who_said_something_last_and_not_whom_it_was_about(nlp, told, said):
    text = HANLEY + told
    doc = nlp(text)
    people = names(text, "Peter Hanley", "Hanley", "Carl Moss")
    found = resolve(doc, people, find_attributions(doc))
    at = text.rindex(said)
    assert [m.chain for m in found if m.span.start == at] == [chain_of(text, found, "Carl Moss")]


def test_he_inside_a_quotation_is_not_who_speaks_it(nlp):
    text = 'Carl Moss found Peter Hanley in the river. "He was alone," Moss said.'
    doc = nlp(text)
    found = resolve(doc, names(text, "Carl Moss", "Peter Hanley", "Moss"), find_attributions(doc))
    assert chain_of(text, found, "He") == chain_of(text, found, "Peter Hanley")


def test_he_who_says_something_after_the_report_told_of_another_may_be_that_other(nlp):
    text = "Peter Hanley said the bridge was safe. Carl Moss crossed it on Monday. He said it shook."
    doc = nlp(text)
    found = resolve(doc, names(text, "Peter Hanley", "Carl Moss"), find_attributions(doc))
    assert chain_of(text, found, "He") == chain_of(text, found, "Carl Moss")


def test_who_was_just_told_of_speaks_before_who_spoke_last(nlp):
    text = '"She was my only child," Ivan Hill said. Hill wept. A neighbour, Omar Reed, heard three shots. "It was over in a second," he said.'
    doc = nlp(text)
    found = resolve(doc, names(text, "Ivan Hill", "Hill", "Omar Reed"), find_attributions(doc))
    assert chain_of(text, found, "he") == chain_of(text, found, "Omar Reed")
