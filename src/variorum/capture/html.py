"""Web pages: the article inside, with title, byline, publisher and date.

trafilatura finds the body (A. Barbaresi, "Trafilatura", ACL 2021 demonstrations), htmldate the date; both look at the bytes
given and nowhere else. The pieces found are then looked up in the page again, so that each has its XPath.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as markup

from variorum.capture.dates import saved_at
from variorum.capture.encoding import decoded
from variorum.capture.layout import Layout, Piece, laid_out
from variorum.capture.limits import How
from variorum.errors import UnreadableError
from variorum.model.document import Meta, Role

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote pre td th dd dt figcaption div section article span strong b em a".split())
PICTURE_WORDS = re.compile(r"(?:^|[-_ ])(?:wp-caption-text|caption|figcaption|photo-caption|image-caption)(?:$|[-_ ])", re.I)
LONG_CAPTION = 800  # code points


def declared_charset(data: bytes) -> str | None:
    """The encoding that the head of a page names."""
    found = CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def read_html(name: str, data: bytes, how: How = How()) -> Layout:  # noqa: B008
    """The article of a web page in pieces, located by XPath.

    Raises UnreadableError where the page holds no article (a listing, a login, a page drawn by scripts).
    """
    text, encoding, _ = decoded(name, data, how.charset or declared_charset(data))
    root = _tree(text)
    if root is None:
        raise UnreadableError(f"{name}: no HTML inside; save the page again from the browser")
    meta, body = _article(text, root)
    pieces = list(_pieces(body)) if body is not None else []
    if not pieces:
        raise UnreadableError(
            f"{name}: no article found on this page; save it from the browser once it is shown, or give its text as .txt"
        )
    page = _Page(root)
    found = _without_links(_located(pieces, page), page)
    return laid_out(_with_title(meta, _with_captions(found, page), root), meta, encoding)


def _tree(text: str) -> markup.HtmlElement | None:
    try:
        return markup.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", ""))
    except (etree.ParserError, ValueError):
        return None


def _article(text: str, root: markup.HtmlElement) -> tuple[Meta, etree._Element | None]:
    """What is known of the article, and its body as trafilatura's tree."""
    from trafilatura import bare_extraction

    found = bare_extraction(text, include_comments=False, include_tables=True, with_metadata=True, fast=False)
    if found is None:
        return Meta(), None
    url = _url(root) or found.url
    meta = Meta(
        title=_folded(found.title),
        publisher=_folded(_property(root, "og:site_name") or found.sitename) or _host(url),
        authors=tuple(a for a in (_folded(x) for x in (found.author or "").split(";")) if a),
        published=_date(root),
        url=url,
        captured=saved_at(text),
    )
    return meta, found.body


def _property(root: markup.HtmlElement, name: str) -> str | None:
    found = root.xpath("//meta[@property=$n or @name=$n or @itemprop=$n]/@content", n=name)
    return str(found[0]).strip() or None if found else None


def _url(root: markup.HtmlElement) -> str | None:
    found = [*root.xpath("//link[@rel='canonical']/@href"), _property(root, "og:url")]
    return next((str(u).strip() for u in found if u and str(u).strip().startswith(("http://", "https://"))), None)


def _host(url: str | None) -> str | None:
    return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None


def _date(root: markup.HtmlElement) -> str | None:
    """The day of publication; with the time where the page says it in its head."""
    said = _property(root, "article:published_time") or _property(root, "datePublished")
    exact = re.match(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?", said or "")
    if exact:
        return f"{exact[1]}T{exact[2]}{exact[3] or ''}{exact[4] or ''}"
    from htmldate import find_date

    # a bound that no clock moves: the same page gives the same date on any day
    found: str | None = find_date(deepcopy(root), original_date=True, extensive_search=True, max_date="2100-01-01")
    return found


def _folded(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None


def _pieces(body: etree._Element) -> Iterator[Piece]:
    """The body's paragraphs in order, each with the role its element gives."""
    for element in body:
        tag = element.tag
        if tag == "head":
            yield Piece(_text(element), "heading")
        elif tag == "list":
            yield from (Piece(_text(item), "list") for item in element.iter("item"))
        elif tag == "table":
            yield from (Piece(" | ".join(filter(None, map(_text, row))), "table") for row in element.iter("row"))
        elif tag == "quote":
            yield from (Piece(words, "quotation") for words in _runs(element))
        elif tag not in ("graphic", "comments"):
            yield from (Piece(words) for words in _runs(element))


def _runs(element: etree._Element) -> Iterator[str]:
    """The text of an element, parted where it breaks lines or holds paragraphs."""
    words: list[str] = [element.text or ""]
    for child in element:
        if child.tag in ("lb", "p", "quote", "head", "list", "item"):
            yield _fold("".join(words))
            words = []
            yield from _runs(child)
        else:
            words.append("".join(map(str, child.itertext())))
        words.append(child.tail or "")
    yield _fold("".join(words))


def _text(element: etree._Element) -> str:
    return _fold("".join(map(str, element.itertext())))


def _fold(words: str) -> str:
    return " ".join(words.split())


def _key(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


class _Page:
    """Where the words of a page stand in its tree."""

    def __init__(self, root: markup.HtmlElement) -> None:
        self.tree = root.getroottree()
        self.whole = f"xpath={self.tree.getpath(root)}"  # for words that the article has otherwise than the page
        self.order: list[tuple[markup.HtmlElement, str]] = []
        for element in root.iter():
            if isinstance(element.tag, str) and element.tag in BLOCKS:
                words = _key(str(element.text_content())) if len(element) < 60 else ""
                if words:
                    self.order.append((element, words))
        self.exact: dict[str, list[int]] = {}
        for i, (_, words) in enumerate(self.order):
            self.exact.setdefault(words, []).append(i)
        self.at = 0

    def find(self, words: str) -> int | None:
        """The index of the innermost element with these words, at or after the last one found; else anywhere."""
        key = _key(words)
        same = self.exact.get(key, [])
        found = next((i for i in same if i >= self.at), same[0] if same else None)
        if found is None and len(key) >= 20:
            holding = [i for i, (_, whole) in enumerate(self.order) if key[:60] in whole]
            later = [i for i in holding if i >= self.at] or holding
            found = min(later, key=lambda i: (len(self.order[i][1]), i), default=None)
        if found is not None:
            self.at = found
        return found

    def path(self, at: int) -> str:
        """`xpath=...` of the element at an index."""
        return f"xpath={self.tree.getpath(self.order[at][0])}"


def _located(pieces: Iterable[Piece], page: _Page) -> list[tuple[Piece, int]]:
    """The pieces with their XPath, and where in the page's order each stands (-1: not found again)."""
    out = []
    for piece in pieces:
        if piece.text:
            at = page.find(piece.text)
            out.append((Piece(piece.text, piece.role, page.whole if at is None else page.path(at)), -1 if at is None else at))
    return out


def _with_captions(found: list[tuple[Piece, int]], page: _Page) -> list[Piece]:
    """The pieces with the captions of the article's figures between them, where they stand on the page."""
    places = [at for _, at in found if at >= 0]
    known = {_key(piece.text) for piece, _ in found}
    captions: list[tuple[int, Piece]] = []
    low, high = (min(places), max(places)) if places else (0, -1)
    for at, (element, key) in enumerate(page.order):
        if low <= at <= high and _is_caption(element) and key not in known:
            words = _fold(str(element.text_content()))
            known.add(key)
            if len(words) <= LONG_CAPTION:
                captions.append((at, Piece(words, "caption", page.path(at))))
    out: list[Piece] = []
    inside = {_key(c.text) for _, c in captions}
    for piece, at in found:
        while captions and at >= 0 and captions[0][0] <= at:
            out.append(captions.pop(0)[1])
        if piece.role == "heading" or not any(len(k) > 20 and _key(piece.text) == k for k in inside):
            out.append(Piece(piece.text, _role(piece, at, page), piece.locator))
    return [*out, *(c for _, c in captions)]


def _is_caption(element: markup.HtmlElement) -> bool:
    named = element.tag in ("p", "div", "span") and PICTURE_WORDS.search(element.get("class") or "")
    return element.tag == "figcaption" or bool(named)


def _role(piece: Piece, at: int, page: _Page) -> Role:
    """The piece's role, or caption where it stands in one on the page."""
    if at < 0 or piece.role != "paragraph":
        return piece.role
    element = page.order[at][0]
    above = [element, *list(element.iterancestors())[:3]]
    return "caption" if any(isinstance(e.tag, str) and _is_caption(e) for e in above) else piece.role


def _with_title(meta: Meta, pieces: list[Piece], root: markup.HtmlElement) -> list[Piece]:
    """The pieces under the article's title: the heading that repeats it, or that of the page."""
    if not meta.title:
        return pieces
    key = _key(meta.title)
    for i, piece in enumerate(pieces[:4]):
        own = _key(piece.text)
        if own == key or (piece.role == "heading" and len(own) >= 15 and (own in key or key in own)):
            above = [*pieces[:i], Piece(piece.text, "title", piece.locator)]
            return [*above, *_with_standfirst(pieces[i + 1 :])]
    tree = root.getroottree()
    for element in (*root.iter("h1"), *root.iter("h2"), *root.iter("title")):
        words = _fold(str(element.text_content()))
        if key and key in _key(words):
            shown = meta.title if element.tag == "title" else words
            return [Piece(shown, "title", f"xpath={tree.getpath(element)}"), *_with_standfirst(pieces)]
    return pieces


def _with_standfirst(pieces: list[Piece]) -> list[Piece]:
    """The pieces below a title; a long heading that opens them is the standfirst."""
    for i, piece in enumerate(pieces[:3]):
        if piece.role == "heading" and len(piece.text.split()) >= 6:
            return [*pieces[:i], Piece(piece.text, "subtitle", piece.locator), *pieces[i + 1 :]]
        if piece.role != "caption":
            break
    return pieces


def _without_links(found: list[tuple[Piece, int]], page: _Page) -> list[tuple[Piece, int]]:
    """The pieces with those after the last words of prose that are links and nothing else marked as furniture."""
    out = list(found)
    for i in range(len(out) - 1, 0, -1):
        piece, at = out[i]
        if at < 0 or len(piece.text.split()) > 40:
            break
        element = page.order[at][0]
        linked = sum(len(_key(str(a.text_content()))) for a in element.iter("a"))
        inside = any(e.tag == "a" for e in element.iterancestors())
        if not inside and linked < 0.8 * max(len(_key(str(element.text_content()))), 1):
            break
        out[i] = (Piece(piece.text, "furniture", piece.locator), at)
    return out
