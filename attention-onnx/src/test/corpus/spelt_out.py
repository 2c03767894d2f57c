"""Attention spelt out in plain operators, in the ways in which exporters and authors write it down."""
import torch
from torch import nn

from attention import HEADS, SIZE, WIDTH, Attention, Stack, merge, split, states
from golden import export
from positions import Alibi, Causal, CausalByPositions, Disentangled, RelativeBias, RelativeShift, Rotary


class ScaleOnQuery(Attention):
    def scores(self, query, key):
        return torch.matmul(query * SIZE ** -0.5, key.transpose(-1, -2))


class ScaleOnBoth(Attention):
    def scores(self, query, key):
        return torch.matmul(query * SIZE ** -0.25, key.transpose(-1, -2) * SIZE ** -0.25)


class ScaleOnKey(Attention):
    def scores(self, query, key):
        return torch.matmul(query, (key * SIZE ** -0.5).transpose(-1, -2))


class WhereMask(Attention):
    def scores(self, query, key):
        scores = super().scores(query, key)
        return torch.where(torch.tensor([True] * 4 + [False] * 2)[None, None, None], scores, torch.tensor(-1e9))


class Grouped(Attention):
    """Two key heads for four query heads, repeated by expanding."""

    def __init__(self, seed):
        super().__init__(seed, kv_heads=2)

    def project(self, queries, keys):
        query, key, value = super().project(queries, keys)

        def repeat(x):
            batch, heads, length, size = x.shape
            return x[:, :, None].expand(batch, heads, 2, length, size).reshape(batch, heads * 2, length, size)

        return query, repeat(key), repeat(value)


class MultiQuery(Attention):
    """One key head, broadcast in the product."""

    def __init__(self, seed):
        super().__init__(seed, kv_heads=1)


class Folded(Attention):
    """Heads folded into the batch, products by bmm (CLIP, BART)."""

    def forward(self, queries, keys=None):
        query, key, value = self.project(queries, queries)
        batch, heads, length, size = query.shape
        fold = lambda x: x.reshape(batch * heads, length, size)
        weights = torch.softmax(torch.bmm(fold(query) * SIZE ** -0.5, fold(key).transpose(1, 2)), -1)
        mixed = torch.bmm(weights, fold(value)).view(batch, heads, length, size)
        return self.out(merge(mixed)), weights.view(batch, heads, length, length)


class WithEinsum(Attention):
    def forward(self, queries, keys=None):
        batch, length, _ = queries.shape
        query, key, value = (x.view(batch, length, HEADS, SIZE)
                             for x in (self.query(queries), self.key(queries), self.value(queries)))
        weights = torch.softmax(torch.einsum("bqhd,bkhd->bhqk", query, key) * SIZE ** -0.5, -1)
        mixed = torch.einsum("bhqk,bkhd->bqhd", weights, value).reshape(batch, length, WIDTH)
        return self.out(mixed), weights


class KeysFirst(Attention):
    """Scores laid out [keys, queries]: the softmax is not over the last axis."""

    def forward(self, queries, keys=None):
        query, key, value = self.project(queries, queries)
        weights = torch.softmax(torch.matmul(key, query.transpose(-1, -2)) * SIZE ** -0.5, -2)
        mixed = torch.matmul(value.transpose(-1, -2), weights).transpose(-1, -2)
        return self.out(merge(mixed)), weights.transpose(-1, -2)


class SpeltSoftmax(Attention):
    def weights(self, scores):
        exponential = torch.exp(scores - scores.max(-1, keepdim=True).values)
        return exponential / exponential.sum(-1, keepdim=True)


class NanGuard(Attention):
    def weights(self, scores):
        weights = torch.softmax(scores, -1)
        return torch.where(torch.isnan(weights), torch.zeros(()), weights)


class MaskedAfterwards(Attention):
    def weights(self, scores):
        return torch.softmax(scores, -1) * torch.tensor([1.0, 1, 1, 1, 1, 0])


class WithDropout(Attention):
    def weights(self, scores):
        return nn.functional.dropout(torch.softmax(scores, -1), 0.1, self.training)


class CastAround(Attention):
    def weights(self, scores):
        return torch.softmax(scores.double(), -1).float()


class Fused(Attention):
    """One projection for all three, split along the width (GPT-2)."""

    def __init__(self, seed):
        super().__init__(seed)
        torch.manual_seed(seed)
        self.all = nn.Linear(WIDTH, 3 * WIDTH)

    def project(self, queries, keys):
        return tuple(split(part) for part in self.all(queries).split(WIDTH, 2))


class Softcapped(Attention):
    def scores(self, query, key):
        return torch.tanh(super().scores(query, key) / 3) * 3


class LastQueryOnly(Attention):
    """A last layer that only computes the class token's row."""

    def project(self, queries, keys):
        query, key, value = super().project(queries, keys)
        return query[:, :, :1], key, value


class MaskInput(nn.Module):
    """A padding mask that the caller gives."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Attention(0), Attention(1)])

    def forward(self, x, attention_mask):
        weights = []
        bias = (1.0 - attention_mask[:, None, None].float()) * -10000.0
        for layer in self.layers:
            query, key, value = layer.project(x, x)
            weight = torch.softmax(layer.scores(query, key) + bias, -1)
            x = x + layer.out(layer.mix(weight, value))
            weights.append(weight)
        return x, weights


class Past(nn.Module):
    """Cached keys and values before the new ones."""

    def __init__(self):
        super().__init__()
        self.attention = Attention(3)

    def forward(self, x, past_key, past_value):
        query, key, value = self.attention.project(x, x)
        key, value = torch.cat([past_key, key], 2), torch.cat([past_value, value], 2)
        weights = torch.softmax(self.attention.scores(query, key), -1)
        return self.attention.out(self.attention.mix(weights, value)), [weights]


class EncoderDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Stack(Attention)
        self.own = nn.ModuleList([CausalByPositions(7), CausalByPositions(8)])
        self.cross = nn.ModuleList([Attention(9), Attention(10)])
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, source, target):
        memory, encoder = self.encoder(source)
        decoder, cross = [], []
        for own, cross_layer in zip(self.own, self.cross):
            mixed, weights = own(target)
            target = target + mixed
            decoder.append(weights)
            mixed, weights = cross_layer(self.norm(target), memory)
            target = target + mixed
            cross.append(weights)
        return target, encoder + decoder + cross


class Perceiver(nn.Module):
    """Learned latents look at the input, then at each other."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(5)
        self.latents = nn.Parameter(torch.randn(1, 3, WIDTH))
        self.cross = Attention(6)

    def forward(self, x):
        mixed, weights = self.cross(self.latents, x)
        return self.latents + mixed, [weights]


class Windowed(nn.Module):
    """Swin: tokens attend within windows, which lie side by side in the batch; every second layer shifts them."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Attention(15), Attention(16)])

    def forward(self, x):
        weights = []
        for number, layer in enumerate(self.layers):
            shifted = torch.roll(x, -number, 1)
            windows = shifted.view(-1, 3, WIDTH)
            mixed, weight = layer(windows)
            x = x + torch.roll(mixed.reshape(1, -1, WIDTH), number, 1)
            weights.append(weight)
        return x, weights


class TwoProducts(Attention):
    """One softmax weighs two sets of values."""

    def mix(self, weights, value):
        return merge(torch.matmul(weights, value)) + merge(torch.matmul(weights, value * value))


class TorchMultihead(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(11)
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)

    def forward(self, x):
        output, weights = self.attention(x, x, x, need_weights=True, average_attn_weights=False)
        return output + weights.sum() * 0, [weights]


class VisionTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(12)
        self.patches = nn.Conv2d(1, WIDTH, 2, 2)
        self.class_token = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.stack = Stack(Attention)

    def forward(self, pixels):
        x = self.patches(pixels).flatten(2).transpose(1, 2)
        return self.stack(torch.cat([self.class_token.expand(x.shape[0], -1, -1), x], 1))


LAYERED = [
    ("scale_after", "scale behind the scores (Div)", Attention, "encoder"),
    ("scale_on_query", "scale on the queries", ScaleOnQuery, "encoder"),
    ("scale_on_key", "scale on the keys", ScaleOnKey, "encoder"),
    ("scale_on_both", "scale on queries and keys (PyTorch's SDPA export)", ScaleOnBoth, "encoder"),
    ("where_mask", "mask by Where", WhereMask, "encoder"),
    ("causal_triangle", "causal mask: a stored triangle", Causal, "decoder"),
    ("causal_positions", "causal mask: positions compared in the graph", CausalByPositions, "decoder"),
    ("relative_bias", "relative position bias (T5)", RelativeBias, "encoder"),
    ("alibi", "linear bias by distance (ALiBi)", Alibi, "encoder"),
    ("rotary", "rotary positions (RoPE)", Rotary, "decoder"),
    ("grouped_query", "grouped-query attention, keys repeated by Expand", Grouped, "encoder"),
    ("multi_query", "multi-query attention, keys broadcast", MultiQuery, "encoder"),
    ("folded", "heads folded into the batch (bmm)", Folded, "encoder"),
    ("einsum", "both products by Einsum", WithEinsum, "encoder"),
    ("keys_first", "scores laid out [keys, queries], softmax over axis -2", KeysFirst, "encoder"),
    ("spelt_softmax", "softmax spelt out: Exp, ReduceSum, Div", SpeltSoftmax, "encoder"),
    ("nan_guard", "NaN guard after softmax", NanGuard, "encoder"),
    ("masked_afterwards", "mask multiplied after softmax", MaskedAfterwards, "encoder"),
    ("dropout", "dropout after softmax", WithDropout, "encoder"),
    ("cast_around", "casts around softmax", CastAround, "encoder"),
    ("fused_projection", "one projection for queries, keys and values (GPT-2)", Fused, "encoder"),
    ("softcap", "scores capped by tanh", Softcapped, "encoder"),
    ("disentangled", "disentangled scores of content and position (DeBERTa)", Disentangled, "encoder"),
    ("relative_shift", "shifted positional scores (Transformer-XL, Conformer)", RelativeShift, "encoder"),
    ("two_products", "one softmax that weighs two sets of values", TwoProducts, "encoder"),
]


def make():
    for name, form, attention, kind in LAYERED:
        export(name, form, Stack(attention), {"x": states()}, [kind] * 2, dynamic={"x": {1: "length"}})
    export("scale_after_opset11", "softmax before opset 13", Stack(Attention), {"x": states()}, ["encoder"] * 2, 11)
    export("folded_opset11", "softmax before opset 13 over three axes", Stack(Folded), {"x": states()},
           ["encoder"] * 2, 11)
    export("opset16", "opset 16", Stack(Attention), {"x": states()}, ["encoder"] * 2, 16)
    export("padding_mask", "additive mask from an input", MaskInput(),
           {"x": states(), "attention_mask": torch.tensor([[1, 1, 1, 1, 0, 0]])}, ["encoder"] * 2)
    cache = torch.randn(1, HEADS, 3, SIZE, generator=torch.Generator().manual_seed(4))
    export("past", "cached keys before the new ones", Past(),
           {"x": states(2), "past_key": cache, "past_value": cache.flip(2)}, ["decoder"])
    export("encoder_decoder", "encoder, decoder and cross-attention in one graph", EncoderDecoder(),
           {"source": states(5, 2), "target": states(3, 3)}, ["encoder"] * 2 + ["decoder"] * 2 + ["cross"] * 2)
    export("encoder_decoder_equal", "encoder-decoder with sides of equal length", EncoderDecoder(),
           {"source": states(4, 2), "target": states(4, 3)}, ["encoder"] * 2 + ["decoder"] * 2 + ["cross"] * 2)
    export("perceiver", "learned latents look at the input (Perceiver)", Perceiver(), {"x": states()}, ["cross"])
    export("torch_multihead", "torch.nn.MultiheadAttention", TorchMultihead(), {"x": states()}, ["encoder"])
    export("windows", "windows side by side, shifted in every second layer (Swin)", Windowed(), {"x": states(12)},
           ["encoder"] * 2)
    pixels = torch.randn(1, 1, 6, 6, generator=torch.Generator().manual_seed(13))
    export("vision", "vision transformer: patches and a class token", VisionTransformer(), {"pixels": pixels},
           ["encoder"] * 2)
