"""What the case is and rests on, what is open, and what needs a person."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from variorum.export.basis import basis, roots
from variorum.export.book import RELATION_ORDER, Book, counted
from variorum.show import atrisk, pages
from variorum.show.markup import Html, el, join
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.facts import Facts, facts
from variorum.show.room.kept import kept
from variorum.show.room.routes import ROUTES
from variorum.show.room.shell import figure
from variorum.show.signs import RELATION_HEAD, RELATION_SIGN, SUPPORT_SIGN, SUPPORT_WORD

LISTED = 12  # reports and failures that are named here; the others are counted
BARS = 60  # at most, in the drawing of reports over time


def page(book: Book, ask: Ask) -> Html:
    """The first page of a case."""
    return kept(book, _page)


def _page(book: Book) -> Html:
    found = facts(book)
    if not book.columns:
        known = {route.path for route in ROUTES}
        add = el("a", "Add some to begin", href=links.ADD) if links.ADD in known else "Add some to begin"
        return join(
            [el("h1", book.record.title), el("p", "No report has been read yet. ", add, ".", class_="empty"), _failures(book)]
        )
    return join(
        [
            _head(book),
            el(
                "div",
                el("section", el("h2", "What needs a person"), _open(book, found)),
                el("section", el("h2", "Where the reports differ"), _differences(book, found)),
                el("section", el("h2", "Claims by support"), _support(book)),
                el("section", el("h2", "Reports over time"), _over_time(book)),
                class_="two",
            ),
            el("section", el("h2", "People who need thought"), atrisk.section(book), id="at-risk"),
            el("section", el("h2", "Reports"), _reports(book)),
            el("section", el("h2", "What could not be read"), _failures(book)),
        ]
    )


def _head(book: Book) -> Html:
    first, *others = basis(book)
    told = f"{roots(book)}. What is told stands here with who tells it; nothing here says what happened."
    return el(
        "div",
        el("h1", book.record.title),
        el("p", el("strong", first), ": " if others else ".", class_="basis-lead"),
        el("ul", *(el("li", part) for part in others), class_="basis") if others else "",
        el("p", told, class_="ours"),
        class_="top",
    )


def _line(sign: str, kind: str, number: int, words: str, address: str | None) -> Html:
    told = figure(number)
    return el(
        "li",
        el("span", sign, class_=f"sign {kind}".strip(), aria_hidden="true"),
        el("a", told, el("span", f" {words}", class_="unseen"), href=address) if address and number else told,
        el("span", words),
    )


def _support(book: Book) -> Html:
    number = Counter(claim.support for claim in book.claims)
    lines = (_line(SUPPORT_SIGN[n], "", number[n], SUPPORT_WORD[n], f"{links.CLAIMS}?support={n}") for n in SUPPORT_SIGN)
    return el("ul", *lines, class_="tally")


def _differences(book: Book, found: tuple[Facts, ...]) -> Html:
    """Open discrepancies, and those that people dismissed."""
    number = Counter(entry.relation for entry in book.record.discrepancies)
    lines = [
        _line(RELATION_SIGN[n], n, number[n], _lower(RELATION_HEAD[n]), f"{links.CLAIMS}?differs={n}") for n in RELATION_ORDER
    ]
    dismissed = sum(1 for one in book.record.decisions if one.decision.verb == "dismiss" and one.outcome == "holds")
    lines += [_line("", "", dismissed, "differences dismissed by people", f"{links.CLAIMS}?decided=yes")] if dismissed else []
    alike = sum(one.alike for one in found)
    lines.append(_line("=", "", alike, "claims that several reports tell alike", f"{links.CLAIMS}?differs=alike"))
    return el("ul", *lines, class_="tally")


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def _open(book: Book, found: tuple[Facts, ...]) -> Html:
    several = [one for one in found if len(one.reports) > 1]
    unsettled = [one for one in several if one.claim.support == "undetermined"]
    against = [one for one in found if "contradiction" in one.relations and "decided" not in one.decided]
    outcome = Counter(one.outcome for one in book.record.decisions)
    lost = outcome["words not found"] + outcome["without effect"]
    gone = [document for document in book.columns if document.standing in ("corrected", "withdrawn")]
    waiting = (
        ("≠", "contradiction", len(against), "claims told in ways that cannot both hold, not decided about",
         f"{links.CLAIMS}?differs=contradiction&decided=no"),
        ("◌", "", len(unsettled), "claims of several reports, origin not settled", f"{links.CLAIMS}?support=undetermined"),
        ("", "", outcome["signed, since changed"], "claims signed off, since changed", f"{links.CLAIMS}?decided=changed"),
        ("", "", lost, "decisions that no longer find their words, or change nothing", None),
        ("", "", len(gone), "reports corrected or withdrawn by their publishers", None),
        ("", "", len(book.record.failures), "inputs not read whole", "#failures"),
    )  # fmt: skip
    lines = [_line(*one) for one in waiting if one[2]]
    if not lines:
        return el("p", "Nothing is waiting. Claims can be signed off on their own pages.", class_="empty")
    known = {route.path for route in ROUTES}
    queue = el("p", el("a", "Work through what the program is least sure of", href=links.QUEUE)) if links.QUEUE in known else ""
    return join([el("ul", *lines, class_="tally"), queue])


def _reports(book: Book) -> Html:
    known = {route.path for route in ROUTES}
    listed = pages.reports(book, LISTED, links.ROOM)
    rest = len(book.columns) - LISTED
    if rest <= 0:
        return listed
    more = counted(rest, "further report")
    return join([listed, el("p", el("a", more, href=links.REPORTS) if links.REPORTS in known else more, ".")])


def _failures(book: Book) -> Html:
    every = book.record.failures
    if not every:
        return el("p", "Every input was read.", class_="empty", id="failures")
    lines = (el("li", el("b", f.name), f" · {f.stage}: {f.reason}") for f in every)
    if len(every) <= LISTED:
        return el("ul", *lines, id="failures")
    return el("details", el("summary", counted(len(every), "input"), " not read whole"), el("ul", *lines), id="failures")


def _over_time(book: Book) -> Html:
    days = sorted(day for document in book.columns if (day := _day(document.meta.published)))
    undated = len(book.columns) - len(days)
    bare = f"; {counted(undated, 'report')} without a date" if undated else ""
    if not days:
        return el("p", "No report tells when it was published. A sidecar file (“published”) can.", class_="empty")
    first, last = days[0], days[-1]
    step = next(n for n in (1, 7, 30, 91, 365, 3650, 100_000) if (last - first).days // n < BARS)
    number = Counter((day - first).days // step for day in days)
    count = max(number) + 1
    most = max(number.values())
    width = 600 / max(count, 12)
    bars = []
    for at, high in sorted(number.items()):
        since = first + timedelta(days=at * step)
        until = since + timedelta(days=step - 1)
        when = f"{since}" if step == 1 else f"{since} to {min(until, last)}"
        tall = 80 * high / most
        bars.append(
            el("rect", el("title", f"{when}: {counted(high, 'report')}"), x=f"{at * width:.1f}", y=f"{90 - tall:.1f}",
               width=f"{max(width - 1, 1):.1f}", height=f"{tall:.1f}")
        )  # fmt: skip
    told = f"{counted(len(days), 'report')} from {first} to {last}, at most {most} {_span(step)}"
    drawn = el("svg", el("title", told), el("path", d="M0 90.5H600"), *bars, viewBox="0 0 600 96", role="img", class_="bars")
    words = join([counted(len(days), "report"), " from ", pages.timed(str(first), str(first)), " to ",
               pages.timed(str(last), str(last)), f", at most {most} {_span(step)}{bare}."])  # fmt: skip
    return el("figure", drawn, el("figcaption", words))


def _span(days: int) -> str:
    named = {1: "on one day", 7: "in seven days", 30: "in thirty days", 91: "in a quarter of a year", 365: "in a year"}
    return named.get(days, "in ten years")


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
