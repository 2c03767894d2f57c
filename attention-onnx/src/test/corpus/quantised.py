"""Attention in half precision and in graphs that work on whole numbers.

The golden weights are those before rounding, computed on the operands as the graph rounds them.
"""
import numpy as np
from onnx import TensorProto, helper

from fused import HEADS, LENGTH, SIZE, WIDTH, softmax, split, weight
from golden import add

RANDOM = np.random.RandomState(45)


def projections(x, dtype=np.float32):
    """Nodes and stored tensors for queries, keys and values, and what they are."""
    kind = TensorProto.FLOAT16 if dtype == np.float16 else TensorProto.FLOAT
    nodes, stored, values = [], [], {}
    for part in ("query", "key", "value"):
        # Half precision has three digits: smaller scores keep the golden within them.
        matrix = (weight(WIDTH, WIDTH) * (0.4 if dtype == np.float16 else 1)).astype(dtype)
        nodes += [helper.make_node("MatMul", ["x", part + "_weight"], [part + "_flat"]),
                  helper.make_node("Reshape", [part + "_flat", "split"], [part + "_split"]),
                  helper.make_node("Transpose", [part + "_split"], [part], perm=[0, 2, 1, 3])]
        stored.append(helper.make_tensor(part + "_weight", kind, matrix.shape, matrix.tobytes(), raw=True))
        values[part] = split(x.astype(np.float64) @ matrix.astype(np.float64), HEADS)
    stored.append(helper.make_tensor("split", TensorProto.INT64, [4], [0, 0, HEADS, SIZE]))
    scale = np.array(SIZE ** -0.5, dtype)
    stored.append(helper.make_tensor("scale", kind, [], scale.tobytes(), raw=True))
    return nodes, stored, values


def model(nodes, stored, kind=TensorProto.FLOAT):
    graph = helper.make_graph(nodes, "quantised", [helper.make_tensor_value_info("x", kind, [1, None, WIDTH])],
                              [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)], stored)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    made.ir_version = 8
    return made


def half():
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float16)
    nodes, stored, values = projections(x, np.float16)
    nodes += [
        helper.make_node("Transpose", ["key"], ["key_t"], perm=[0, 1, 3, 2]),
        helper.make_node("MatMul", ["query", "key_t"], ["products"]),
        helper.make_node("Mul", ["products", "scale"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["weights"], axis=-1),
        helper.make_node("MatMul", ["weights", "value"], ["mixed"]),
        helper.make_node("Cast", ["mixed"], ["output"], to=TensorProto.FLOAT),
    ]
    weights = softmax(values["query"] @ values["key"].transpose(0, 1, 3, 2) * SIZE ** -0.5)
    add("half_precision", "whole model in half precision", "quantised", model(nodes, stored, TensorProto.FLOAT16),
        {"x": x}, {"output": (weights @ values["value"]).astype(np.float32)},
        {"encoder_0": weights.astype(np.float32)}, 1e-3)


def rounded(x):
    """DynamicQuantizeLinear, as its document defines it, and back again."""
    low, high = min(0.0, float(x.min())), max(0.0, float(x.max()))
    scale = np.float32((high - low) / 255)
    zero = np.clip(np.round(-low / scale), 0, 255)
    return (np.clip(np.round(x.astype(np.float32) / scale) + zero, 0, 255) - zero) * float(scale)


def dynamic():
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32)
    nodes, stored, values = projections(x)
    nodes.append(helper.make_node("Transpose", ["key"], ["key_t"], perm=[0, 1, 3, 2]))
    for part in ("query", "key_t"):
        nodes.append(helper.make_node("DynamicQuantizeLinear", [part], [part + "_q", part + "_s", part + "_z"]))
    nodes += [
        helper.make_node("MatMulInteger", ["query_q", "key_t_q", "query_z", "key_t_z"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["query_s", "key_t_s"], ["product_s"]),
        helper.make_node("Mul", ["real", "product_s"], ["products"]),
        helper.make_node("Mul", ["products", "scale"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["weights"], axis=-1),
    ]
    for part in ("weights", "value"):
        nodes.append(helper.make_node("DynamicQuantizeLinear", [part], [part + "_q", part + "_s", part + "_z"]))
    nodes += [
        helper.make_node("MatMulInteger", ["weights_q", "value_q", "weights_z", "value_z"], ["mixed_whole"]),
        helper.make_node("Cast", ["mixed_whole"], ["mixed_real"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["weights_s", "value_s"], ["mixed_s"]),
        helper.make_node("Mul", ["mixed_real", "mixed_s"], ["output"]),
    ]
    scores = rounded(values["query"]) @ rounded(values["key"]).transpose(0, 1, 3, 2) * SIZE ** -0.5
    weights = softmax(scores)
    add("dynamic_quantisation", "DynamicQuantizeLinear and MatMulInteger in both products", "quantised",
        model(nodes, stored), {"x": x}, {"output": (rounded(weights) @ rounded(values["value"])).astype(np.float32)},
        {"encoder_0": weights.astype(np.float32)}, 1e-6)


def qdq():
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32)
    nodes, stored, values = projections(x)
    steps = {"query": 0.06, "key_t": 0.06, "weights": 1 / 255, "value": 0.06}
    zeros = {"query": 128, "key_t": 128, "weights": 0, "value": 128}
    for part, step in steps.items():
        stored.append(helper.make_tensor(part + "_step", TensorProto.FLOAT, [], [step]))
        stored.append(helper.make_tensor(part + "_zero", TensorProto.UINT8, [], [zeros[part]]))

    def around(part):
        nodes.append(helper.make_node("QuantizeLinear", [part, part + "_step", part + "_zero"], [part + "_q"]))
        nodes.append(helper.make_node("DequantizeLinear", [part + "_q", part + "_step", part + "_zero"], [part + "_d"]))

    def back(part, array):
        whole = np.clip(np.round(array.astype(np.float32) / np.float32(steps[part])) + zeros[part], 0, 255)
        return (whole - zeros[part]) * float(np.float32(steps[part]))

    nodes.append(helper.make_node("Transpose", ["key"], ["key_t"], perm=[0, 1, 3, 2]))
    around("query")
    around("key_t")
    nodes += [helper.make_node("MatMul", ["query_d", "key_t_d"], ["products"]),
              helper.make_node("Mul", ["products", "scale"], ["scores"]),
              helper.make_node("Softmax", ["scores"], ["weights"], axis=-1)]
    around("weights")
    around("value")
    nodes.append(helper.make_node("MatMul", ["weights_d", "value_d"], ["output"]))
    scores = back("query", values["query"]) @ back("key_t", values["key"].transpose(0, 1, 3, 2)) * SIZE ** -0.5
    weights = softmax(scores)
    add("qdq", "QuantizeLinear and DequantizeLinear around both products", "quantised", model(nodes, stored), {"x": x},
        {"output": (back("weights", weights) @ back("value", values["value"])).astype(np.float32)},
        {"encoder_0": weights.astype(np.float32)}, 1e-6)


def make():
    half()
    dynamic()
    qdq()
