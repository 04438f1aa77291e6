"""A small builder of HTML: what is not built here is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from variorum.show.controls import visible

VOID = frozenset({"meta", "br", "hr", "col", "input", "link"})


class Html(str):
    """A piece of HTML that is already safe."""

    __slots__ = ()


def esc(text: str) -> Html:
    """Text as HTML; controls that could hide or turn words are shown as a replacement character."""
    if isinstance(text, Html):
        return text
    return Html(html.escape(text if text.isprintable() else visible(text)))  # what is printable has nothing to be made visible


def join(parts: Iterable[str], between: str = "") -> Html:
    """Pieces one after another."""
    return Html(esc(between).join(esc(part) for part in parts))


def el(tag: str, *children: str, **attributes: str | int | float | None) -> Html:
    """An element. `class_` is class, `data_x` is data-x; an attribute of None is left out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{esc(str(value))}"' for name, value in attributes.items() if value is not None
    )
    if tag in VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{join(children)}</{tag}>")


def anchor(prefix: str, name: str) -> str:
    """An id for an element, made from a record's id; different ids never meet."""
    return f"{prefix}-" + re.sub(r"[^A-Za-z0-9_-]", lambda found: f".{ord(found.group()):x}.", name)
