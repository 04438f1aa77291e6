"""Which language a text is in."""

from __future__ import annotations

import pytest

from variorum.capture.language import language_of

# Each invented, each with the small words of its own language; the Dutch one has "was", "of" and "had" as English does.
TEXTS = {
    "en": "The ferry was late and the crew said that they had waited for the pilot, who was still on the quay with his bags. "
    "This was the third time in a week, and the harbour master has asked for a report from their office, which they were not able to give.",
    "de": "Die Fähre kam zu spät, und die Besatzung sagte, sie habe auf den Lotsen gewartet, der noch mit seinem Gepäck am Kai stand. "
    "Es war das dritte Mal in einer Woche, und der Hafenmeister hat einen Bericht verlangt, den das Büro nicht geben konnte.",
    "nl": "De veerboot was te laat, of de loods had zich vergist in de dag. Was het de derde keer in een week, of had de bemanning "
    "al vaker moeten wachten? De havenmeester heeft een verslag gevraagd dat het kantoor niet kon geven, en dat was het dan.",
    "fr": "Le ferry avait du retard et l'équipage a dit avoir attendu le pilote, qui se trouvait encore sur le quai avec ses bagages. "
    "C'était la troisième fois en une semaine, et le capitaine du port a demandé un rapport que le bureau n'a pas pu fournir.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_paragraph_is_told(language: str) -> None:
    assert language_of(TEXTS[language]) == language


def test_an_english_text_too_short_for_its_small_words_is_still_told() -> None:
    assert language_of("Two men were arrested after the fire in the old harbour, police said.") == "en"


def test_a_few_letters_are_no_language() -> None:
    assert language_of("12:40 OK") is None
