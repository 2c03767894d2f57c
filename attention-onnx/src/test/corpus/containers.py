"""Attention in bodies within the graph, and weights in a file beside it."""
import os

import numpy as np
import onnx
from onnx import TensorProto, helper
from onnx.external_data_helper import convert_model_to_external_data

import golden
from fused import HEADS, LENGTH, SIZE, WIDTH, split, weight
from golden import add

RANDOM = np.random.RandomState(33)


def branch(name, prefix, keys, with_past):
    """A body with attention over new keys, or over cached and new ones; names repeat in both branches."""
    nodes = []
    if with_past:
        nodes.append(helper.make_node("Concat", ["past", keys], ["all_keys"], axis=2))
    nodes += [
        helper.make_node("Transpose", ["all_keys" if with_past else keys], ["keys_transposed"], perm=[0, 1, 3, 2]),
        helper.make_node("MatMul", ["query", "keys_transposed"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["weights"], axis=-1),
        helper.make_node("MatMul", ["weights", "all_keys" if with_past else keys], [prefix + "mixed"]),
    ]
    return helper.make_graph(nodes, name, [], [helper.make_tensor_value_info(prefix + "mixed", TensorProto.FLOAT, None)])


def merged_decoder(name, form, use_past):
    """Projections outside, attention in the branches of an If: with and without cached keys."""
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32)
    past = RANDOM.randn(1, HEADS, 3, SIZE).astype(np.float32)
    matrices = {part: weight(WIDTH, WIDTH) * np.float32(0.3) for part in ("query", "key")}
    nodes = []
    for part, matrix in matrices.items():
        nodes += [
            helper.make_node("MatMul", ["x", part + "_weight"], [part + "_flat"]),
            helper.make_node("Reshape", [part + "_flat", "split"], [part + "_split"]),
            helper.make_node("Transpose", [part + "_split"], [part], perm=[0, 2, 1, 3]),
        ]
    nodes.append(helper.make_node("If", ["use_past"], ["output"], then_branch=branch("then", "then_", "key", True),
                                  else_branch=branch("else", "else_", "key", False)))
    stored = [helper.make_tensor(part + "_weight", TensorProto.FLOAT, matrix.shape, matrix.tobytes(), raw=True)
              for part, matrix in matrices.items()]
    stored.append(helper.make_tensor("split", TensorProto.INT64, [4], [0, 0, HEADS, SIZE]))
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, None, WIDTH]),
              helper.make_tensor_value_info("past", TensorProto.FLOAT, [1, HEADS, None, SIZE]),
              helper.make_tensor_value_info("use_past", TensorProto.BOOL, [1])]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
    model = helper.make_model(helper.make_graph(nodes, "merged", inputs, [output], stored),
                              opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    query, key = (split(x.astype(np.float64) @ matrices[part], HEADS) for part in ("query", "key"))
    keys = np.concatenate([past, key], 2) if use_past else key
    scores = query @ keys.transpose(0, 1, 3, 2)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    add(name, form, "container", model, {"x": x, "past": past, "use_past": np.array([use_past])},
        {"output": (weights @ keys).astype(np.float32)}, {"decoder_0": weights.astype(np.float32)})


def external():
    """The weights of another case in a file of their own."""
    model = onnx.load(os.path.join(golden.FOLDER, "scale_after.onnx"))
    arrays = dict(np.load(os.path.join(golden.FOLDER, "scale_after.npz")))
    data_file = os.path.join(golden.FOLDER, "external.data")
    if os.path.exists(data_file):
        os.remove(data_file)
    convert_model_to_external_data(model, location="external.data", size_threshold=64)
    onnx.save(model, os.path.join(golden.FOLDER, "external.onnx"))
    with open(os.path.join(golden.FOLDER, "external.onnx"), "rb") as file:
        data = file.read()
    add("external", "weights in a file beside the model", "container", data,
        {key[6:]: value for key, value in arrays.items() if key.startswith("input:")},
        {key[7:]: value for key, value in arrays.items() if key.startswith("output:")},
        {key: value for key, value in arrays.items() if key.startswith("encoder")})


def make():
    merged_decoder("if_with_past", "attention in an If, with cached keys", True)
    merged_decoder("if_without_past", "attention in an If, without cached keys", False)
    external()
