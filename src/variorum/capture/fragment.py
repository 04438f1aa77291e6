"""HTML that is no page: the body of a mail, an entry of a feed, a field of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as markup

from variorum.capture.encoding import cleaned, decoded
from variorum.capture.html import declared_charset
from variorum.capture.layout import Layout, Piece, laid_out
from variorum.capture.limits import How
from variorum.errors import UnreadableError
from variorum.model.document import Role

ROLES: dict[str, Role] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "list"),
    **dict.fromkeys(("tr",), "table"),
    **dict.fromkeys(("blockquote",), "quotation"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}
BLOCKS = frozenset(
    "p div section article header footer main aside center pre address ul ol dl table tbody thead hr br figure".split()
)
BLOCKS |= frozenset(ROLES) | {"body", "html"}
UNSEEN = frozenset("script style head title template noscript iframe object svg math select textarea".split())
DEEPEST = 200  # elements within elements; no mail nests so


def read_fragment(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """All text of a piece of HTML, one block to an element that breaks lines, located by XPath."""
    text, encoding, _ = decoded(name, data, how.charset or declared_charset(data))
    try:
        root = markup.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", cleaned(name, text)))
    except (etree.ParserError, ValueError) as e:
        raise UnreadableError(f"{name}: holds no text, only markup") from e
    tree = root.getroottree()
    return laid_out((Piece(words, role, f"xpath={tree.getpath(e)}") for words, role, e in _blocks(root)), encoding=encoding)


def _blocks(root: markup.HtmlElement) -> Iterator[tuple[str, Role, markup.HtmlElement]]:
    """Runs of text between line breaks in order, with the innermost block each began in."""
    words: list[str] = []
    here: list[markup.HtmlElement] = [root]

    def flushed() -> Iterator[tuple[str, Role, markup.HtmlElement]]:
        whole = " ".join("".join(words).split())
        words.clear()
        if whole:
            yield whole, _role(here), here[-1]

    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            words.append(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        unseen = tag in UNSEEN or any(one.tag in UNSEEN for one in here[-2:])
        if event == "start":
            if tag in BLOCKS:
                yield from flushed()
                here.append(element)
            words.append("" if unseen else element.text or "")
        else:
            if tag in ("td", "th"):
                words.append(" | " if element.getnext() is not None else "")
            if tag in BLOCKS:
                yield from flushed()
                here.pop()
            words.append("" if any(one.tag in UNSEEN for one in element.iterancestors()) else element.tail or "")
    yield from flushed()


def _role(here: list[markup.HtmlElement]) -> Role:
    for element in reversed(here[-6:]):
        if element.tag in ROLES:
            return ROLES[element.tag]
    return "paragraph"
