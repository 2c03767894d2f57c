"""The attention that the other modules vary, and what they share."""
import math

import torch
from torch import nn

WIDTH, HEADS, LENGTH = 16, 4, 6
SIZE = WIDTH // HEADS


def states(length=LENGTH, seed=1):
    return torch.randn(1, length, WIDTH, generator=torch.Generator().manual_seed(seed))


def split(tensor, heads=HEADS):
    batch, length = tensor.shape[0], tensor.shape[1]
    return tensor.view(batch, length, heads, -1).transpose(1, 2)


def merge(tensor):
    batch, _, length, _ = tensor.shape
    return tensor.transpose(1, 2).reshape(batch, length, -1)


class Attention(nn.Module):
    """One attention whose steps can be replaced; two of them with a residual make a model."""

    def __init__(self, seed=0, kv_heads=HEADS):
        super().__init__()
        torch.manual_seed(seed)
        self.query, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.key, self.value = nn.Linear(WIDTH, kv_heads * SIZE), nn.Linear(WIDTH, kv_heads * SIZE)
        self.kv_heads = kv_heads
        for parameter in self.parameters():
            parameter.data.mul_(2.0)

    def project(self, queries, keys):
        return (split(self.query(queries)), split(self.key(keys), self.kv_heads), split(self.value(keys), self.kv_heads))

    def scores(self, query, key):
        return torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(SIZE)

    def weights(self, scores):
        return torch.softmax(scores, -1)

    def mix(self, weights, value):
        return merge(torch.matmul(weights, value))

    def forward(self, queries, keys=None):
        query, key, value = self.project(queries, queries if keys is None else keys)
        weights = self.weights(self.scores(query, key))
        return self.out(self.mix(weights, value)), weights


class Stack(nn.Module):
    """Layers with residuals and norms around them."""

    def __init__(self, make, layers=2):
        super().__init__()
        self.layers = nn.ModuleList([make(layer) for layer in range(layers)])
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(layers)])

    def forward(self, x):
        weights = []
        for layer, norm in zip(self.layers, self.norms):
            mixed, weight = layer(x)
            x = norm(x + mixed)
            weights.append(weight)
        return x, weights
