"""Whether the words before a colon in a headline name or describe somebody who can speak ("Mayor: We will rebuild")."""

from __future__ import annotations

from spacy.tokens import Span as Words

from variorum.reading.wordlist import table, words

JOINS = ("of", "for", "in", "at", "on", "from", "and")
BODIES = ("organisation_nouns.txt", "perhaps_bodies.txt", "organisations.txt", "organisation_endings.txt")
PEOPLE = ("people_nouns.txt", "somebody.txt")
ACRONYM = 6  # letters at most


def names_somebody(phrase: Words) -> bool:
    """Whether a phrase is a person's or body's name, or a noun for people or bodies, and not a place or a theme."""
    inside = [t for t in phrase if any(c.isalnum() for c in t.text)]
    if not inside:
        return False
    cut = next((n for n, t in enumerate(inside) if n and t.lower_ in JOINS), len(inside))
    head = inside[cut - 1]
    forms = {head.text, head.lower_, head.lemma_.lower()}
    if any(forms & words(name) for name in (*BODIES, *PEOPLE)) or forms & table("person_nouns.tsv").keys():
        return True
    if len(inside) == 1 and head.text.isupper() and 1 < len(head.text) <= ACRONYM:
        return True
    first = inside[0].text
    if first in table("titles.tsv") or (len(inside) > 1 and first.capitalize() in table("given_names.tsv")):
        return True
    return all(t.ent_type_ == "PERSON" for t in inside)
