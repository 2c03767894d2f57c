"""Attention of the project's own small models, for the views to draw: PyTorch runs the TorchScript twins that return it.

usage: make_view_samples.py VIT_DIGITS_FOLDER DATE_SEQ2SEQ_FOLDER
"""

import json
import pathlib
import sys

import numpy as np
import torch

digits, dates = map(pathlib.Path, sys.argv[1:3])
here = pathlib.Path(__file__).parent

# A handwritten two, in 4 x 4 patches behind a class token.
two = json.loads((digits / "samples.json").read_text())["samples"][0]
pixels = torch.tensor(two["pixels"], dtype=torch.float32)
logits, layers = torch.jit.load(str(digits / "vit-digits-attentions.pt"))(pixels.reshape(1, 1, 8, 8) / 8 - 1)
assert logits.argmax() == two["label"]
arrays = {f"encoder_{number}": layer.detach().numpy() for number, layer in enumerate(layers)}
np.savez_compressed(here / "vit_digit.npz", pixels=pixels.numpy(), **arrays)

# A written date on its way to ISO 8601, greedily; rows of the decoder are the characters written so far.
vocabulary = json.loads((dates / "vocab-and-samples.json").read_text())["vocab"]
text, iso, _ = json.loads((dates / "vocab-and-samples.json").read_text())["samples"][4]
model = torch.jit.load(str(dates / "date-seq2seq-attentions.pt"))
ids = torch.tensor([[vocabulary.index(each) for each in text] + [2]])
written = [1]
while written[-1] != 2 and len(written) < 20:
    logits, encoder, decoder, cross = model(ids, torch.tensor([written]))
    written.append(int(logits[0, -1].argmax()))
assert "".join(vocabulary[each] for each in written[1:-1]) == iso
arrays = {}
for kind, found in (("encoder", encoder), ("decoder", decoder), ("cross", cross)):
    for number, layer in enumerate(found):
        arrays[f"{kind}_{number}"] = layer.detach().numpy()
np.savez_compressed(here / "date.npz", **arrays)
print(text, iso, {name: array.shape for name, array in arrays.items()})
