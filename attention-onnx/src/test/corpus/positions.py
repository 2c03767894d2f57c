"""Ways in which positions and causality enter the scores."""
import math

import torch
from torch import nn

from attention import HEADS, LENGTH, SIZE, WIDTH, Attention, split


class Causal(Attention):
    def scores(self, query, key):
        scores = super().scores(query, key)
        return scores + torch.triu(torch.full((LENGTH, LENGTH), -1e9), 1)


class CausalByPositions(Attention):
    def scores(self, query, key):
        scores = super().scores(query, key)
        positions = torch.arange(scores.shape[-1])
        return scores.masked_fill(positions[None, :] > positions[:, None], float("-inf"))


class RelativeBias(Attention):
    """T5: a learned bias per head and bucketed distance."""

    def __init__(self, seed):
        super().__init__(seed)
        self.bias = nn.Embedding(8, HEADS)

    def scores(self, query, key):
        positions = torch.arange(query.shape[2])
        distance = positions[None, :] - positions[:, None]
        bucket = (distance > 0).long() * 4 + torch.where(distance.abs() < 2, distance.abs(), torch.tensor(3))
        return torch.matmul(query, key.transpose(-1, -2)) + self.bias(bucket).permute(2, 0, 1)[None]


class Alibi(Attention):
    def scores(self, query, key):
        slopes = torch.tensor([2.0 ** -(head + 1) for head in range(HEADS)])[None, :, None, None]
        positions = torch.arange(query.shape[2])
        distance = (positions[None, :] - positions[:, None]).abs().float()
        return super().scores(query, key) - slopes * distance


class Rotary(Causal):
    def project(self, queries, keys):
        query, key, value = super().project(queries, keys)
        angles = torch.arange(LENGTH)[:, None] / 10.0 ** torch.arange(SIZE // 2)[None]
        cos, sin = torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)

        def rotate(x):
            half = torch.cat([-x[..., SIZE // 2:], x[..., :SIZE // 2]], -1)
            return x * cos + half * sin

        return rotate(query), rotate(key), value


class Disentangled(Attention):
    """DeBERTa: content to content, content to position, position to content."""

    def __init__(self, seed):
        super().__init__(seed)
        self.positions = nn.Parameter(torch.randn(8, WIDTH))

    def scores(self, query, key):
        length = query.shape[2]
        position_key = split(self.key(self.positions)[None])
        position_query = split(self.query(self.positions)[None])
        distance = (torch.arange(length)[:, None] - torch.arange(length)[None, :]).clamp(-4, 3) + 4
        index = distance.expand(1, HEADS, length, length)
        to_position = torch.gather(torch.matmul(query, position_key.transpose(-1, -2)), -1, index)
        from_position = torch.gather(torch.matmul(key, position_query.transpose(-1, -2)), -1, index).transpose(-1, -2)
        return (torch.matmul(query, key.transpose(-1, -2)) + to_position + from_position) / math.sqrt(3 * SIZE)


class RelativeShift(Attention):
    """Transformer-XL and Conformer: positional scores, shifted along each row."""

    def __init__(self, seed):
        super().__init__(seed)
        self.content, self.position = nn.Parameter(torch.randn(HEADS, 1, SIZE)), nn.Parameter(torch.randn(HEADS, 1, SIZE))
        self.table = nn.Parameter(torch.randn(1, 2 * LENGTH - 1, WIDTH))

    def scores(self, query, key):
        content = torch.matmul(query + self.content, key.transpose(-1, -2))
        position = torch.matmul(query + self.position, split(self.table).transpose(-1, -2))
        padded = nn.functional.pad(position, (1, 0)).view(1, HEADS, 2 * LENGTH, LENGTH)
        return (content + padded[:, :, 1:].reshape(1, HEADS, LENGTH, 2 * LENGTH - 1)[..., :LENGTH]) / math.sqrt(SIZE)
