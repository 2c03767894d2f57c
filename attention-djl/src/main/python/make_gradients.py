"""Makes gradients.pt, the TorchScript module that differentiates for the DJL backend.

DJL's GradientCollector gives gradients of leaf tensors only; attention weights lie in the midst of a computation. But
tensors that one module returned carry their history into another, and TorchScript itself can call autograd there. Run
`python3 make_gradients.py` in this folder with Debian's python3-torch.
"""
import io
import zipfile
from typing import List

import torch
from torch import Tensor

TARGET = "../resources/io/github/attention4j/djl/internal/gradients.pt"


class Gradients(torch.nn.Module):
    def forward(self, output: Tensor, weights: List[Tensor]) -> List[Tensor]:
        slopes = torch.autograd.grad([output], weights, allow_unused=True)
        gradients: List[Tensor] = []
        for i in range(len(weights)):
            slope = slopes[i]
            # Weights that the output does not depend on have no gradient, which an empty tensor says.
            gradients.append(torch.zeros([0]) if slope is None else slope)
        return gradients


whole = io.BytesIO()
torch.jit.save(torch.jit.script(Gradients()), whole)
with zipfile.ZipFile(whole) as source, zipfile.ZipFile(TARGET, "w") as target:
    for name in source.namelist():
        if not name.endswith(".debug_pkl"):
            target.writestr(zipfile.ZipInfo(name), source.read(name))
