"""The encoder against the floating-point model that its weights come from."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tokenizers import BertWordPieceTokenizer

import variorum
from variorum.errors import VariorumError
from variorum.model.span import Span
from variorum.reading import encoder as module
from variorum.reading.encoder import PACKAGE, Encoder

TEXTS = (
    "The ferry sank off the coast at dawn.",
    "Rain.",
    "A clerk who had copied the ledgers told the court that 14 pages were gone.",
)


def folder() -> Path:
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def numbers(vector: bytes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    found = np.frombuffer(vector, dtype=np.int8).astype(np.float64)
    return found / np.linalg.norm(found)


def test_vectors_are_those_of_the_model_that_multiplies_floating_point() -> None:
    loaded = Encoder.load()
    assert loaded is not None
    read = loaded.read(TEXTS)
    session = onnxruntime.InferenceSession(str(folder() / "model.onnx"), providers=["CPUExecutionProvider"])
    vocabulary = Path(variorum.__file__).parent / "data" / "minilm_vocab.txt"
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    for text in TEXTS:
        ids = np.array([tokenizer.encode(text).ids])
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        whole = session.run(None, given)[0][0].mean(axis=0)
        rounded = np.rint(whole / np.linalg.norm(whole) * 127).astype(np.int8).tobytes()
        assert numbers(read[text].whole()) @ numbers(rounded) > 0.999


def test_texts_longer_than_the_longest_have_the_vector_of_the_whole_beyond_it() -> None:
    loaded = Encoder.load()
    assert loaded is not None
    text = "word " * 200
    read = loaded.read([text])[text]
    assert read.part(Span(900, 904)) == read.whole()
    assert read.part(Span(0, 4)) != read.whole()


def test_weights_that_the_graph_was_not_made_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHA256", "0" * 64)
    with pytest.raises(VariorumError, match=r"damaged.*pip install"):
        Encoder.load()
