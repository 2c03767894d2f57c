"""Trains letters: a transformer of two layers with nothing but attention in them (Elhage et al. 2021), which continues
repeated letters ("qxzbqx" -> "z"). To do so it must form an induction head (Olsson et al. 2022).

    python3 train.py

needs Debian's python3-torch. Writes letters.safetensors, and what PyTorch says the attention of
some inputs is to ../src/test/resources/golden.safetensors.
"""

import json
import math
import pathlib
import struct

import torch
from torch import nn

SEED, LAYERS, HEADS, WIDTH, LETTERS, LONGEST = 1, 2, 2, 32, 26, 32
STEPS, BATCH = 3000, 64
HERE = pathlib.Path(__file__).parent
TEST = HERE.parent / "src/test/resources"


class Letters(nn.Module):
    def __init__(self):
        super().__init__()
        self.letter = nn.Embedding(LETTERS, WIDTH)
        self.position = nn.Embedding(LONGEST, WIDTH)
        self.project = nn.ModuleList(nn.Linear(WIDTH, 3 * WIDTH) for _ in range(LAYERS))
        self.join = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(LAYERS))
        self.predict = nn.Linear(WIDTH, LETTERS)

    def forward(self, ids):
        batch, length = ids.shape
        x = self.letter(ids) + self.position(torch.arange(length))
        future = torch.triu(torch.full((length, length), -math.inf), 1)
        attention = []
        for project, join in zip(self.project, self.join):
            query, key, value = (
                part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in project(x).chunk(3, -1))
            weights = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + future, -1)
            attention.append(weights)
            x = x + join((weights @ value).transpose(1, 2).reshape(batch, length, WIDTH))
        return self.predict(x), attention


def repeated(count):
    """Some random letters, again and again, up to the longest input."""
    period = int(torch.randint(4, LONGEST // 2 - 3, ()))
    return period, torch.randint(LETTERS, (count, period)).repeat(1, LONGEST // period + 1)[:, :LONGEST]


def write(path, tensors):
    """The safetensors format: a length, a JSON header, and numbers."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        dtype = "I64" if tensor.dtype == torch.int64 else "F32"
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model = Letters()
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, STEPS)
    for step in range(STEPS):
        period, ids = repeated(BATCH)
        logits = model(ids)[0][:, period - 1:-1]
        loss = nn.functional.cross_entropy(logits.reshape(-1, LETTERS), ids[:, period:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 500 == 499:
            print(step + 1, round(loss.item(), 4), flush=True)
    right = total = 0
    with torch.no_grad():
        for _ in range(100):
            period, ids = repeated(BATCH)
            # The letter behind the second of a pair is settled once a whole period has been seen.
            guesses = model(ids)[0][:, period:-1].argmax(-1)
            right += int((guesses == ids[:, period + 1:]).sum())
            total += guesses.numel()
        print(f"{100 * right / total:.1f} % of {total} letters of new repetitions")
        write(HERE / "letters.safetensors", {"heads": torch.tensor([HEADS]), **model.state_dict()})
        golden = {}
        for name, text in {"short": "abc", "repeated": "qxzbkqxzbkqxz", "long": "thequickbrownfoxthequickbrownfox"}.items():
            ids = torch.tensor([[ord(letter) - 97 for letter in text]])
            golden[name + ".ids"] = ids[0]
            for layer, weights in enumerate(model(ids)[1]):
                golden[f"{name}.{layer}"] = weights[0]
        write(TEST / "golden.safetensors", golden)


if __name__ == "__main__":
    main()
