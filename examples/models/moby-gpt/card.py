"""Says how good moby-gpt is: its cost on chapters that it has not seen, and what it writes. Reads what train.py wrote.

    python3 card.py package/data OUT
"""

import json
import math
import pathlib
import sys

import torch
from torch import nn

from chapters import read_chapters
from model import CONTEXT
from tokenizer import Tokenizer

SEED = 1851
TEMPERATURE = 0.6
LENGTH = 60
PROMPTS = ["Call me Ishmael.", "The white whale", "Captain Ahab stood upon the deck, and"]


@torch.no_grad()
def bits_per_byte(model, ids, byte_count):
    """The cost of the held-out text: each piece predicted from up to 255 pieces before it, windows side by side."""
    nats = 0.0
    for start in range(0, len(ids) - 1, CONTEXT):
        window = ids[start:start + CONTEXT + 1][None]
        logits = model(window[:, :-1])
        nats += nn.functional.cross_entropy(logits.flatten(0, 1), window[:, 1:].flatten(), reduction="sum").item()
    return nats / math.log(2) / byte_count


@torch.no_grad()
def sample(model, tokenizer, prompt):
    ids = tokenizer.encode(prompt)
    for _ in range(LENGTH):
        logits = model(torch.tensor([ids[-CONTEXT:]]))[0, -1] / TEMPERATURE
        ids.append(int(torch.multinomial(torch.softmax(logits, -1), 1)))
    return tokenizer.decode(ids)


def main():
    torch.manual_seed(SEED)
    data, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    model = torch.jit.load(str(out / "moby-gpt.pt"))
    tokenizer = Tokenizer.load(out / "tokenizer.json")
    held_out = read_chapters(data, held_out=True)
    ids = torch.tensor(tokenizer.encode(held_out))
    card = {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "heldOutBitsPerByte": round(bits_per_byte(model, ids, len(held_out.encode())), 4),
        "seed": SEED,
        "temperature": TEMPERATURE,
        "samples": [sample(model, tokenizer, prompt) for prompt in PROMPTS],
    }
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    (out / "card.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
