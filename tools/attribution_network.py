"""The network behind `variorum.reading.tagging`, for training and export. Needs torch, safetensors, onnx, onnxruntime.

MiniLM-L6 (Wang et al. 2020) whose word embeddings and first two layers stay as they are; embeddings of the features, nought at the
start, are added to the input of the third; above the last, seven tags for a conditional random field and vectors that say which
content goes with which cue and which cue with which source.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

HIDDEN, HEADS, LAYERS, FROZEN, LINK = 384, 12, 6, 2, 64
PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
    "n1": "attention.output.LayerNorm", "i": "intermediate.dense", "d": "output.dense", "n2": "output.LayerNorm",
}  # fmt: skip


class Layer(nn.Module):
    """One transformer layer as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.i, self.d = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.n1, self.n2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        batch = x.shape[0]
        q, k, v = (f(x).view(batch, -1, HEADS, HIDDEN // HEADS).transpose(1, 2) for f in (self.q, self.k, self.v))
        if mask is None:  # written out for the export
            seen = ((q @ k.transpose(-1, -2)) / (HIDDEN // HEADS) ** 0.5).softmax(-1) @ v
        else:
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.n1(x + self.drop(self.o(seen.transpose(1, 2).reshape(batch, -1, HIDDEN))))
        return self.n2(x + self.drop(self.d(F.gelu(self.i(x)))))


class Network(nn.Module):
    """Tags and link vectors of every word piece. `sizes`: how many values each feature has."""

    def __init__(self, weights: Path, sizes: list[int]) -> None:
        super().__init__()
        self.word, self.pos = nn.Embedding(30522, HIDDEN), nn.Embedding(512, HIDDEN)
        self.typ, self.norm = nn.Parameter(torch.zeros(HIDDEN)), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.features = nn.ModuleList(nn.Embedding(n, HIDDEN) for n in sizes)
        self.tags, self.links = nn.Linear(HIDDEN, 7), nn.Linear(HIDDEN, 4 * LINK)
        self.none = nn.Parameter(torch.zeros(LINK))
        self.drop = nn.Dropout(0.1)
        self.steps = nn.Parameter(torch.zeros(7, 7))
        self.start, self.end = nn.Parameter(torch.zeros(7)), nn.Parameter(torch.zeros(7))
        for feature in self.features:
            nn.init.zeros_(feature.weight)
        self._take(load_file(str(weights)))
        for module in (self.word, self.pos, self.norm, *self.layers[:FROZEN]):
            module.requires_grad_(False)
        self.typ.requires_grad_(False)

    @torch.no_grad()
    def _take(self, weights: dict[str, torch.Tensor]) -> None:
        self.word.weight.copy_(weights["embeddings.word_embeddings.weight"])
        self.pos.weight.copy_(weights["embeddings.position_embeddings.weight"])
        self.typ.copy_(weights["embeddings.token_type_embeddings.weight"][0])
        self.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
        self.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
        for number, layer in enumerate(self.layers):
            for part, name in PARTS.items():
                getattr(layer, part).weight.copy_(weights[f"encoder.layer.{number}.{name}.weight"])
                getattr(layer, part).bias.copy_(weights[f"encoder.layer.{number}.{name}.bias"])

    def _low(self, ids: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        x = self.norm(self.word(ids) + self.pos.weight[: ids.shape[1]] + self.typ)
        for layer in self.layers[:FROZEN]:
            x = layer(x, mask)
        return x

    def forward(
        self, ids: torch.Tensor, features: torch.Tensor, present: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        mask = None if present is None else (1 - present)[:, None, None, :] * -1e4
        if self.training:
            for layer in self.layers[:FROZEN]:
                layer.eval()
            with torch.no_grad():
                x = self._low(ids, mask)
        else:
            x = self._low(ids, mask)
        for number, feature in enumerate(self.features):
            x = x + feature(features[:, :, number])
        for layer in self.layers[FROZEN:]:
            x = layer(x, mask)
        x = self.drop(x)
        return self.tags(x), self.links(x)

    def field_loss(self, scores: torch.Tensor, tags: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        """Negative log likelihood of the tags, a piece (Lafferty et al. 2001)."""
        rows = torch.arange(scores.shape[0])
        gold = self.start[tags[:, 0]] + scores[rows, 0, tags[:, 0]]
        total = self.start + scores[:, 0]
        for t in range(1, scores.shape[1]):
            on = present[:, t]
            gold = gold + on * (self.steps[tags[:, t - 1], tags[:, t]] + scores[rows, t, tags[:, t]])
            following = torch.logsumexp(total[:, :, None] + self.steps[None] + scores[:, t, None, :], 1)
            total = torch.where(on[:, None] > 0, following, total)
        last = present.sum(1).long() - 1
        gold = gold + self.end[tags[rows, last]]
        return (torch.logsumexp(total + self.end, 1) - gold).sum() / present.sum()

    def link_loss(self, vectors: torch.Tensor, tags: torch.Tensor, links: list[tuple[str, int, int, int]]) -> torch.Tensor:
        """How badly contents choose their cues and cues their sources. A link: kind, row, piece, piece it goes with (-1: none)."""
        losses = []
        for kind, row, piece, other in links:
            goal = (tags[row] == (3 if kind == "content" else 1)).nonzero()[:, 0]
            if kind == "content":
                scores = (vectors[row, goal, LINK : 2 * LINK] @ vectors[row, piece, :LINK]) / 8
            else:
                asked = vectors[row, piece, 2 * LINK : 3 * LINK]
                scores = torch.cat([vectors[row, goal, 3 * LINK :] @ asked, (self.none @ asked)[None]]) / 8
            right = torch.tensor([[len(goal)]]) if other < 0 else (goal == other).nonzero()
            if len(right):
                losses.append(F.cross_entropy(scores[None], right[0, :1]))
        return torch.stack(losses).mean() if losses else torch.zeros(())


def export(network: Network, path: Path) -> dict[str, list[float] | list[list[float]]]:
    """Writes the network as int8 ONNX to `path`; gives back the numbers of its field and of "nobody is named"."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    whole = path.with_suffix(".fp32.onnx")
    given = torch.randint(1000, 20000, (1, 64)), torch.zeros(1, 64, len(network.features), dtype=torch.long)
    names = ["ids", "features", "tags", "links"]
    torch.onnx.export(
        network, given, str(whole), input_names=names[:2], output_names=names[2:],
        dynamic_axes={name: {1: "pieces"} for name in names}, dynamo=False, opset_version=17,
    )  # fmt: skip
    quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    kept = {"transitions": network.steps, "start": network.start, "end": network.end, "none": network.none}
    return {name: torch.round(value.detach(), decimals=4).tolist() for name, value in kept.items()}
