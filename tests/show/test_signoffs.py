"""Sign-offs in the dossier and on the terminal: who, when, and what has changed since."""

from __future__ import annotations

import re
from dataclasses import replace

from variorum.model.activity import Anchor, Decision, Settled
from variorum.model.record import Record
from variorum.show.dossier import dossier
from variorum.show.terminal import view


def signed(by: str, outcome: str, why: str, claim: str | None, quote: str = "The hull was torn open") -> Settled:
    decision = Decision("sign", "claim", (Anchor("0" * 64, 0, 9, quote),), by, "2031-05-12T08:00:00+00:00", "read in all", "{}")
    return Settled(decision, outcome, why, claim)  # type: ignore[arg-type]


def with_sign_offs(ferry: Record) -> Record:
    return replace(
        ferry,
        decisions=(
            signed("Ann <desk>", "holds", "the claim is as it was signed", "c3"),
            signed("Ben", "signed, since changed", "support was single, is undetermined", "c3"),
            signed("Cleo", "signed, since changed", "the words that were signed stand in no claim any more", None),
            signed(
                "Dov", "signed, since changed", "the words that were signed stand in no claim any more", None, "Nobody saw it"
            ),
        ),
    )


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("</style>")[-1]).split())


def test_a_claim_bears_the_names_of_those_who_signed_it_and_says_when_it_has_changed_since(ferry: Record) -> None:
    page = dossier(with_sign_offs(ferry))
    row = words(re.findall(r'<tr id="[^"]*c3".*?</tr>', page, re.S)[0])
    assert "signed by Ann &lt;desk&gt;, 2031-05-12 " in row
    assert "signed by Ben, 2031-05-12 · signed, since changed: support was single, is undetermined" in row
    assert "Cleo" not in row
    assert "signed by" not in words(re.findall(r'<tr id="[^"]*c1".*?</tr>', page, re.S)[0])


def test_all_sign_offs_are_listed_also_those_whose_words_are_in_no_claim_any_more(ferry: Record) -> None:
    section = words(dossier(with_sign_offs(ferry)).split("Who signed what</h2>")[1].split("</section>")[0])
    assert section.count("signed by") == 4
    assert "claim 3 · 3 reports, nobody named: the hull signed by Ann" in section
    assert "“The hull was torn open” in C; stands in no claim any more signed by Cleo" in section
    assert "“Nobody saw it” in no report here; stands in no claim any more signed by Dov" in section
    assert "· read in all" in section


def test_a_record_that_nobody_signed_has_no_such_part(ferry: Record) -> None:
    assert "signed" not in words(dossier(ferry))


def test_the_terminal_tells_the_same(ferry: Record) -> None:
    told = view(with_sign_offs(ferry), "claims")
    assert "     signed by Ann <desk>, 2031-05-12\n" in told
    assert "     signed by Ben, 2031-05-12 · signed, since changed: support was single, is undetermined\n" in told
    assert "3 sign-offs on what has changed since; `show CASE decisions` tells what." in told
