"""Makes TorchScript of the real MiniLM out of the ONNX file that a Maven jar carries.

    python3 make_minilm.py all-minilm-l6-v2.onnx FOLDER

writes minilm-attentions.pt, which returns (last_hidden_state, (attention of layer 0, …)), and minilm.pt, which returns
last_hidden_state alone. Needs Debian's python3-torch and python3-onnx.
"""
import math
import pathlib
import sys

import onnx
import torch
from onnx import numpy_helper
from torch import nn

WIDTH, HEADS, LAYERS, INNER, EPSILON = 384, 12, 6, 1536, 1e-12
LINEARS = {
    "attention/self/query": "query",
    "attention/self/key": "key",
    "attention/self/value": "value",
    "attention/output/dense": "out",
    "intermediate/dense": "up",
    "output/dense": "down",
}


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, EPSILON), nn.LayerNorm(WIDTH, EPSILON)

    def split(self, states):
        return states.view(states.shape[0], states.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, states, bias):
        query, key, value = self.split(self.query(states)), self.split(self.key(states)), self.split(self.value(states))
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        weights = torch.softmax(scores + bias, -1)
        mixed = torch.matmul(weights, value).transpose(1, 2)
        states = self.norm1(states + self.out(mixed.reshape(mixed.shape[0], mixed.shape[1], WIDTH)))
        return self.norm2(states + self.down(nn.functional.gelu(self.up(states)))), weights


class MiniLm(nn.Module):
    def __init__(self, attentions):
        super().__init__()
        self.attentions = attentions
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.types, self.norm = nn.Embedding(2, WIDTH), nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])

    def forward(self, input_ids, attention_mask, token_type_ids):
        places = torch.arange(input_ids.shape[1])
        states = self.norm(self.words(input_ids) + self.places(places) + self.types(token_type_ids))
        bias = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * -10000.0
        attentions = []
        for layer in self.layers:
            states, weights = layer(states, bias)
            attentions.append(weights)
        return (states, tuple(attentions)) if self.attentions else states


def parameters(path):
    """The exporter renamed the matrices; the nodes that multiply by them still say which is which."""
    graph = onnx.load(path).graph
    tensors = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    matrices = {node.name: tensors[node.input[1]] for node in graph.node
                if node.op_type == "MatMul" and node.input[1] in tensors}
    found = {
        "words.weight": tensors["embeddings.word_embeddings.weight"],
        "places.weight": tensors["embeddings.position_embeddings.weight"],
        "types.weight": tensors["embeddings.token_type_embeddings.weight"],
        "norm.weight": tensors["embeddings.LayerNorm.weight"],
        "norm.bias": tensors["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        ours, theirs = f"layers.{layer}", f"encoder.layer.{layer}"
        for place, name in LINEARS.items():
            found[f"{ours}.{name}.weight"] = matrices[f"/encoder/layer.{layer}/{place}/MatMul"].t()
            found[f"{ours}.{name}.bias"] = tensors[f"{theirs}.{place.replace('/', '.')}.bias"]
        for norm, place in (("norm1", "attention.output"), ("norm2", "output")):
            for part in ("weight", "bias"):
                found[f"{ours}.{norm}.{part}"] = tensors[f"{theirs}.{place}.LayerNorm.{part}"]
    return found


def main(source, folder):
    weights = parameters(source)
    ids = torch.tensor([[101, 1996, 4937, 2938, 2006, 1996, 13523, 102]])
    for name, attentions in (("minilm-attentions.pt", True), ("minilm.pt", False)):
        model = MiniLm(attentions)
        model.load_state_dict(weights)
        traced = torch.jit.trace(model.eval(), (ids, torch.ones_like(ids), torch.zeros_like(ids)))
        traced.save(str(pathlib.Path(folder) / name))


main(*sys.argv[1:])
