from typing import Any

import pytest
import spacy
from english import pipeline
from spacy.tokens import Doc

from variorum.reading.tagrules import TagRules

TEXTS = (
    "He'd gone, but she's gonna stay; let's see who didn't.  Nothing was said \n about it.",
    "It's hers, and y'all have got to go: they're doin' what you'd do.",
    "The boat, whose crew had been warned, sank off Skarnes.",
)


def tagged(text: str) -> Doc:
    """A text up to where the rules come in."""
    nlp = pipeline()
    doc = nlp.make_doc(text)
    for name, step in nlp.pipeline:
        if name == "attribute_ruler":
            break
        doc = step(doc)
    return doc


@pytest.mark.parametrize("text", TEXTS)
def test_the_rules_give_what_the_pipelines_own_matcher_gives(text: str) -> None:
    ruler = pipeline().get_pipe("attribute_ruler")
    rules = TagRules.of(ruler)
    assert rules is not None
    names = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"]
    assert rules(tagged(text)).to_array(names).tolist() == ruler(tagged(text)).to_array(names).tolist()


def test_rules_of_another_kind_are_left_to_the_pipeline() -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"SHAPE": "Xxxx"}]], {"TAG": "NNP"})
    assert TagRules.of(ruler) is None


def test_a_later_rule_outranks_an_earlier_one_and_rules_may_span_words() -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "gon"}, {"LOWER": "na"}]], {"LEMMA": "to"}, index=1)
    ruler.add([[{"LOWER": {"IN": ["na", "gon"]}}]], {"POS": "VERB"})
    ruler.add([[{"LOWER": "na"}]], {"POS": "PART"})
    rules = TagRules.of(ruler)
    assert rules is not None
    doc = rules(Doc(nlp.vocab, words=["gon", "na", "na"]))
    assert [(t.pos_, t.lemma_) for t in doc] == [("VERB", ""), ("PART", "to"), ("PART", "")]
