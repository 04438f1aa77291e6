"""Web pages: the article inside, with title, byline, publisher and date."""

from __future__ import annotations

from variorum.capture.layout import Layout, Piece, laid_out


def read_html(name: str, data: bytes) -> Layout:
    """The article of a web page."""
    import trafilatura

    return laid_out([Piece(p) for p in (trafilatura.extract(data) or "").split("\n")])
