"""Trains vit-digits, a small vision transformer (Dosovitskiy et al. 2021) that reads 8×8 handwritten digits, and
writes it as ONNX and TorchScript, both without attention outputs.

    python3 train.py

needs Debian's python3-torch, python3-onnx and python3-sklearn, whose package carries the digits (Alpaydin and Kaynak
1998, UCI Machine Learning Repository, CC BY 4.0).
"""

import json
import math
import pathlib

import torch
from sklearn.datasets import load_digits
from torch import nn

SEED = 0
LAYERS = 4
HEADS = 4
WIDTH = 48
PATCH = 2
PATCHES = (8 // PATCH) ** 2
EPOCHS = 60
BATCH = 64
HELD_OUT = 360


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        batch, length, _ = x.shape

        def split(projected):
            return projected.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS), dim=-1)
        return self.out((weights @ value).transpose(1, 2).reshape(batch, length, WIDTH))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.layernorm_before = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.layernorm_after = nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH))
        self.dropout = nn.Dropout(0.1)

    def forward(self, x):
        x = x + self.dropout(self.attention(self.layernorm_before(x)))
        return x + self.dropout(self.mlp(self.layernorm_after(x)))


class VisionTransformer(nn.Module):
    """A class token and 16 patches, row by row; the class token's last state is classified."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(1, WIDTH, PATCH, PATCH)
        self.cls = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.position = nn.Parameter(torch.randn(1, 1 + PATCHES, WIDTH) * 0.02)
        self.layer = nn.ModuleList([Block() for _ in range(LAYERS)])
        self.layernorm = nn.LayerNorm(WIDTH)
        self.classifier = nn.Linear(WIDTH, 10)

    def forward(self, pixel_values):
        patches = self.patch(pixel_values).flatten(2).transpose(1, 2)
        x = torch.cat((self.cls.expand(patches.shape[0], -1, -1), patches), dim=1) + self.position
        for block in self.layer:
            x = block(x)
        return self.classifier(self.layernorm(x)[:, 0])


def read_digits():
    """Pixels from -1 to 1 as [n, 1, 8, 8], and labels; in an order that the seed decides."""
    pixels, labels = load_digits(return_X_y=True)
    pixels = torch.tensor(pixels, dtype=torch.float32).view(-1, 1, 8, 8) / 8 - 1
    order = torch.randperm(len(pixels))
    return pixels[order], torch.tensor(labels)[order]


def train(model, pixels, labels):
    steps = EPOCHS * math.ceil(len(pixels) / BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    model.train()
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(pixels)).split(BATCH):
            images = pixels[batch]
            if torch.rand(1) < 0.3:
                # A digit moved by a pixel is the same digit.
                images = torch.roll(images, torch.randint(-1, 2, (2,)).tolist(), dims=(2, 3))
            loss = nn.functional.cross_entropy(model(images), labels[batch], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    model.eval()


def export(model, example, folder):
    axes = {"pixel_values": {0: "batch"}, "logits": {0: "batch"}}
    torch.onnx.export(model, (example,), str(folder / "vit-digits.onnx"), opset_version=13,
                      input_names=["pixel_values"], output_names=["logits"], dynamic_axes=axes)
    torch.jit.trace(model, (example,)).save(str(folder / "vit-digits.pt"))


def main():
    torch.manual_seed(SEED)
    folder = pathlib.Path(__file__).parent
    pixels, labels = read_digits()
    model = VisionTransformer()
    train(model, pixels[HELD_OUT:], labels[HELD_OUT:])
    with torch.no_grad():
        correct = model(pixels[:HELD_OUT]).argmax(-1) == labels[:HELD_OUT]
    card = {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "heldOutImages": HELD_OUT,
        "heldOutAccuracy": round(correct.float().mean().item(), 4),
        # Pixels from 0 to 16, row by row, as the data set has them.
        "samples": [{"label": int(label), "pixels": (image.flatten() * 8 + 8).int().tolist()}
                    for image, label in zip(pixels[:10], labels[:10])],
    }
    (folder / "card.json").write_text(json.dumps(card) + "\n", encoding="utf-8")
    with torch.no_grad():
        export(model, pixels[:1], folder)
    print(card["heldOutAccuracy"], card["parameters"])


if __name__ == "__main__":
    main()
