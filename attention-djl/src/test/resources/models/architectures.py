"""Small transformers of the four kinds that the tests run, written as their papers describe them.

Each returns its own output first and its attention, layer by layer, behind it.
"""
import math

import torch
from torch import nn

WIDTH, HEADS, VOCABULARY, POSITIONS = 16, 2, 60, 48


class Attention(nn.Module):
    """Scaled dot products (Vaswani et al. 2017); the bias is added before softmax."""

    def __init__(self, scale=None, bias=True, width=WIDTH):
        super().__init__()
        self.scale, self.heads, self.width = scale or 1 / math.sqrt(width // HEADS), HEADS, width
        self.query, self.key = nn.Linear(width, width, bias), nn.Linear(width, width, bias)
        self.value, self.out = nn.Linear(width, width, bias), nn.Linear(width, width, bias)

    def split(self, states):
        return states.view(states.shape[0], states.shape[1], self.heads, self.width // self.heads).transpose(1, 2)

    def forward(self, states, memory, bias):
        query, key, value = self.split(self.query(states)), self.split(self.key(memory)), self.split(self.value(memory))
        weights = torch.softmax(torch.matmul(query, key.transpose(-1, -2)) * self.scale + bias, -1)
        mixed = torch.matmul(weights, value).transpose(1, 2)
        return self.out(mixed.reshape(mixed.shape[0], mixed.shape[1], self.width)), weights


class FeedForward(nn.Module):
    def __init__(self, width=WIDTH):
        super().__init__()
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, states):
        return self.down(torch.nn.functional.gelu(self.up(states)))


class BertLayer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.attention, self.feed = Attention(width=width), FeedForward(width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, states, bias):
        mixed, weights = self.attention(states, states, bias)
        states = self.norm1(states + mixed)
        return self.norm2(states + self.feed(states)), weights


class Bert(nn.Module):
    """Devlin et al. 2019."""

    def __init__(self, layers, width=WIDTH):
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, width), nn.Embedding(POSITIONS, width)
        self.types, self.norm = nn.Embedding(2, width), nn.LayerNorm(width)
        self.layers = nn.ModuleList([BertLayer(width) for _ in range(layers)])

    def run(self, input_ids, attention_mask, token_type_ids):
        places = torch.arange(input_ids.shape[1])
        states = self.norm(self.words(input_ids) + self.positions(places) + self.types(token_type_ids))
        bias = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * -10000.0
        attentions = []
        for layer in self.layers:
            states, weights = layer(states, bias)
            attentions.append(weights)
        return states, attentions

    def forward(self, input_ids, attention_mask, token_type_ids):
        states, attentions = self.run(input_ids, attention_mask, token_type_ids)
        return states, tuple(attentions)


class BertDict(Bert):
    def forward(self, input_ids, attention_mask, token_type_ids):
        states, attentions = self.run(input_ids, attention_mask, token_type_ids)
        named = {f"attention_{layer}": weights for layer, weights in enumerate(attentions)}
        return {"last_hidden_state": states, **named}


class Gpt2Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention, self.feed = Attention(), FeedForward()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)

    def forward(self, states, bias):
        normed = self.norm1(states)
        mixed, weights = self.attention(normed, normed, bias)
        states = states + mixed
        return states + self.feed(self.norm2(states)), weights


def causal(length):
    return torch.triu(torch.full((length, length), -10000.0), 1)


class Gpt2(nn.Module):
    """Radford et al. 2019: takes ids alone, returns logits."""

    def __init__(self, layers):
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.layers = nn.ModuleList([Gpt2Layer() for _ in range(layers)])
        self.norm = nn.LayerNorm(WIDTH)
        self.register_buffer("ahead", causal(POSITIONS))

    def forward(self, input_ids):
        length = input_ids.shape[1]
        states = self.words(input_ids) + self.positions(torch.arange(length))
        attentions = []
        for layer in self.layers:
            states, weights = layer(states, self.ahead[:length, :length])
            attentions.append(weights)
        return torch.matmul(self.norm(states), self.words.weight.t()), tuple(attentions)


class RmsNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, states):
        return self.weight * states * torch.rsqrt(states.pow(2).mean(-1, keepdim=True) + 1e-6)


class T5Layer(nn.Module):
    def __init__(self, cross):
        super().__init__()
        self.attention, self.norm1 = Attention(1.0, False), RmsNorm()
        self.cross, self.norm2 = (Attention(1.0, False), RmsNorm()) if cross else (None, None)
        self.feed, self.norm3 = FeedForward(), RmsNorm()

    def forward(self, states, bias, memory, memory_bias):
        normed = self.norm1(states)
        mixed, weights = self.attention(normed, normed, bias)
        states, looked = states + mixed, None
        if self.cross is not None:
            mixed, looked = self.cross(self.norm2(states), memory, memory_bias)
            states = states + mixed
        return states + self.feed(self.norm3(states)), weights, looked


class T5(nn.Module):
    """Raffel et al. 2020: relative positions, no scaling; returns (logits, decoder, cross, encoder)."""

    def __init__(self, layers):
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.encoder_bias, self.decoder_bias = nn.Embedding(2 * POSITIONS, HEADS), nn.Embedding(2 * POSITIONS, HEADS)
        self.encoder = nn.ModuleList([T5Layer(False) for _ in range(layers)])
        self.decoder = nn.ModuleList([T5Layer(True) for _ in range(layers)])
        self.register_buffer("ahead", causal(POSITIONS))

    def relative(self, table, length):
        places = torch.arange(length)
        return table(places[None, :] - places[:, None] + POSITIONS).permute(2, 0, 1)[None]

    def forward(self, input_ids, attention_mask, decoder_input_ids):
        hidden = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * -10000.0
        memory, bias = self.words(input_ids), self.relative(self.encoder_bias, input_ids.shape[1]) + hidden
        encoder, decoder, cross = [], [], []
        for layer in self.encoder:
            memory, weights, _ = layer(memory, bias, memory, hidden)
            encoder.append(weights)
        length = decoder_input_ids.shape[1]
        states = self.words(decoder_input_ids)
        bias = self.relative(self.decoder_bias, length) + self.ahead[:length, :length]
        for layer in self.decoder:
            states, weights, looked = layer(states, bias, memory, hidden)
            decoder.append(weights)
            cross.append(looked)
        logits = torch.matmul(states, self.words.weight.t())
        return logits, tuple(decoder), tuple(cross), tuple(encoder)


class Vit(nn.Module):
    """Dosovitskiy et al. 2021: 12 x 16 pixels in patches of 4 x 4, and a class token."""

    def __init__(self, layers):
        super().__init__()
        self.patches = nn.Conv2d(3, WIDTH, 4, 4)
        self.first = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.positions = nn.Parameter(torch.randn(1, 13, WIDTH))
        self.layers = nn.ModuleList([Gpt2Layer() for _ in range(layers)])

    def forward(self, pixel_values):
        states = self.patches(pixel_values).flatten(2).transpose(1, 2)
        states = torch.cat([self.first.expand(states.shape[0], -1, -1), states], 1) + self.positions
        attentions, bias = [], torch.zeros(1)
        for layer in self.layers:
            states, weights = layer(states, bias)
            attentions.append(weights)
        return states[:, 0], tuple(attentions)
