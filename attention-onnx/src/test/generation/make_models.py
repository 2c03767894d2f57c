"""Writes small generating models and what PyTorch says about them, to src/test/resources/generation.

Run with Debian's python3-torch and python3-onnx: /usr/bin/python3 make_models.py
"""
import math
import os

import numpy as np
import torch
from torch import nn

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "generation")
VOCABULARY, WIDTH, HEADS, LAYERS, POSITIONS = 50, 16, 2, 2, 32


class Attention(nn.Module):
    """Attention over given keys; with a cache, over cached and new ones."""

    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(4))

    @staticmethod
    def split(x):
        return x.reshape(x.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, x, source, mask=None, past=None):
        query, key, value = (self.split(part(side)) for part, side in zip(self.parts, (x, source, source)))
        if past is not None:
            key, value = torch.cat([past[0], key], 2), torch.cat([past[1], value], 2)
        scores = query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS)
        if mask is not None:
            scores = scores + mask
        weights = scores.softmax(-1)
        mixed = (weights @ value).transpose(1, 2).reshape(x.shape[0], -1, WIDTH)
        return self.parts[3](mixed), weights, (key, value)


class Block(nn.Module):
    def __init__(self, crosses):
        super().__init__()
        self.own, self.cross = Attention(), Attention() if crosses else None
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.inner = nn.Sequential(nn.Linear(WIDTH, 32), nn.ReLU(), nn.Linear(32, WIDTH))

    def forward(self, x, mask, source=None, past=None):
        normed = self.norms[0](x)
        mixed, weights, present = self.own(normed, normed, mask, past)
        x = x + mixed
        cross_weights = None
        if self.cross is not None:
            mixed, cross_weights, _ = self.cross(self.norms[1](x), source)
            x = x + mixed
        return x + self.inner(self.norms[2](x)), weights, cross_weights, present


class Decoder(nn.Module):
    def __init__(self, crosses=False):
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.blocks = nn.ModuleList(Block(crosses) for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, VOCABULARY)

    def forward(self, input_ids, position_ids, mask, source=None, past=None):
        x = self.words(input_ids) + self.places(position_ids)
        own, cross, presents = [], [], []
        for index, block in enumerate(self.blocks):
            x, weights, cross_weights, present = block(x, mask, source, None if past is None else past[2 * index:][:2])
            own.append(weights)
            cross.append(cross_weights)
            presents += present
        return self.head(x), own, cross, presents


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.blocks = nn.ModuleList(Block(False) for _ in range(LAYERS))

    def forward(self, input_ids, attention_mask):
        x = self.words(input_ids) + self.places(torch.arange(input_ids.shape[1]))
        mask = (1 - attention_mask[:, None, None].float()) * -1e9
        weights = []
        for block in self.blocks:
            x, own, _, _ = block(x, mask)
            weights.append(own)
        return x, weights


class Cached(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, input_ids, attention_mask, position_ids, *past):
        columns = torch.arange(attention_mask.shape[1])
        hidden = (columns[None, :] > position_ids[0][:, None]) | (attention_mask == 0)
        logits, _, _, presents = self.inner(input_ids, position_ids, hidden[None, None].float() * -1e9, past=past)
        return (logits, *presents)


def causal_from(ids):
    length = ids.shape[1]
    return torch.arange(length)[None], (1 - torch.ones(length, length).tril()) * -1e9


class Plain(nn.Module):
    """Positions and mask follow from the ids, as in exports without a cache."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, input_ids):
        return self.inner(input_ids, *causal_from(input_ids))[0]


class Crossing(Plain):
    def forward(self, input_ids, encoder_hidden_states):
        return self.inner(input_ids, *causal_from(input_ids), encoder_hidden_states)[0]


class States(Plain):
    def forward(self, input_ids, attention_mask):
        return self.inner(input_ids, attention_mask)[0]


def export(name, module, arguments, inputs, outputs, lengths):
    dynamic = {key: {0: "batch", lengths.get(key, 1): key + "_length"} for key in inputs + outputs}
    torch.onnx.export(module.eval(), arguments, os.path.join(FOLDER, name + ".onnx"), opset_version=14,
                      input_names=inputs, output_names=outputs, dynamic_axes=dynamic)


def greedy(logits_of, ids, steps):
    for _ in range(steps):
        ids = torch.cat([ids, logits_of(ids)[:, -1].argmax(-1, keepdim=True)], 1)
    return ids


def numbers(prefix, weights):
    return {f"{prefix}_{layer}": weight.numpy() for layer, weight in enumerate(weights)}


def causal():
    """One set of weights, exported with a cache and without."""
    torch.manual_seed(5)
    decoder = Decoder().eval()
    ids = torch.tensor([[3, 17, 42, 8]])
    ones = torch.ones_like(ids)
    cache = [f"{layer}.{part}" for layer in range(LAYERS) for part in ("key", "value")]
    past = [torch.randn(1, HEADS, 2, WIDTH // HEADS) for _ in cache]
    pasts, presents = ["past_key_values." + part for part in cache], ["present." + part for part in cache]
    export("causal_cached", Cached(decoder), (ids, torch.ones(1, 6, dtype=torch.long), ones.cumsum(1) + 1, *past),
           ["input_ids", "attention_mask", "position_ids"] + pasts, ["logits"] + presents,
           {part: 2 for part in pasts + presents})
    export("causal_plain", Plain(decoder), (ids,), ["input_ids"], ["logits"], {})
    with torch.no_grad():
        def run(text):
            return decoder(text, *causal_from(text))
        text = greedy(lambda now: run(now)[0], ids, 12)
        np.savez(os.path.join(FOLDER, "causal.npz"), prompt=ids[0].numpy(), text=text[0].numpy(),
                 **numbers("decoder", run(text)[1]))


def pair():
    """An encoder and a decoder in two files."""
    torch.manual_seed(6)
    encoder, decoder = Encoder().eval(), Decoder(crosses=True).eval()
    source, ids = torch.tensor([[9, 30, 2, 11, 45]]), torch.tensor([[1, 7]])
    mask = torch.ones_like(source)
    with torch.no_grad():
        hidden, weights = encoder(source, mask)
    export("encoder_model", States(encoder), (source, mask), ["input_ids", "attention_mask"], ["last_hidden_state"], {})
    export("decoder_model", Crossing(decoder), (ids, hidden), ["input_ids", "encoder_hidden_states"], ["logits"], {})
    with torch.no_grad():
        def run(text):
            return decoder(text, *causal_from(text), hidden)
        text = greedy(lambda now: run(now)[0], ids[:, :1], 9)
        _, own, cross, _ = run(text)
        np.savez(os.path.join(FOLDER, "pair.npz"), source=source[0].numpy(), text=text[0].numpy(),
                 **numbers("encoder", weights), **numbers("decoder", own), **numbers("cross", cross))


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    causal()
    pair()
