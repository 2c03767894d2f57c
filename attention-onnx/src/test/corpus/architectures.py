"""Attention as whole families of models write it down."""
import math

import numpy as np
import torch
from onnx import TensorProto, helper
from torch import nn

from attention import HEADS, LENGTH, SIZE, WIDTH, Attention, Stack, merge, split, states
from golden import add, export
from positions import CausalByPositions


class HeadsInside(Attention):
    """The width counts heads fastest: [batch, tokens, dimension, heads]."""

    def project(self, queries, keys):
        return tuple(part(states_).view(1, -1, SIZE, HEADS).permute(0, 3, 1, 2)
                     for part, states_ in ((self.query, queries), (self.key, keys), (self.value, keys)))


class Timm(Attention):
    """One projection, [batch, tokens, three, heads, dimension], turned as a whole (timm, DINO)."""

    def __init__(self, seed):
        super().__init__(seed)
        torch.manual_seed(seed)
        self.all = nn.Linear(WIDTH, 3 * WIDTH)

    def project(self, queries, keys):
        return self.all(queries).reshape(1, -1, 3, HEADS, SIZE).permute(2, 0, 3, 1, 4).unbind(0)


class ByHeadFirst(Timm):
    """One projection, [batch, tokens, heads, three times dimension], cut behind the heads (GPT-NeoX, BLOOM)."""

    def project(self, queries, keys):
        return self.all(queries).view(1, -1, HEADS, 3 * SIZE).transpose(1, 2).chunk(3, -1)


class TokensFirst(Attention):
    """Tokens before the batch (fairseq, torch.nn.Transformer)."""

    def project(self, queries, keys):
        return tuple(part(states_.transpose(0, 1)).view(-1, 1, HEADS, SIZE).permute(1, 2, 0, 3)
                     for part, states_ in ((self.query, queries), (self.key, keys), (self.value, keys)))


class FoldedCausal(Attention):
    """CLIP's text side: heads folded into the batch, a causal mask unfolded for a moment."""

    def forward(self, queries, keys=None):
        query, key, value = (part.reshape(HEADS, -1, SIZE) for part in self.project(queries, queries))
        length = query.shape[1]
        positions = torch.arange(length)
        ahead = (positions[None, :] > positions[:, None]).float() * -1e9
        scores = torch.bmm(query * SIZE ** -0.5, key.transpose(1, 2)).view(1, HEADS, length, length) + ahead[None, None]
        weights = torch.softmax(scores.view(HEADS, length, length), -1)
        mixed = torch.bmm(weights, value).view(1, HEADS, length, SIZE)
        return self.out(merge(mixed)), weights.view(1, HEADS, length, length)


class BrainFloat(Attention):
    """Scores rounded to bfloat16 before softmax, as mixed precision does."""

    def weights(self, scores):
        return torch.softmax(scores.bfloat16().float(), -1)


class T5Decoder(nn.Module):
    """One step: cached keys, a relative bias without scale, and the encoder's keys as they were cached."""

    def __init__(self):
        super().__init__()
        self.own, self.cross = Attention(21), Attention(22)
        self.bias = nn.Embedding(8, HEADS)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, x, past_key, past_value, encoder_key, encoder_value):
        query, key, value = self.own.project(x, x)
        key, value = torch.cat([past_key, key], 2), torch.cat([past_value, value], 2)
        length, past = key.shape[2], past_key.shape[2]
        distance = (torch.arange(length)[None, :] - torch.arange(past, length)[:, None]).clamp(-7, 0).abs()
        scores = torch.matmul(query, key.transpose(-1, -2)) + self.bias(distance).permute(2, 0, 1)[None]
        own = torch.softmax(scores, -1)
        x = x + self.own.out(merge(torch.matmul(own, value)))
        query = split(self.cross.query(self.norm(x)))
        cross = torch.softmax(torch.matmul(query, encoder_key.transpose(-1, -2)), -1)
        return x + self.cross.out(merge(torch.matmul(cross, encoder_value))), [own, cross]


class Whisper(nn.Module):
    """Convolutions over frames, an encoder, and a decoder that looks at it."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(23)
        self.first, self.second = nn.Conv1d(4, WIDTH, 3, padding=1), nn.Conv1d(WIDTH, WIDTH, 3, 2, 1)
        self.positions = nn.Parameter(torch.randn(1, LENGTH, WIDTH))
        self.encoder = Stack(Attention)
        self.embed = nn.Embedding(11, WIDTH)
        self.own, self.cross = CausalByPositions(24), Attention(25)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, frames, decoder_input_ids):
        x = nn.functional.gelu(self.second(nn.functional.gelu(self.first(frames)))).transpose(1, 2)
        memory, encoder = self.encoder(x + self.positions)
        y = self.embed(decoder_input_ids)
        mixed, own = self.own(y)
        y = y + mixed
        mixed, cross = self.cross(self.norm(y), memory)
        return torch.matmul(y + mixed, self.embed.weight.t()), [*encoder, own, cross]


class TwoStreams(nn.Module):
    """XLNet: contents look at contents; positions to be guessed, picked by an input, look at contents, too."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(26)
        self.layers = nn.ModuleList([Attention(27), Attention(28)])
        self.mask = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.places = nn.Parameter(torch.randn(1, LENGTH, WIDTH))

    def forward(self, x, target_mapping):
        guess = torch.matmul(target_mapping, self.mask + self.places)
        contents, guesses = [], []
        for layer in self.layers:
            mixed, content = layer(x)
            looked, guessed = layer(guess, x)
            x, guess = x + mixed, guess + looked
            contents.append(content)
            guesses.append(guessed)
        return torch.cat([x, guess], 1), contents + guesses


def few_bits():
    """com.microsoft.MatMulNBits: projections by four-bit weights in blocks of sixteen."""
    random = np.random.RandomState(93)
    width, heads, block = 32, 4, 16
    x = random.randn(1, LENGTH, width).astype(np.float32)
    nodes, stored, parts = [], [], {}
    for part in ("query", "key", "value"):
        whole = random.randint(0, 16, (width, width // block, block)).astype(np.uint8)
        steps = (random.rand(width, width // block) * 0.05 + 0.02).astype(np.float32)
        packed = whole[..., 0::2] | (whole[..., 1::2] << 4)
        stored += [helper.make_tensor(part + "_q", TensorProto.UINT8, packed.shape, packed.tobytes(), raw=True),
                   helper.make_tensor(part + "_steps", TensorProto.FLOAT, [steps.size], steps.tobytes(), raw=True)]
        nodes += [helper.make_node("MatMulNBits", ["x", part + "_q", part + "_steps"], [part + "_flat"],
                                   domain="com.microsoft", K=width, N=width, bits=4, block_size=block),
                  helper.make_node("Reshape", [part + "_flat", "split"], [part + "_split"]),
                  helper.make_node("Transpose", [part + "_split"], [part], perm=[0, 2, 1, 3])]
        real = ((whole.astype(np.float64) - 8) * steps[..., None]).reshape(width, width)
        parts[part] = (x.astype(np.float64) @ real.T).reshape(1, LENGTH, heads, -1).transpose(0, 2, 1, 3)
    stored += [helper.make_tensor("split", TensorProto.INT64, [4], [0, 0, heads, width // heads]),
               helper.make_tensor("scale", TensorProto.FLOAT, [], [(width // heads) ** -0.5])]
    nodes += [helper.make_node("Transpose", ["key"], ["key_t"], perm=[0, 1, 3, 2]),
              helper.make_node("MatMul", ["query", "key_t"], ["products"]),
              helper.make_node("Mul", ["products", "scale"], ["scores"]),
              helper.make_node("Softmax", ["scores"], ["weights"], axis=-1),
              helper.make_node("MatMul", ["weights", "value"], ["output"])]
    graph = helper.make_graph(nodes, "bits", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, None, width])],
                              [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)], stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("com.microsoft", 1)])
    model.ir_version = 8
    scores = parts["query"] @ parts["key"].transpose(0, 1, 3, 2) / math.sqrt(width // heads)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    add("few_bits", "projections by com.microsoft.MatMulNBits", "quantised", model, {"x": x},
        {"output": (weights @ parts["value"]).astype(np.float32)}, {"encoder_0": weights.astype(np.float32)})


def make():
    for name, form, attention, kind in [
            ("heads_inside", "heads split off as the innermost axis", HeadsInside, "encoder"),
            ("timm", "one projection, turned as [three, batch, heads, tokens, dimension] (timm)", Timm, "encoder"),
            ("by_head_first", "one projection, cut within each head (GPT-NeoX, BLOOM)", ByHeadFirst, "encoder"),
            ("tokens_first", "tokens before the batch (fairseq)", TokensFirst, "encoder"),
            ("folded_causal", "heads folded into the batch, causal (CLIP's text side)", FoldedCausal, "decoder"),
            ("brain_float", "scores rounded to bfloat16", BrainFloat, "encoder")]:
        export(name, form, Stack(attention), {"x": states()}, [kind] * 2, dynamic={"x": {1: "length"}})
    cache = torch.randn(1, HEADS, 3, SIZE, generator=torch.Generator().manual_seed(5))
    memory = torch.randn(1, HEADS, 7, SIZE, generator=torch.Generator().manual_seed(6))
    export("t5_decoder", "decoder step with cached keys, relative bias, and the encoder's cached keys (T5)", T5Decoder(),
           {"x": states(1), "past_key": cache, "past_value": cache.flip(2), "encoder_key": memory,
            "encoder_value": memory.flip(2)}, ["decoder", "cross"])
    frames = torch.randn(1, 4, 2 * LENGTH, generator=torch.Generator().manual_seed(7))
    export("whisper", "convolutions over frames, encoder and decoder (Whisper)", Whisper(),
           {"frames": frames, "decoder_input_ids": torch.tensor([[1, 4, 9, 2]])},
           ["encoder", "encoder", "decoder", "cross"])
    mapping = torch.zeros(1, 2, LENGTH)
    mapping[0, 0, 1] = mapping[0, 1, 4] = 1
    export("two_streams", "two streams: contents, and guesses that look at contents (XLNet)", TwoStreams(),
           {"x": states(), "target_mapping": mapping}, ["encoder", "encoder", "cross", "cross"])
    few_bits()
