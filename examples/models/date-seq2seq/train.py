"""Trains date-seq2seq, a small encoder-decoder transformer (Vaswani et al. 2017) that writes dates as ISO 8601
("5 March 2017" becomes "2017-03-05"), and writes it as ONNX and TorchScript, both without attention outputs.

    python3 train.py

needs Debian's python3-torch and python3-onnx. The dates are made up here.
"""

import datetime
import json
import math
import pathlib
import random

import torch
from torch import nn

SEED = 0
LAYERS = 2
HEADS = 4
WIDTH = 64
LONGEST = 64
STEPS = 1500
BATCH = 96
FORMS = ["%-d %B %Y", "%B %-d, %Y", "%b %-d %Y", "%-d %b %Y", "%A, %-d %B %Y", "%a %-d %b %Y", "%d.%m.%Y", "%Y/%m/%d",
         "%d/%b/%Y", "%B %Y, %-d"]
PAD, START, END = 0, 1, 2
LETTERS = sorted(" ,-./0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
VOCABULARY = ["<pad>", "<s>", "</s>"] + LETTERS
NUMBERS = {letter: number for number, letter in enumerate(VOCABULARY)}


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q_proj = nn.Linear(WIDTH, WIDTH)
        self.k_proj = nn.Linear(WIDTH, WIDTH)
        self.v_proj = nn.Linear(WIDTH, WIDTH)
        self.out_proj = nn.Linear(WIDTH, WIDTH)

    def forward(self, x, source, mask):
        batch = x.shape[0]

        def split(projected):
            return projected.view(batch, projected.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.q_proj(x)), split(self.k_proj(source)), split(self.v_proj(source))
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask, dim=-1)
        return self.out_proj((weights @ value).transpose(1, 2).reshape(batch, x.shape[1], WIDTH))


def feed_forward():
    return nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.ReLU(), nn.Linear(4 * WIDTH, WIDTH))


class EncoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attn_norm = nn.LayerNorm(WIDTH)
        self.self_attn = Attention()
        self.feed_norm = nn.LayerNorm(WIDTH)
        self.feed = feed_forward()

    def forward(self, x, mask):
        normed = self.self_attn_norm(x)
        x = x + self.self_attn(normed, normed, mask)
        return x + self.feed(self.feed_norm(x))


class DecoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.self_attn_norm = nn.LayerNorm(WIDTH)
        self.self_attn = Attention()
        self.cross_attn_norm = nn.LayerNorm(WIDTH)
        self.cross_attn = Attention()
        self.feed_norm = nn.LayerNorm(WIDTH)
        self.feed = feed_forward()

    def forward(self, x, source, mask, source_mask):
        normed = self.self_attn_norm(x)
        x = x + self.self_attn(normed, normed, mask)
        x = x + self.cross_attn(self.cross_attn_norm(x), source, source_mask)
        return x + self.feed(self.feed_norm(x))


class DateModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(len(VOCABULARY), WIDTH)
        self.source_position = nn.Embedding(LONGEST, WIDTH)
        self.target_position = nn.Embedding(LONGEST, WIDTH)
        self.encoder = nn.ModuleList([EncoderLayer() for _ in range(LAYERS)])
        self.encoder_norm = nn.LayerNorm(WIDTH)
        self.decoder = nn.ModuleList([DecoderLayer() for _ in range(LAYERS)])
        self.decoder_norm = nn.LayerNorm(WIDTH)
        self.lm_head = nn.Linear(WIDTH, len(VOCABULARY))

    def forward(self, input_ids, decoder_input_ids):
        source_mask = (input_ids == PAD).float()[:, None, None, :] * -1e9
        source = self.embedding(input_ids) + self.source_position(torch.arange(input_ids.shape[1]))
        for layer in self.encoder:
            source = layer(source, source_mask)
        source = self.encoder_norm(source)
        positions = torch.arange(decoder_input_ids.shape[1])
        future = (positions[None, :] > positions[:, None]).float() * -1e9
        x = self.embedding(decoder_input_ids) + self.target_position(positions)
        for layer in self.decoder:
            x = layer(x, source, future, source_mask)
        return self.lm_head(self.decoder_norm(x))


def example():
    date = datetime.date(1950, 1, 1) + datetime.timedelta(days=random.randrange(36500))
    return date.strftime(random.choice(FORMS)), date.isoformat()


def encode(text):
    return [NUMBERS[letter] for letter in text] + [END]


def batch(size):
    pairs = [example() for _ in range(size)]
    sources = [encode(written) for written, _ in pairs]
    targets = [[START] + encode(iso) for _, iso in pairs]
    longest = max(map(len, sources))
    return torch.tensor([ids + [PAD] * (longest - len(ids)) for ids in sources]), torch.tensor(targets)


def train(model):
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=STEPS, pct_start=0.1)
    for step in range(STEPS):
        sources, targets = batch(BATCH)
        logits = model(sources, targets[:, :-1])
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} loss {loss.item():.4f}", flush=True)
    model.eval()


@torch.no_grad()
def write(model, text):
    """The model's own ISO date, letter by letter."""
    source = torch.tensor([encode(text)])
    ids = [START]
    while len(ids) < 13:
        number = int(model(source, torch.tensor([ids]))[0, -1].argmax())
        if number == END:
            break
        ids.append(number)
    return "".join(VOCABULARY[number] for number in ids[1:])


@torch.no_grad()
def export(model, folder):
    example_ids = torch.tensor([encode("Tuesday, 14 November 2017")])
    example_target = torch.tensor([[START] + [NUMBERS[letter] for letter in "2017-11-14"]])
    axes = {"input_ids": {0: "batch", 1: "encoder_sequence"}, "decoder_input_ids": {0: "batch", 1: "decoder_sequence"},
            "logits": {0: "batch", 1: "decoder_sequence"}}
    torch.onnx.export(model, (example_ids, example_target), str(folder / "date-seq2seq.onnx"), opset_version=13,
                      input_names=["input_ids", "decoder_input_ids"], output_names=["logits"], dynamic_axes=axes)
    torch.jit.trace(model, (example_ids, example_target)).save(str(folder / "date-seq2seq.pt"))


def main():
    random.seed(SEED)
    torch.manual_seed(SEED)
    folder = pathlib.Path(__file__).parent
    model = DateModel()
    train(model)
    random.seed(99)
    fresh = [example() for _ in range(300)]
    written = [write(model, text) for text, _ in fresh]
    card = {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "freshDates": len(fresh),
        "exactlyRight": sum(iso == own for (_, iso), own in zip(fresh, written)),
        "samples": [{"text": text, "iso": iso, "written": own} for (text, iso), own in zip(fresh[:10], written)],
    }
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    (folder / "vocabulary.json").write_text(json.dumps(VOCABULARY) + "\n", encoding="utf-8")
    export(model, folder)
    print(card["exactlyRight"], "of", card["freshDates"])


if __name__ == "__main__":
    main()
