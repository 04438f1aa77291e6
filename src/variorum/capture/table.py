"""From bytes to documents, by way of the table of formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from variorum.capture.dates import printed_date
from variorum.capture.formats import HTML, Format, kind_of
from variorum.capture.inside import below
from variorum.capture.language import language_of
from variorum.capture.layout import Layout, Part
from variorum.capture.limits import Allowance, How
from variorum.errors import UnreadableError
from variorum.model.document import Capture, Document, Meta, Unread, document_id
from variorum.settings import Settings

MILLION = 1_000_000
DEFAULTS = Settings()
Watch = Callable[[str], None]


def _unwatched(place: str) -> None:
    pass


def read_parts(
    capture: Capture, data: bytes, settings: Settings = DEFAULTS, watch: Watch = _unwatched
) -> Iterator[Document | Unread]:
    """The documents in `data`, one by one: one, or those in a container, at any depth; and what cannot be read, with its reason.

    Metadata are what the format says, overridden by the container and that by a sidecar; the sidecar of a container fills what its
    reports do not say themselves. `watch` is asked before each part (by its path) and may refuse it with UnreadableError.
    """
    whole = Part("", data)
    yield from _walk(capture, whole, "", 0, Allowance(settings), watch)


def read_document(capture: Capture, data: bytes, settings: Settings = DEFAULTS) -> Document:
    """The first document in `data`. Raises UnreadableError, naming the cause and the next step, where there is none."""
    reasons = []
    for found in read_parts(capture, data, settings):
        if isinstance(found, Document):
            return found
        reasons.append(found)
    first = reasons[0] if reasons else Unread("", "holds nothing; fetch it again or take it out")
    raise UnreadableError(f"{below(capture.name, first.part)}: {first.reason}")


def _walk(
    capture: Capture, part: Part, place: str, depth: int, allowance: Allowance, watch: Watch
) -> Iterator[Document | Unread]:
    name = (part.path or capture.name).rpartition("/")[2]
    try:
        watch(place)
        if not part.data.strip(b" \t\r\n\f\v\x00"):
            raise UnreadableError("empty; nothing to read, fetch it again or take it out")
        kind = kind_of(name, part)
        if not kind.container:
            yield from _documents(capture, part, place, kind, name, allowance)
            return
        if depth >= allowance.settings.deepest:
            raise UnreadableError(f"nested deeper than {depth}, archives within archives; unpack it and give what matters in it")
        found = False
        for inner in kind.load()(name, part.data, How(part.charset, allowance)):
            found = True
            at = below(place, inner.part if isinstance(inner, Unread) else inner.path)
            if isinstance(inner, Unread):
                yield Unread(at, inner.reason)
            elif inner.path:
                yield from _walk(capture, inner, at, depth + 1, allowance, watch)
            else:  # the container's own text
                yield from _documents(capture, inner, at, kind_of(name, inner), name, allowance, kind.media_type)
            watch(place)
        if not found:
            raise UnreadableError("holds no report; take it out, or give what it should hold")
    except UnreadableError as error:
        yield Unread(place, str(error).removeprefix(f"{name}: "))
    except MemoryError:
        raise
    except (
        Exception
    ) as error:  # parsers of broken files fail in ways that no list of errors foresees; one file must not end a run
        told = f"broken ({type(error).__name__}: {str(error)[:200]}); fetch it again, or give its text as .txt"
        yield Unread(place, told)


def _documents(
    capture: Capture, part: Part, place: str, kind: Format, name: str, allowance: Allowance, media_type: str | None = None
) -> Iterator[Document | Unread]:
    """The document that a report is, and word of what of it is not in the text."""
    layout: Layout = kind.load()(name, part.data, How(part.charset, allowance))
    layout = _cut(layout, allowance.settings.largest_text * MILLION)
    if not layout.text.strip() or not layout.blocks:
        raise UnreadableError("holds no text, only white space; fetch it again or take it out")
    before = [f"path={place}"] if place else []
    before += [part.within] if part.within else []
    yield Document(
        id=document_id(capture.sha256, capture.sidecar, place),
        name=below(capture.name, place),
        sha256=capture.sha256,
        media_type=media_type or kind.media_type,
        text=layout.text,
        blocks=tuple(replace(b, locator=";".join([*before, b.locator] if b.locator else before) or None) for b in layout.blocks),
        meta=_known(kind, layout, part, capture.sidecar, place),
        language=language_of(layout.text),
        encoding=layout.encoding,
        part=place,
        conversion=layout.conversion,
    )
    yield from (Unread(place, reason) for reason in layout.unread)


def _known(kind: Format, layout: Layout, part: Part, sidecar: Meta, place: str) -> Meta:
    inside = _dated(kind, layout).overridden(part.meta)
    if not place:  # when it was fetched is told by its captures, of which there may be several
        return inside.overridden(replace(sidecar, captured=None))
    return Meta(publisher=sidecar.publisher, authors=sidecar.authors, published=sidecar.published).overridden(inside)


def _cut(layout: Layout, most: int) -> Layout:
    """The layout with no more than so many characters, and word of what was cut off."""
    if len(layout.text) <= most:
        return layout
    blocks = tuple(b for b in layout.blocks if b.span.end <= most)
    if not blocks:
        raise UnreadableError(f"one paragraph of over {most // MILLION} million characters; no report has that, split it")
    left = len(layout.blocks) - len(blocks)
    told = f"over {most // MILLION} million characters; its last {left} paragraphs were left out, split it or set VARIORUM_LARGEST_TEXT higher"
    return replace(layout, text=layout.text[: blocks[-1].span.end], blocks=blocks, unread=(*layout.unread, told))


def _dated(kind: Format, layout: Layout) -> Meta:
    """The metadata with the day that the report prints: a page says its own day better, a file's properties worse."""
    if kind is HTML and layout.meta.published:
        return layout.meta
    return layout.meta.overridden(Meta(published=printed_date(layout)))
