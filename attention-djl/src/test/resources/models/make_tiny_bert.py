"""Makes the small TorchScript encoder that the tests run, and what PyTorch itself computes with it.

Run `python3 make_tiny_bert.py` in this folder with Debian's python3-torch: writes tiny-bert.pt and tiny-bert.npz.
The traced model returns its hidden states and, as a nested tuple, the attention of each layer.
"""
import math

import numpy as np
import torch
from torch import nn

LAYERS, HEADS, WIDTH, VOCABULARY, POSITIONS = 3, 4, 32, 60, 40


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def split(self, states):
        batch, length = states.shape[0], states.shape[1]
        return states.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, states, mask):
        query, key, value = self.split(self.query(states)), self.split(self.key(states)), self.split(self.value(states))
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        weights = torch.softmax(scores + (1.0 - mask[:, None, None, :].to(scores.dtype)) * -10000.0, -1)
        mixed = torch.matmul(weights, value).transpose(1, 2)
        return self.out(mixed.reshape(states.shape[0], states.shape[1], WIDTH)), weights


class TinyBert(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.attention = nn.ModuleList([Attention() for _ in range(LAYERS)])
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in range(LAYERS)])

    def forward(self, input_ids, attention_mask):
        states = self.words(input_ids) + self.positions(torch.arange(input_ids.shape[1]))
        attentions = []
        for attention, norm in zip(self.attention, self.norms):
            mixed, weights = attention(states, attention_mask)
            states = norm(states + mixed)
            attentions.append(weights)
        return states, tuple(attentions)


torch.manual_seed(0)
model = TinyBert().eval()
with torch.no_grad():
    for parameter in model.parameters():
        if parameter.dim() > 1:
            parameter.mul_(2.5)
    ids = torch.tensor([[2, 17, 5, 44, 5, 9, 3]])
    ones = torch.ones_like(ids)
    torch.jit.trace(model, (ids, ones)).save("tiny-bert.pt")
    states, attentions = model(ids, ones)
golden = {"input_ids": ids.numpy(), "attention_mask": ones.numpy(), "output": states.numpy()}
golden.update({f"encoder_{layer}": weights.numpy() for layer, weights in enumerate(attentions)})
np.savez("tiny-bert.npz", **golden)
