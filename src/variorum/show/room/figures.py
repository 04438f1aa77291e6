"""Pictures of the reading room: SVG that a page shows in its own colours and that also stands alone as a file.

Every shape has a class, for the style sheet of the page, and the same look in light as presentation attributes, which a style sheet
overrides: a picture taken away needs no other file and no style element.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from variorum.show.markup import Html, el, join

INK, SOFT, LINE, PAPER, SHADE, ACCENT = "#1b1a18", "#5d5a54", "#d9d5cb", "#fdfcf9", "#f4f1ea", "#1f5f99"
SANS = "system-ui, 'Segoe UI', Roboto, sans-serif"
SERIF = "Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, serif"
FULL = 1184.0  # units: the width of a picture that takes all of a page
EM = 16  # units of a picture to one em of the page, so that enlarged text enlarges pictures

LOOK: dict[str, dict[str, str | float]] = {
    "ground": {"fill": PAPER},
    "words": {"fill": INK, "font_size": 13, "font_family": SANS},
    "quoted": {"fill": INK, "font_size": 13, "font_family": SERIF},
    "small": {"fill": SOFT, "font_size": 11, "font_family": SANS},
    "head": {"fill": INK, "font_size": 13, "font_family": SANS, "font_weight": 600},
    "note": {"fill": SOFT, "font_size": 11, "font_family": SANS, "stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"},
    "label": {
        "fill": INK,
        "font_size": 13,
        "font_family": SANS,
        "font_weight": 600,
        "stroke": "#d8d5cd",
        "stroke_width": 3,
        "paint_order": "stroke",
    },
    "label-small": {
        "fill": SOFT,
        "font_size": 11,
        "font_family": SANS,
        "stroke": "#d8d5cd",
        "stroke_width": 3,
        "paint_order": "stroke",
    },
    "axis": {"stroke": LINE, "stroke_width": 1, "fill": "none"},
    "rule": {"stroke": SOFT, "stroke_width": 1, "fill": "none"},
    "box": {"fill": SHADE, "stroke": INK, "stroke_width": 1},
    "circle": {"fill": PAPER, "stroke": INK, "stroke_width": 1.3},
    "many": {"fill": INK, "stroke": INK, "stroke_width": 1.3},
    "point": {"fill": INK, "stroke": PAPER, "stroke_width": 1},
    "hollow": {"fill": PAPER, "stroke": INK, "stroke_width": 1.6},
    "bar": {"fill": INK},
    "count": {"fill": SOFT},
    "shade": {"fill": SHADE},
    "chosen": {"fill": ACCENT, "fill_opacity": 0.14, "stroke": ACCENT, "stroke_width": 1},
    "copy": {"stroke": INK, "stroke_width": 1.4, "fill": "none"},
    "rewrite": {"stroke": INK, "stroke_width": 5, "fill": "none"},
    "gap": {"stroke": PAPER, "stroke_width": 2.2, "fill": "none"},
    "cites": {"stroke": INK, "stroke_width": 1.6, "fill": "none", "stroke_dasharray": "1 4", "stroke_linecap": "round"},
    "tip": {"fill": INK},
    "band-copy": {"fill": SOFT, "fill_opacity": 0.45},
    "band-rewrite": {"fill": "none", "stroke": SOFT, "stroke_width": 1},
    "thread": {"stroke": ACCENT, "stroke_width": 1.2, "fill": "none"},
    "thread-contradiction": {"stroke": "#a3341c", "stroke_width": 1.6, "fill": "none", "stroke_dasharray": "5 2"},
    "thread-refinement": {"stroke": ACCENT, "stroke_width": 1.6, "fill": "none", "stroke_dasharray": "8 2"},
    "thread-update": {"stroke": "#6a3d9a", "stroke_width": 1.6, "fill": "none", "stroke_dasharray": "2 2"},
    "thread-variant": {"stroke": "#6b6b6b", "stroke_width": 1.2, "fill": "none", "stroke_dasharray": "1 3"},
    "together": {"stroke": SOFT, "stroke_width": 1.4, "fill": "none"},
    "speaks": {"stroke": ACCENT, "stroke_width": 1.4, "fill": "none", "stroke_dasharray": "6 3"},
    "sea": {"fill": "#eef1f2"},
    "land": {"fill": "#d8d5cd", "fill_rule": "evenodd"},
    "border": {"stroke": "#c4c0b6", "stroke_width": 0.6, "fill": "none"},
    "disputed": {"stroke": "#a9a59b", "stroke_width": 0.8, "fill": "none", "stroke_dasharray": "3 2"},
    "pin": {"fill": ACCENT, "fill_opacity": 0.55, "stroke": INK, "stroke_width": 1},
}


def shape(tag: str, kind: str, *children: str, **attributes: str | float | None) -> Html:
    """A shape of one of the kinds of LOOK, with its class and its look."""
    given: dict[str, str | float | None] = {**LOOK[kind], **attributes}
    rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in given.items()}
    return el(tag, *children, **{"class_": kind, **rounded})


def written(kind: str, text: str, x: float, y: float, anchor: str = "start") -> Html:
    """Words in a picture."""
    return shape("text", kind, text, x=x, y=y, text_anchor=None if anchor == "start" else anchor)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a picture is drawn: on a page, with links and colours of the page, or alone, with neither."""

    alone: bool = False

    def node(self, href: str | None, label: str, *shapes: str) -> Html:
        """Shapes that can be reached by keyboard and say what they are; on a page a click leads to `href`."""
        title = el("title", label)
        if self.alone or href is None:
            return el("g", title, *shapes, role="img", aria_label=label, tabindex=None if self.alone else 0, class_="node")
        return el("a", title, *shapes, href=href, aria_label=label, class_="node")

    def drawing(self, name: str, title: str, description: str, size: tuple[float, float], shapes: Iterable[str]) -> Html:
        """The whole picture; `name` tells its ids from those of the page's others."""
        width, height = size
        told = {"xmlns": "http://www.w3.org/2000/svg"} if self.alone else {}
        shapes = list(shapes)
        if self.alone:  # what it is goes with it wherever it goes
            shapes.append(
                written("small", shortened(f"{title} · what reports tell, not what happened", int(width / 5.6)), 12, height + 16)
            )
            height += 26
        return el(
            "svg",
            el("title", title, id=f"{name}-title"),
            el("desc", description, id=f"{name}-desc"),
            shape("rect", "ground", x=0, y=0, width=width, height=height),
            *shapes,
            viewBox=f"0 0 {width:.0f} {height:.0f}",
            width=f"{width / EM:.2f}em",
            height=f"{height / EM:.2f}em",
            role="group",
            aria_labelledby=f"{name}-title {name}-desc",
            class_="drawing fits" if FULL <= width <= FULL + 2 * EM else "drawing",
            **told,
        )


def framed(label: str, drawing: str, around: bool = False) -> Html:
    """A picture in a frame of its own that scrolls sideways where it is wider than the page; `around`: its midst matters first."""
    return el("div", drawing, class_="picture around" if around else "picture", role="region", aria_label=label, tabindex=0)


SCRIPT = el("script", type="module", src="/static/pictures.js")


def curve(x1: float, y1: float, x2: float, y2: float, sideways: bool = False) -> str:
    """A path from one point to another that leaves and arrives upright, or level where it goes sideways."""
    if sideways:
        middle = (x1 + x2) / 2
        return f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    middle = (y1 + y2) / 2
    return f"M{x1:.1f} {y1:.1f}C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}"


def shortened(text: str, most: int) -> str:
    """Text of one line, cut to a length."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def key(entries: Iterable[tuple[str, str]]) -> Html:
    """What the kinds of lines and shapes of a picture mean: a small sample of each with its words."""
    return el("ul", *(el("li", sample(kind), " ", words) for kind, words in entries), class_="key")


def sample(kind: str) -> Html:
    """A small sample of a kind of shape, for a key."""
    look = LOOK[kind]
    if kind == "rewrite":
        drawn = join([shape("path", "rewrite", d="M2 8H26"), shape("path", "gap", d="M2 8H26")])
    elif kind in ("bar", "count", "land", "band-copy", "band-rewrite", "chosen"):
        drawn = shape("rect", kind, x=2, y=4, width=24, height=8)
    elif "stroke" in look and look.get("fill") == "none":
        drawn = shape("path", kind, d="M2 8H26")
    elif kind == "box":
        drawn = shape("rect", kind, x=2, y=2, width=24, height=12)
    else:
        drawn = shape("circle", kind, cx=14, cy=8, r=5)
    return el("svg", drawn, viewBox="0 0 28 16", width="1.75em", height="1em", aria_hidden="true", class_="sample")
