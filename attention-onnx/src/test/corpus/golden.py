"""Collects cases and writes them: graph, inputs, outputs and golden attention."""
import io
import json
import os
import warnings
import zipfile

import numpy as np
import onnx
import torch

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "corpus")
CASES = []
warnings.filterwarnings("ignore")


def save_npz(path, arrays):
    """Like numpy.savez, but with a fixed time, so that equal arrays are equal files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, np.asarray(array, order="C"))
            archive.writestr(zipfile.ZipInfo(name + ".npy"), data.getvalue())


def add(name, form, group, model, inputs, outputs, attention, tolerance=1e-6, runs=True):
    """Writes one case; `attention` maps such as encoder_0 to weights, in the order of kinds and layers. What does not run
    has an operator that the engine knows on other devices only."""
    data = model if isinstance(model, bytes) else model.SerializeToString()
    with open(os.path.join(FOLDER, name + ".onnx"), "wb") as file:
        file.write(data)
    arrays = {"input:" + key: value for key, value in inputs.items()}
    arrays.update({"output:" + key: value for key, value in outputs.items()})
    arrays.update(attention)
    save_npz(os.path.join(FOLDER, name + ".npz"), arrays)
    sites = [{"kind": key.split("_")[0], "layer": int(key.split("_")[1]), "heads": int(value.shape[1])}
             for key, value in attention.items()]
    CASES.append({"name": name, "form": form, "group": group, "tolerance": tolerance, "runs": runs,
                  "sites": sites})


def export(name, form, module, inputs, kinds, opset=13, dynamic=None, tolerance=1e-6, group="spelt out"):
    """Exports a module that returns (output, [weights, …]) without the weights; PyTorch's own are the golden ones."""
    module = module.eval()
    with torch.no_grad():
        output, weights = module(*inputs.values())

    class OutputOnly(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = module

        def forward(self, *args):
            return self.inner(*args)[0]

    buffer = io.BytesIO()
    torch.onnx.export(OutputOnly(), tuple(inputs.values()), buffer, opset_version=opset, input_names=list(inputs),
                      output_names=["output"], dynamic_axes=dynamic, do_constant_folding=True)
    attention = {}
    for kind, weight in zip(kinds, weights):
        layer = sum(1 for key in attention if key.startswith(kind))
        attention[f"{kind}_{layer}"] = weight.detach().float().numpy()
    ordered = {key: attention[key] for kind in ("encoder", "decoder", "cross") for key in attention
               if key.startswith(kind)}
    add(name, form, group, onnx.load_from_string(buffer.getvalue()),
        {key: value.numpy() for key, value in inputs.items()}, {"output": output.detach().numpy()}, ordered, tolerance)


def finish():
    with open(os.path.join(FOLDER, "cases.json"), "w") as file:
        json.dump(CASES, file, indent=1)
        file.write("\n")
