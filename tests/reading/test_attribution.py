"""Who says what, on hand-made sentences."""

from __future__ import annotations

import re

import pytest
from english import reader

from variorum.model.document import Block
from variorum.model.reading import Attribution, Mention
from variorum.model.span import Span
from variorum.reading.attribution import find_attributions, link_sources


def read(text: str) -> list[Attribution]:
    blocks = tuple(Block(Span(*m.span())) for m in re.finditer(r"\S[^\n]*", text))
    return list(find_attributions(reader().parse(text, blocks), blocks))


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [s.text(text) for s in spans]


def only(text: str) -> tuple[list[str], list[str], list[str], Attribution]:
    (one,) = [a for a in read(text) if a.parent is None]
    return words(text, one.source), words(text, one.cue), words(text, one.content), one


def test_clause_after_said_is_content_with_that_and_without_period() -> None:
    source, cue, content, one = only("The mayor said that the bridge had collapsed.")
    assert (source, cue, content) == (["The mayor"], ["said"], ["that the bridge had collapsed"])
    assert not one.direct
    assert not one.anonymous


@pytest.mark.parametrize(("left", "right"), [('"', '"'), ("“", "”"), ("''", "''")])
def test_quotation_before_its_cue_keeps_marks_and_comma(left: str, right: str) -> None:
    source, cue, content, one = only(f"{left}The road is closed until spring,{right} said Jane Hollow.")
    assert (source, cue, content) == (["Jane Hollow"], ["said"], [f"{left}The road is closed until spring,{right}"])
    assert one.direct


def test_second_quotation_of_the_paragraph_joins_the_first() -> None:
    _, _, content, _ = only('"We saw the boat sink," he said. "Nobody could help them."')
    assert content == ['"We saw the boat sink,"', '"Nobody could help them."']


def test_quotation_that_runs_over_paragraphs_is_one_attribution() -> None:
    text = "“It was dark when we came,” Mara Lind said. “We heard the water.\n\n“Then the wall broke,” she said."
    found = [a for a in read(text) if a.parent is None]
    assert "“We heard the water." in words(text, found[0].content)


def test_quoted_paragraph_without_cue_carries_its_speaker_over() -> None:
    text = 'Anna Berg said: "The dam will hold this winter."\n\n"We have no other plans for the valley."'
    first, second = read(text)
    assert words(text, first.source) == ["Anna Berg"]
    assert second.source == ()
    assert words(text, second.carried) == ["Anna Berg"]
    assert second.direct
    assert second.why


def test_according_to_takes_the_rest_of_the_sentence() -> None:
    source, cue, content, _ = only("Three houses burned, according to the fire chief.")
    assert (source, cue, content) == (["the fire chief"], ["according to"], ["Three houses burned"])


def test_account_given_to_a_paper_has_that_paper_as_addressee() -> None:
    text = "According to Lena Moor's account to the Gazette, the guards fled at dawn."
    source, _, content, one = only(text)
    assert source[0].startswith("Lena Moor")
    assert content == ["the guards fled at dawn"]
    assert words(text, one.addressee) == ["the Gazette"]


def test_whom_it_was_told_is_the_addressee() -> None:
    text = "The lawyer told the Gazette that her client was innocent."
    source, cue, content, one = only(text)
    assert (source, cue, content) == (["The lawyer"], ["told"], ["that her client was innocent"])
    assert words(text, one.addressee) == ["the Gazette"]


def test_sources_without_names_are_anonymous() -> None:
    *_, one = only("Some reports claim that the plant leaked.")
    assert one.anonymous
    *_, one = only("Officials in the capital said that the plant leaked.")
    assert one.anonymous


def test_attribution_inside_a_quotation_has_it_as_parent() -> None:
    text = '"My brother said that the ship was late," the captain said.'
    found = read(text)
    outer = next(i for i, a in enumerate(found) if words(text, a.source) == ["the captain"])
    inner = next(a for a in found if words(text, a.source) == ["My brother"])
    assert inner.parent == outer
    assert found[outer].parent is None


def test_offsets_lie_inside_the_text_and_pieces_do_not_overlap() -> None:
    text = "The plan, she said, was “bad for everyone.” He disagreed and told reporters so."
    for one in read(text):
        for role in (one.source, one.cue, one.content):
            assert all(0 <= s.start < s.end <= len(text) for s in role)
        assert not any(a.overlap(b) for a in one.cue for b in one.content)


def test_chain_of_source_is_that_of_its_first_name() -> None:
    text = "Ivo Brand, the founder of Acme, said that sales fell."
    one = next(a for a in read(text) if a.source)
    brand = Mention(Span(0, 9), Span(4, 9), "name", "person", chain=3)
    acme = Mention(Span(26, 30), Span(26, 30), "name", "organisation", chain=4)
    assert link_sources([one], [brand, acme])[0].chain == 3


def test_comment_clause_splits_its_content() -> None:
    source, cue, content, _ = only("The plan, officials said, would cost millions.")
    assert (source, cue, content) == (["officials"], ["said"], ["The plan", "would cost millions"])


def test_hearsay_adverb_has_no_source() -> None:
    source, cue, content, one = only("The crew reportedly left the ship.")
    assert (source, cue, content) == ([], ["reportedly"], ["The crew", "left the ship"])
    assert one.anonymous


def test_partner_of_an_interview_is_the_addressee() -> None:
    text = "In an interview with the Gazette, she said that she would leave."
    *_, one = only(text)
    assert words(text, one.addressee) == ["the Gazette"]


def test_chain_of_a_lawyer_is_not_that_of_the_client() -> None:
    text = "Ivo Brand's lawyer said that sales fell."
    one = next(a for a in read(text) if a.source)
    brand = Mention(Span(0, 9), Span(4, 9), "name", "person", chain=3)
    assert link_sources([one], [brand])[0].chain is None


def test_mixed_quotation_is_not_direct() -> None:
    _, _, content, one = only('She said that it was "a grave mistake".')
    assert content == ['that it was "a grave mistake"']
    assert not one.direct


def test_parents_never_run_in_a_circle() -> None:
    text = 'He said that, she claimed, they think that "we," he said, "know that it is over, they say."'
    found = read(text)
    for one in found:
        seen = 0
        while one.parent is not None:
            one, seen = found[one.parent], seen + 1
            assert seen <= len(found)


def test_text_without_speech_has_no_attributions() -> None:
    assert read("The river froze in January.") == []


def test_a_relative_pronoun_as_source_is_spelt_out() -> None:
    text = "The radio was shown a photograph, which confirmed that he was born in Holm."
    (found,) = [a for a in find_attributions(reader().parse(text)) if "was born" in " ".join(s.text(text) for s in a.content)]
    assert [s.text(text) for s in found.source] == ["which"]
    assert [s.text(text) for s in found.carried] == ["a photograph"]


def tagged(text: str, roles: dict[int, str] | None = None) -> list[Attribution]:
    """The attributions with the tagger, paragraphs in the roles given."""
    spans = [Span(*m.span()) for m in re.finditer(r"\S[^\n]*", text)]
    blocks = tuple(Block(s, (roles or {}).get(n, "paragraph")) for n, s in enumerate(spans))  # type: ignore[arg-type]
    return list(find_attributions(reader().parse(text, blocks), blocks, reader().tagger))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nine sailors were hurt, the harbour police said on Sunday. Nobody was killed.", "Nine sailors were hurt"),
        (
            "The union denied beating Moss. It is not true that Ross rang her, the court said.",
            "It is not true that Ross rang her",
        ),
    ],
)
def test_a_plain_sentence_beside_what_is_said_stays_the_reports_own(text: str, said: str) -> None:
    held = [p for a in tagged(text) if a.cue and a.cue[0].text(text) == "said" for p in a.content]
    assert [p.text(text) for p in held] == [said]


def test_a_content_ends_with_its_sentence_behind_an_abbreviation() -> None:
    text = "The governor, Ilya Roth, ordered a curfew from 8 p.m. The port has been closed since Tuesday."
    assert not any("port" in p.text(text) for a in tagged(text) for p in a.content)


@pytest.mark.parametrize(
    "headline", ["Shocking Scenes In Orlan: Cops Shoot At Miners", "Orlan: Seven dead in mine", "Terror At The Quay: Two Hurt"]
)
def test_a_theme_or_a_place_before_a_colon_is_no_source(headline: str) -> None:
    text = f"{headline}\n\nPolice shot at miners on Monday."
    assert not any(":" in a.cue[0].text(text) for a in tagged(text, {0: "title"}) if a.cue)


@pytest.mark.parametrize("speaker", ["Holm Mayor", "Anna Berg", "UN"])
def test_somebody_before_a_colon_says_the_headline_and_no_more(speaker: str) -> None:
    text = f"{speaker}: We will rebuild\n\nThe bridge fell on Monday."
    (one,) = [a for a in tagged(text, {0: "title"}) if a.cue and a.cue[0].text(text) == ":"]
    assert (words(text, one.source), words(text, one.content)) == ([speaker], ["We will rebuild"])


def test_a_headline_does_not_carry_its_speaker_on() -> None:
    text = 'Mayor: "We will rebuild the bridge by May"\n\n"It will cost nothing at all."'
    assert not any("cost" in p.text(text) for a in tagged(text, {0: "title"}) for p in a.content)


def test_a_credit_and_a_page_foot_are_no_part_of_a_speaker() -> None:
    text = "Picture: Nora White\n\nThe Holm Gazette Page 1\n\nThe pilot said that the captain had called him."
    (one,) = [a for a in tagged(text, {0: "credit", 1: "furniture"}) if a.parent is None]
    assert words(text, one.source) == ["The pilot"]


def test_a_headline_with_a_theme_leaves_the_first_paragraph_to_who_says_it() -> None:
    text = "Orlan: nine dead after blast at mine\n\nThe toll from Monday's blast in Orlan has risen to nine, the head of the clinic said."
    (one,) = tagged(text, {0: "title"})
    assert words(text, one.source) == ["the head of the clinic"]
    assert words(text, one.content) == ["The toll from Monday's blast in Orlan has risen to nine"]


def test_a_plain_sentence_behind_a_quoted_one_is_not_quoted() -> None:
    text = "“I saw the fire,” said Ivo Bern, a baker. “My son saw it too.” His wife was hurt."
    assert not any("wife" in p.text(text) for a in tagged(text) for p in a.content)
