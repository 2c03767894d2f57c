"""Makes the models of this folder, as TorchScript and as ONNX, and what PyTorch itself computes with them.

Run `python3 make_models.py` here with Debian's python3-torch and python3-onnx. Files come out the same every time up to
the versions that they name.
"""
import io
import zipfile

import numpy as np
import onnx
import torch

from architectures import Bert, BertDict, Gpt2, T5, Vit
from scripted import ScriptedBert


def sharpen(model, factor=3):
    """Random weights look everywhere alike; larger ones make attention that differs from token to token."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 2 and ("query" in name or "key" in name):
                parameter.mul_(factor)
    return model.eval()


def save(module, path):
    """TorchScript without the source positions, which are larger than these models."""
    whole = io.BytesIO()
    torch.jit.save(module, whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            if not name.endswith(".debug_pkl"):
                # Source packs well; tensors stay as they are, as PyTorch writes them.
                packing = zipfile.ZIP_DEFLATED if name.endswith(".py") else zipfile.ZIP_STORED
                target.writestr(zipfile.ZipInfo(name), source.read(name), packing)


def arrays(prefix, tensors):
    return {f"{prefix}_{layer}": tensor.detach().numpy() for layer, tensor in enumerate(tensors)}


def gradients(output, attentions):
    """Of one number of the output with respect to each attention matrix."""
    return torch.autograd.grad([output], attentions)


def export(model, inputs, names, outputs, axes):
    torch.onnx.export(
        model, inputs, f"{names[0]}.onnx", input_names=names[1:], output_names=outputs, opset_version=14,
        dynamic_axes=axes, do_constant_folding=True)
    written = onnx.load(f"{names[0]}.onnx")
    for output in written.graph.output:
        # Outputs are as long as inputs, not as long as the example was.
        for axis, extent in enumerate(output.type.tensor_type.shape.dim):
            extent.dim_param = f"{output.name}_{axis}"
    onnx.save(written, f"{names[0]}.onnx")


ids = torch.tensor([[2, 17, 5, 44, 5, 9, 3]])
ones = torch.ones_like(ids)
types = torch.tensor([[0, 0, 0, 0, 1, 1, 1]])
TEXT = ["input_ids", "attention_mask", "token_type_ids"]
TEXT_AXES = {name: {0: "batch", 1: "tokens"} for name in TEXT}
# Axes of one name have one length.
TEXT_AXES["decoder_input_ids"] = {0: "batch", 1: "decoder_tokens"}


def bert():
    torch.manual_seed(1)
    model = sharpen(Bert(3))
    output, attentions = model(ids, ones, types)
    slopes = gradients(output[0, 2, 5], attentions)
    short = torch.tensor([[2, 8, 9, 3]])
    short_output, short_attentions = model(short, torch.ones_like(short), torch.zeros_like(short))
    np.savez("bert.npz", short_ids=short.numpy(), short_output=short_output.detach().numpy(),
             **arrays("short_encoder", short_attentions), input_ids=ids.numpy(), attention_mask=ones.numpy(), token_type_ids=types.numpy(),
             output=output.detach().numpy(), **arrays("encoder", attentions), **arrays("gradient", slopes))
    save(torch.jit.trace(model, (ids, ones, types)), "bert.pt")
    script = ScriptedBert(3)
    script.load_state_dict(model.state_dict())
    save(torch.jit.script(script.eval()), "bert-scripted.pt")
    names = ["output"] + [f"encoder_attentions.{layer}" for layer in range(3)]
    export(model, (ids, ones, types), ["bert"] + TEXT, names, TEXT_AXES)
    variants(model)


class Averaged(torch.nn.Module):
    """Means over heads, as nn.MultiheadAttention returns them."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        states, attentions = self.model(input_ids, attention_mask, token_type_ids)
        return states, tuple(weights.mean(1) for weights in attentions)


class WithVectors(torch.nn.Module):
    """One layer that hands out everything, in a dictionary."""

    def __init__(self, model):
        super().__init__()
        self.layer, self.words = model.layers[0].attention, model.words

    def forward(self, input_ids):
        states = self.words(input_ids)
        _, weights = self.layer(states, states, torch.zeros(1))
        return {"embedding": states, "encoder_attention_0": weights, "query_0": self.layer.split(self.layer.query(states)),
                "key_0": self.layer.split(self.layer.key(states)),
                "value_0": self.layer.split(self.layer.value(states))}


def variants(model):
    averaged = Averaged(model).eval()
    save(torch.jit.trace(averaged, (ids, ones, types)), "bert-averaged.pt")
    vectors = WithVectors(model).eval()
    np.savez("bert-vectors.npz", input_ids=ids.numpy(),
             **{name: tensor.detach().numpy() for name, tensor in vectors(ids).items()})
    save(torch.jit.trace(vectors, (ids,), strict=False), "bert-vectors.pt")
    torch.save({"weight": model.words.weight[:2].clone()}, "state-dict.pt")
    torch.save({"weight": model.words.weight[:2].clone()}, "state-dict-legacy.pt",
               _use_new_zipfile_serialization=False)


def bert12():
    torch.manual_seed(2)
    model = sharpen(BertDict(12, 8))
    output, attentions = model.run(ids, ones, types)
    np.savez("bert12.npz", input_ids=ids.numpy(), attention_mask=ones.numpy(), token_type_ids=types.numpy(),
             output=output.detach().numpy(), **arrays("encoder", attentions))
    save(torch.jit.trace(model, (ids, ones, types), strict=False), "bert12-dict.pt")
    flat = Bert(12, 8)
    flat.load_state_dict(model.state_dict())
    names = ["output"] + [f"attention_{layer}" for layer in range(12)]
    export(flat.eval(), (ids, ones, types), ["bert12-dict"] + TEXT, names, TEXT_AXES)


def gpt2():
    torch.manual_seed(3)
    model = sharpen(Gpt2(3))
    output, attentions = model(ids)
    np.savez("gpt2.npz", input_ids=ids.numpy(), output=output.detach().numpy(), **arrays("decoder", attentions))
    save(torch.jit.trace(model, (ids,)), "gpt2.pt")
    names = ["logits"] + [f"attentions.{layer}" for layer in range(3)]
    export(model, (ids,), ["gpt2", "input_ids"], names, TEXT_AXES)


def t5():
    torch.manual_seed(4)
    model = sharpen(T5(2), 2)
    target = torch.tensor([[0, 21, 8, 33]])
    output, decoder, cross, encoder = model(ids, ones, target)
    np.savez("t5.npz", input_ids=ids.numpy(), attention_mask=ones.numpy(), decoder_input_ids=target.numpy(),
             output=output.detach().numpy(), **arrays("encoder", encoder), **arrays("decoder", decoder),
             **arrays("cross", cross))
    save(torch.jit.trace(model, (ids, ones, target)), "t5.pt")
    names = ["logits"] + [f"{kind}_attentions.{layer}" for kind in ("decoder", "cross", "encoder") for layer in (0, 1)]
    export(model, (ids, ones, target), ["t5", "input_ids", "attention_mask", "decoder_input_ids"], names, TEXT_AXES)


def vit():
    torch.manual_seed(5)
    model = sharpen(Vit(2))
    image = np.random.default_rng(5).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    pixels = (torch.from_numpy(image).permute(2, 0, 1)[None].float() / 255 - 0.5) / 0.5
    output, attentions = model(pixels)
    np.savez("vit.npz", image=image, pixel_values=pixels.numpy(), output=output.detach().numpy(), **arrays("encoder", attentions))
    save(torch.jit.trace(model, (pixels,)), "vit.pt")
    names = ["output"] + [f"attentions.{layer}" for layer in range(2)]
    export(model, (pixels,), ["vit", "pixel_values"], names, {"pixel_values": {0: "batch"}})


for make in (bert, bert12, gpt2, t5, vit):
    make()
