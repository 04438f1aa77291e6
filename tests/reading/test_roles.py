"""Roles of blocks in plain text, on lines of our own making."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.capture.text import read_text
from variorum.model.document import ROLES, Block, Document
from variorum.model.span import Span
from variorum.reading.captions import credit_in, describes_scene, is_credit
from variorum.reading.furniture import is_furniture
from variorum.reading.roles import assign_roles

STORY = "The dam above Ostby broke on Tuesday night, and the river carried away the bridge, the county said."
MORE = "Forty families spent the night in the school on the hill, according to the mayor."


def roles(text: str) -> list[tuple[str, str]]:
    laid = read_text("x.txt", text.encode())
    found = Document("d", "x.txt", "", "text/plain", laid.text, laid.blocks, encoding="utf-8")
    return [(b.role, b.span.text(laid.text)) for b in assign_roles(found)]


def role(text: str, words: str) -> str:
    return next(r for r, w in roles(text) if w == words)


def test_a_headline_and_a_standfirst_are_told_from_the_story() -> None:
    found = roles(f"Dam above Ostby breaks after rain\n\nForty families spend the night in the school\n\n{STORY}\n\n{MORE}")
    assert [r for r, _ in found] == ["title", "subtitle", "paragraph", "paragraph"]


def test_a_first_paragraph_stays_one() -> None:
    assert [r for r, _ in roles(f"{STORY}\n\n{MORE}")] == ["paragraph", "paragraph"]


@pytest.mark.parametrize("line", ["By Una Holm", "By Una Holm and Ivar Lund", "BY UNA HOLM, Staff Writer", "By Admin"])
def test_bylines_above_and_below(line: str) -> None:
    assert role(f"{line}\n\n{STORY}\n\n{MORE}", line) == "byline"
    assert role(f"{STORY}\n\n{MORE}\n\n{line}", line) == "byline"


@pytest.mark.parametrize("line", ["12 March 2024", "Updated 3:04 p.m. Tuesday", "Published: March 12, 2024", "9:40 p.m."])
def test_dates_alone_are_datelines(line: str) -> None:
    assert role(f"{STORY}\n\n{line}\n\n{MORE}", line) == "dateline"


def test_a_dateline_is_split_from_its_paragraph() -> None:
    assert roles(f"OSTBY, March 12 (NNP) - {STORY}\n\n{MORE}")[:2] == [
        ("dateline", "OSTBY, March 12 (NNP) -"),
        ("paragraph", STORY),
    ]


def test_a_caption_loses_its_credit() -> None:
    line = "Water rushes over what is left of the dam Credit: UNA HOLM/NNP/Getty Images"
    found = roles(f"{STORY}\n\n{line}\n\n{MORE}")
    assert found[1:3] == [
        ("caption", "Water rushes over what is left of the dam"),
        ("credit", "Credit: UNA HOLM/NNP/Getty Images"),
    ]


def test_a_glued_description_in_the_present_is_a_caption() -> None:
    line = "Volunteers are handing out soup at the school."
    assert role(f"{STORY}\n\n{line}\n{MORE}\n\n{STORY}\n\n{MORE}", line) == "caption"


def test_a_sentence_of_the_story_is_no_caption() -> None:
    line = "Volunteers handed out soup at the school, she said."
    assert role(f"{STORY}\n\n{line}\n{MORE}\n\n{STORY}\n\n{MORE}", line) == "paragraph"


def test_words_about_the_picture_make_a_caption() -> None:
    line = "The mayor of Ostby is speaking to reporters in the photo."
    assert role(f"{STORY}\n\n{line}\n\n{MORE}", line) == "caption"


def test_a_caption_stuck_to_a_paragraph_is_split_off() -> None:
    line = "The broken dam lies in the valley in this picture."
    assert (("caption", line)) in roles(f"{STORY}\n\n{line}{MORE}\n\n{MORE}")


def test_a_name_above_a_caption_belongs_to_it() -> None:
    told = "Kari Moen said that she had run uphill without looking back"
    found = roles(f"{STORY}\n\nKari Moen\n{told}\n\n{MORE}\n\n{STORY}\n\n{MORE}")
    assert found[1:3] == [("caption", "Kari Moen"), ("caption", told)]


def test_short_lines_between_paragraphs_are_headings() -> None:
    assert role(f"{STORY}\n\nNight in the school\n\n{MORE}", "Night in the school") == "heading"
    assert (
        role(f"{STORY}\n\nMayor blames the county for leak\n{MORE}\n\n{STORY}", "Mayor blames the county for leak") == "heading"
    )


def test_items_beside_one_another_make_a_list_and_a_lone_dash_does_not() -> None:
    found = roles(f"{STORY}\n\n- two bridges are gone.\n- one school is open.\n\n{MORE}")
    assert [r for r, _ in found] == ["paragraph", "list", "list", "paragraph"]
    assert role(f"{STORY}\n\n- {MORE}\n\n{STORY}", f"- {MORE}") == "paragraph"


def test_links_after_the_story_are_furniture() -> None:
    assert role(f"{STORY}\n\n{MORE}\n\nTen dams you should visit once", "Ten dams you should visit once") == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "We use cookies to improve your experience.",
        "Share this: Facebook Twitter",
        "Read more: Ten dams you should visit",
        "Advertisement",
        "site.player.placeholder.alt Zx_9Qw",
        "Please enable Javascript to watch this video",
        "Follow us on Twitter @ostbypost",
        "una@ostbypost.example",
        "© 2024 Ostby Post. All rights reserved.",
        "___",
        "1:58 Dam breaks above village",
        "Sign up for our newsletter",
        "Also read: Ten dams you should visit",
        "4 min read",
        "The post Dam breaks appeared first on Ostby Post.",
        "Home > News > County",
    ],
)
def test_furniture_is_known(line: str) -> None:
    assert is_furniture(line)
    assert role(f"{STORY}\n\n{line}\n\n{MORE}", line) == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        STORY,
        "Search teams found two men on Wednesday.",
        "More than forty people were hurt.",
        "Home owners were told to leave.",
        "Follow-up checks showed no leak.",
        "Video released by the county shows the dam.",
        "At 9:40 p.m. the dam broke.",
        "Sign language was used at the funeral.",
        "Related companies were fined.",
        "What do you think happened that night, the court asked the engineer before he left the room with his lawyer?",
        "Published figures show that the county knew.",
    ],
)
def test_the_story_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Una Holm",
        "(Photo: Una Holm/Ostby Post)",
        "Una Holm / Reuters",
        "Credit: NNP",
        "Getty Images",
        "Image source, Reuters",
    ],
)
def test_credits_are_known(line: str) -> None:
    assert is_credit(line)


def test_credit_in_gives_offsets() -> None:
    words = "The dam on Monday. (Photo: Una Holm)"
    assert credit_in(words) == (19, 36)
    assert credit_in(STORY) is None


def test_credits_after_a_stroke_need_no_label() -> None:
    words = "Water rushes over what is left of the dam in the valley. Una Holm/AFP via Getty Images"
    assert words[slice(*(credit_in(words) or (0, 0)))] == "Una Holm/AFP via Getty Images"
    words = "Water rushes over what is left of the dam in March REUTERS/Una Holm"
    assert words[slice(*(credit_in(words) or (0, 0)))].endswith("REUTERS/Una Holm")


def test_a_post_from_a_network_is_a_quotation() -> None:
    line = "The dam is gone and so is the bridge — Ostby County (@ostbycounty) March 12, 2024"
    assert role(f"{STORY}\n\n{line}\n\n{MORE}", line) == "quotation"


def test_scenes_are_told_in_the_present() -> None:
    assert describes_scene("Firefighters stand on the bridge above the village.")
    assert not describes_scene("He stands by what he told the county.")
    assert not describes_scene("The county was warned, and the dam is leaking from its base.")


def test_roles_of_the_format_are_kept_unless_furniture() -> None:
    text = f"Night\n\n{STORY}\n\nAdvertisement"
    spans = [Span(0, 5), Span(7, 7 + len(STORY)), Span(9 + len(STORY), len(text))]
    given = (Block(spans[0], "heading"), Block(spans[1], "quotation"), Block(spans[2], "heading"))
    found = assign_roles(Document("d", "x", "", "text/html", text, given))
    assert [b.role for b in found] == ["heading", "quotation", "furniture"]


LINES = st.sampled_from(
    [STORY, MORE, "By Una Holm", "Photo: Una Holm", "Night falls (Photo: A/Reuters) and more", "OSTBY (NNP) - Rain.", "", " ", "a", "?", "Leave a Reply", "“No,” he said", "- one", "left in the photo.Then it broke."]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(LINES, st.text(alphabet="Ab .:/()é\n", max_size=30)), max_size=12))
def test_roles_never_lose_a_word(lines: list[str]) -> None:
    laid = read_text("x.txt", "\n".join(lines).encode())
    found = assign_roles(Document("d", "x.txt", "", "text/plain", laid.text, laid.blocks, encoding="utf-8"))
    at = 0
    for block in found:
        assert block.role in ROLES
        assert at <= block.span.start < block.span.end <= len(laid.text)
        assert not laid.text[at : block.span.start].strip()
        at = block.span.end
    assert not laid.text[at:].strip()
