"""Forms in which people decide, for whichever page shows the thing: small functions of a looked-up record, each one form.

Every form carries the words it is about (as places in reports), the time of the last decision that its page showed, and where to go
back to. What is posted is taken in by `acting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from variorum.collation.corrections import NONE, ROLES
from variorum.collation.decisions import ORIGIN_KINDS
from variorum.collation.takingback import in_order
from variorum.export.book import Book
from variorum.model.activity import Decision, Settled
from variorum.model.document import Document
from variorum.model.record import Claim, Discrepancy, Entity, Passage, RecordStatement
from variorum.show.markup import Html, anchor, el, join
from variorum.show.pages import said
from variorum.show.room import links
from variorum.show.room.ask import Ask
from variorum.show.room.fields import hidden_field, secret

NOTHING = Html("")
LONGEST_QUOTE = 90  # code points of words shown in a history


def seen(book: Book) -> str:
    """The time of the last decision that this record has; what a form was made from."""
    return max((s.decision.at for s in book.record.decisions), default="0")


def written(place: Passage) -> str:
    """A place in a report as a form sends it."""
    return f"{place.document}:{place.start}-{place.end}"


def place_of(statement: RecordStatement) -> Passage:
    """Where a statement stands."""
    return Passage(statement.document, statement.span.start, statement.span.end)


def named_at(entity: Entity) -> Passage:
    """Where an entity is named first, or else meant."""
    return min(entity.mentions, key=lambda m: (m.kind != "name", m.place)).place


def sign(book: Book, ask: Ask, claim: Claim) -> Html:
    """Signs a claim as it is, with its certificate to take away."""
    words = "Your signature binds these statements with their sources, the origins and the support as they are now."
    fields = [hidden_field("claim", claim.id), _field("What was looked at", "reason")]
    return _form(book, ask, "claim", (), *fields, _button("sign", "Sign"), back=links.claim(claim.id), intro=words)


def pair(book: Book, ask: Ask, kind: str, one: Passage, other: Passage, back: str, reason: str = "", since: str = "") -> Html:
    """Says that two places are one claim's (`kind` claim), or mean one (entity), or that they are not.

    `since`: the time of the last decision that its page takes into account, where that is not the record's last.
    """
    buttons = (_button("same", "The same", "s"), _button("different", "Not the same", "d"))
    row = el("div", *buttons, class_="buttons")
    return _form(book, ask, kind, (one, other), _field("Why", "reason", reason, True), row, back=back, since=since)


def claims(book: Book, ask: Ask, one: Claim, other: Claim, back: str) -> Html:
    """Says that two claims are one, or are not."""
    return pair(book, ask, "claim", place_of(book.told(one)[0]), place_of(book.told(other)[0]), back)


def entities(book: Book, ask: Ask, one: Entity, other: Entity, back: str) -> Html:
    """Says that two names mean one, or do not."""
    return pair(book, ask, "entity", named_at(one), named_at(other), back)


def join_claim(book: Book, ask: Ask, claim: Claim) -> Html:
    """Joins a claim with another one, named by its number or by words of it."""
    fields = (_field("Number, or words, of the other claim", "other", required=True), _field("Why", "reason", required=True))
    place = place_of(book.told(claim)[0])
    return _form(book, ask, "claim", (place,), *fields, _button("same", "The same claim"), back=links.claim(claim.id))


def split(book: Book, ask: Ask, claim: Claim) -> Html:
    """Takes some statements out of a claim together."""
    told = book.told(claim)
    if len(told) < 2:
        return NOTHING
    boxes = (
        el("label", el("input", type="checkbox", name="leaves", value=written(place_of(s))), " ", _quoted(book, s)) for s in told
    )
    group = el("fieldset", el("legend", "These leave, together, and become a claim of their own"), *boxes)
    places = tuple(place_of(s) for s in told)
    return _form(
        book, ask, "claim", places, group, _field("Why", "reason", required=True), _button("split", "Split"),
        back=links.claim(claim.id),
    )  # fmt: skip


def move(book: Book, ask: Ask, statement: RecordStatement) -> Html:
    """Moves a statement into another claim."""
    fields = (
        _field("Number, or words, of the claim it belongs to", "other", required=True),
        _field("Why", "reason", required=True),
    )
    back = links.claim(statement.claim) if statement.claim else links.CLAIMS
    return _form(book, ask, "claim", (place_of(statement),), *fields, _button("move", "Move there"), back=back)


def discrepancy(book: Book, ask: Ask, entry: Discrepancy, back: str) -> Html:
    """Dismisses or confirms what is told differently, with a reason."""
    places = [r.spans[0] for r in entry.readings if r.spans]
    if not places:
        return NOTHING
    buttons = (_button("dismiss", "Dismiss"), _button("confirm", "Confirm"))
    row = el("div", *buttons, class_="buttons")
    return _form(book, ask, "discrepancy", places[:2], _field("Why", "reason", required=True), row, back=back)


def on_discrepancy(book: Book, ask: Ask, entry: Discrepancy, back: str) -> Html:
    """The same as an entry of a list, closed until asked for."""
    form = discrepancy(book, ask, entry, back)
    return el("li", _closed("Dismiss or confirm this", form, "discrepancy"), class_="decides") if form else NOTHING


def differing(book: Book, ask: Ask, claim: Claim) -> Html:
    """Records a difference between two statements of a claim that the program has not found."""
    told = book.told(claim)
    if len(told) < 2:
        return NOTHING
    options = [el("option", f"{book.siglum(s.document)}: {_short(book, s)}", value=written(place_of(s))) for s in told]
    pick = (el("label", label, " ", el("select", *options, name="words")) for label in ("These words", "and these"))
    return _form(
        book, ask, "discrepancy", (), *pick, _field("How they differ", "reason", required=True),
        _button("confirm", "Record a difference"), back=links.claim(claim.id),
    )  # fmt: skip


def attribution(book: Book, ask: Ask, statement: RecordStatement, back: str) -> Html:
    """Says whose words a statement is."""
    fields = (_field("Whose words", "value", required=True), _field("Why", "reason", required=True))
    return _form(book, ask, "attribution", (place_of(statement),), *fields, _button("attribute", "Attribute"), back=back)


def origin(book: Book, ask: Ask, statement: RecordStatement, back: str) -> Html:
    """Says where a statement comes from in the end."""
    kinds = el("select", *(el("option", kind, value=kind) for kind in ORIGIN_KINDS), name="sort")
    fields = (el("label", "Kind of origin ", kinds), _field("Name", "value"), _field("Why", "reason", required=True))
    return _form(book, ask, "origin", (place_of(statement),), *fields, _button("correct", "Correct the origin"), back=back)


def time(book: Book, ask: Ask, place: Passage, back: str, value: str = "") -> Html:
    """Says which time words mean."""
    label = "Time (2024-03-05, 2024-03, 2024-03-05T14:30, 2024~ about, A/B between)"
    return _value(book, ask, "time", place, label, back, value)


def quantity(book: Book, ask: Ask, place: Passage, back: str, value: str = "") -> Html:
    """Says which number words mean."""
    return _value(book, ask, "value", place, "Value (12, 10-12, about 12, over 12, with its unit if another)", back, value)


def _value(book: Book, ask: Ask, kind: str, place: Passage, label: str, back: str, value: str) -> Html:
    fields = (_field(label, "value", value, True), _field("Why", "reason", required=True))
    words = said(f"“{' '.join(book.words(place.document, place.span).split())}”")
    return _form(book, ask, kind, (place,), *fields, _button("correct", "Correct"), back=back, intro=words)


def roles(book: Book, ask: Ask, statement: RecordStatement, back: str) -> Html:
    """Says which part somebody takes in a statement; nothing where nobody takes one."""
    if not statement.arguments:
        return NOTHING
    who = [
        el(
            "option",
            f"{book.words(statement.document, a.span)} ({a.role})",
            value=f"{statement.document}:{a.span.start}-{a.span.end}",
        )
        for a in statement.arguments
    ]
    parts = el("select", *(el("option", role, value=role) for role in (*ROLES, NONE)), name="value")
    fields = (
        el("label", "Words ", el("select", *who, name="words")),
        hidden_field("words", written(place_of(statement))),
        el("label", "take the part of ", parts),
        _field("Why", "reason", required=True),
    )
    return _form(book, ask, "role", (), *fields, _button("correct", "Correct the role"), back=back)


def report(book: Book, ask: Ask, document: Document, back: str) -> Html:
    """Says that a report was corrected or withdrawn by its publisher."""
    place = Passage(document.id, 0, min(len(document.text), 80))
    if not document.text.strip():
        return NOTHING
    buttons = (_button("correct", "It was corrected"), _button("withdraw", "It was withdrawn"))
    row = el("div", *buttons, class_="buttons")
    return _form(book, ask, "report", (place,), _field("Why", "reason", required=True), row, back=back)


def note(book: Book, ask: Ask, kind: str, place: Passage, back: str) -> Html:
    """Keeps a remark beside words; it changes nothing."""
    field = el("label", "Note ", el("textarea", name="reason", rows=3, required=""))
    return _form(book, ask, kind, (place,), field, _button("note", "Keep the note"), back=back)


def bookmark(book: Book, ask: Ask, kind: str, place: Passage, back: str) -> Html:
    """Marks words to come back to."""
    return _form(book, ask, kind, (place,), _button("bookmark", "Bookmark"), back=back)


def of_claim(book: Book, ask: Ask, claim: Claim) -> Html:
    """All that can be decided about a claim: the whole of it, then each of its statements; closed until asked for."""
    if ask.read_only:
        return NOTHING
    back, first = links.claim(claim.id), place_of(book.told(claim)[0])
    whole = [
        _closed("Sign off", sign(book, ask, claim), "sign"),
        _closed("The same as another claim", join_claim(book, ask, claim), "same"),
        _closed("Split: some of these tell something else", split(book, ask, claim), "split"),
        _closed("Record a difference", differing(book, ask, claim), "difference"),
        _closed("Note", note(book, ask, "claim", first, back), "note"),
        _closed("Bookmark", bookmark(book, ask, "claim", first, back), "bookmark"),
    ]
    return el("div", *whole, class_="acts")


def of_statement(book: Book, ask: Ask, statement: RecordStatement, back: str) -> Html:
    """Leads to all that can be decided about a statement: a script puts it here when it is opened, else it is a page."""
    if ask.read_only:
        return NOTHING
    query = urlencode({"statement": statement.id, "back": back})
    words = join(
        ["Correct or move", el("span", f": {book.siglum(statement.document)}, {_short(book, statement)}", class_="unseen")]
    )
    link = el("a", "What can be corrected here", href=f"{links.ACT}?{query}")
    return el("details", el("summary", words), link, class_="act", id=anchor("act", statement.id), data_act="statement")


def about_statement(book: Book, ask: Ask, statement: RecordStatement, back: str) -> Html:
    """All that can be decided about a statement: whose words, from where, which claim, roles, times, values."""
    inner: list[str] = [
        _part("Whose words", attribution(book, ask, statement, back)),
        _part("Where it comes from", origin(book, ask, statement, back)),
        _part("Another claim", move(book, ask, statement)),
        _part("Roles", roles(book, ask, statement, back)),
    ]
    for id in statement.times:
        if id in book.times:
            held = book.times[id]
            place = Passage(held.document, held.time.span.start, held.time.span.end)
            inner.append(_part("Time", time(book, ask, place, back, held.time.value or "")))
    known = {q.id: q for q in book.record.quantities if q.id in statement.quantities}
    for id in statement.quantities:
        if id in known:
            span = known[id].quantity.span
            inner.append(_part("Value", quantity(book, ask, Passage(statement.document, span.start, span.end), back)))
    return el("div", *inner, class_="act")


def undo(book: Book, ask: Ask, settled: Settled, back: str) -> Html:
    """Takes a decision back, or takes it again where it was taken back; nothing for what cannot be."""
    decision = settled.decision
    if ask.read_only or decision.verb in ("undo", "redo"):
        return NOTHING
    again = decision.at in taken_back(book)
    button = _button("redo", "Take it again") if again else _button("undo", "Take it back", "u")
    return _form(book, ask, decision.kind, (), hidden_field("of", decision.at), button, back=back, small=True)


def taken_back(book: Book) -> set[str]:
    """The times of the decisions that stand as taken back."""
    ordered = in_order([s.decision for s in book.record.decisions])
    return {d.at for n, d in enumerate(ordered.decisions) if n not in ordered.standing and d.verb not in ("undo", "redo")}


def history(book: Book, ask: Ask, settled: Sequence[Settled], back: str) -> Html:
    """Decisions, the latest first, each with who, when, why, what became of it, and a way to take it back."""
    if not settled:
        return el("p", "Nobody has decided anything here.", class_="empty")
    entries = (el("li", told(book, one), undo(book, ask, one, back)) for one in reversed(settled))
    return el("ol", *entries, class_="decisions", reversed="")


def told(book: Book, settled: Settled) -> Html:
    """One decision in words."""
    return join([described(book, settled.decision), el("small", f"{settled.outcome}: {settled.why}", class_="outcome")])


def described(book: Book, decision: Decision) -> Html:
    """What a decision says, who took it, when and why."""
    hidden = decision.verb in ("sign", "undo", "redo")
    value = f" → {decision.value}" if decision.value and not hidden else ""
    words: list[str] = []
    for one in decision.anchors[:4]:
        place = book.place(one)
        who = f"{book.siglum(place.document)}: " if place is not None else "no longer there: "
        flat = " ".join(one.quote.split())
        words.append(join([who, said(f"“{flat if len(flat) <= LONGEST_QUOTE else flat[:LONGEST_QUOTE] + '…'}”")]))
    more = f" and {len(decision.anchors) - 4} more" if len(decision.anchors) > 4 else ""
    line = el("p", el("b", decision.verb), f" ({decision.kind}) ", join(words, " / "), more, value)
    moment = f"{decision.at[:16].replace('T', ' ')} UTC"
    return join([line, el("small", el("time", moment, datetime=decision.at), f" · {decision.by}: {decision.reason}")])


FAILED = "What was decided is kept in the journal, but the record could not be made again, and pages show it as it was before:"
ONWARD = "Put that right if you can; the next decision makes the record again, and so does stopping the room and serving the case anew."


def settled_at(book: Book, at: str) -> Settled | None:
    """The decision of this time, with what became of it; None where the record does not hold it."""
    return next((s for s in book.record.decisions if s.decision.at == at), None)


def notice(book: Book, ask: Ask, address: str) -> Html:
    """What became of the decision that led to the page at `address`, with a way to take it back; nothing where none did.

    Where the record could not be made again, that is told with what to do.
    """
    at = ask.one("decided")
    settled = settled_at(book, at)
    if settled is None and ask.trouble:
        return el("div", el("p", f"{FAILED} {ask.trouble}"), el("p", ONWARD), class_="notice", role="status")
    if not at:
        return NOTHING
    if settled is None:
        words = "Kept in the journal. The record is being made again; until then this page shows it as it was before."
        return el("div", el("p", words), class_="notice pending", role="status", data_pending=at)
    verb = settled.decision.verb
    line = el("p", el("b", f"Kept: {verb}. "), f"{settled.outcome}: {settled.why}")
    if verb in ("undo", "redo"):
        settled = next((s for s in book.record.decisions if s.decision.at == settled.decision.value), settled)
    return el("div", line, undo(book, ask, settled, address), class_="notice", role="status")


def _form(
    book: Book,
    ask: Ask,
    kind: str,
    places: Sequence[Passage],
    *children: str,
    back: str,
    intro: str = "",
    small: bool = False,
    since: str = "",
) -> Html:
    if ask.read_only:
        return NOTHING
    hidden = [secret(ask), hidden_field("kind", kind), hidden_field("seen", since or seen(book)), hidden_field("back", back)]
    hidden += [hidden_field("fingerprint", book.record.fingerprint)]
    hidden += [hidden_field("words", written(place)) for place in places]
    by = el("label", "Who decides ", el("input", name="by", value=ask.who, required="", autocomplete="name", maxlength=200))
    if small and ask.who:
        by = hidden_field("by", ask.who)
    return el(
        "form", *hidden, el("p", intro, class_="ours") if intro else "", by, *children,
        method="post", action=links.DECISIONS, class_="decide small" if small else "decide",
    )  # fmt: skip


def _field(label: str, name: str, value: str = "", required: bool = False) -> Html:
    field = el("input", name=name, value=value, required="" if required else None, maxlength=2000)
    return el("label", f"{label} ", field)


def _button(verb: str, words: str, key: str | None = None) -> Html:
    hint = (" ", el("kbd", key, aria_hidden="true")) if key else ()
    return el("button", words, *hint, name="verb", value=verb, data_key=key)


def _closed(heading: str, form: Html, name: str) -> Html:
    return el("details", el("summary", heading), form, class_="act", data_act=name) if form else NOTHING


def _part(heading: str, form: Html) -> Html:
    return el("section", el("h4", heading), form) if form else NOTHING


def _short(book: Book, statement: RecordStatement) -> str:
    words = " ".join(book.words(statement.document, statement.span).split())
    return f"“{words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE] + '…'}”"


def _quoted(book: Book, statement: RecordStatement) -> Html:
    return join([said(_short(book, statement)), " ", el("small", book.teller(statement))])
