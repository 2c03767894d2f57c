"""Attention inside one operator; the goldens follow the operators' documents, computed with numpy."""
import numpy as np
from onnx import TensorProto, helper

from golden import add

HEADS, LENGTH, SIZE = 4, 6, 8
WIDTH = HEADS * SIZE
RANDOM = np.random.RandomState(21)


def softmax(scores):
    exponential = np.exp(scores - scores.max(-1, keepdims=True))
    return exponential / exponential.sum(-1, keepdims=True)


def split(x, heads):
    return x.reshape(1, x.shape[1], heads, -1).transpose(0, 2, 1, 3)


def attend(query, key, value, mask=0.0):
    """Weights and merged output; key and value heads are repeated as often as the query has more."""
    repeat = query.shape[1] // key.shape[1]
    key, value = np.repeat(key, repeat, 1), np.repeat(value, repeat, 1)
    weights = softmax(query @ key.transpose(0, 1, 3, 2) / np.sqrt(query.shape[-1]) + mask)
    return weights.astype(np.float32), (weights @ value).transpose(0, 2, 1, 3).reshape(1, query.shape[2], -1)


def causal(length):
    return np.triu(np.full((length, length), -np.inf), 1)


def weight(rows, columns):
    return (RANDOM.randn(rows, columns) / np.sqrt(rows) * 2).astype(np.float32)


def projected(x, kv_width, operator, attributes, domain, extra=(), stored=(), outputs=("mixed",), opset=23):
    """x -> three projections -> the operator -> output, as a model."""
    matrices = [weight(WIDTH, WIDTH), weight(WIDTH, kv_width), weight(WIDTH, kv_width)]
    nodes = [helper.make_node("MatMul", ["x", name + "_weight"], [name]) for name in ("query", "key", "value")]
    nodes.append(helper.make_node(operator, ["query", "key", "value", *extra], list(outputs), domain=domain,
                                  **attributes))
    nodes.append(helper.make_node("MatMul", ["mixed", "out_weight"], ["output"]))
    out = weight(WIDTH, WIDTH)
    tensors = [helper.make_tensor(name + "_weight", TensorProto.FLOAT, matrix.shape, matrix.tobytes(), raw=True)
               for name, matrix in zip(("query", "key", "value", "out"), [*matrices, out])]
    graph = helper.make_graph(nodes, "fused", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, None, WIDTH])],
                              [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, None, WIDTH])],
                              tensors + [helper.make_tensor(name, kind, array.shape, array.tobytes(), raw=True)
                                         for name, kind, array in stored])
    imports = [helper.make_opsetid("", opset), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=imports)
    model.ir_version = 10
    return model, [x.astype(np.float64) @ matrix for matrix in matrices], out


def case(name, form, kv_heads, operator, attributes, domain="", mask=0.0, kind="encoder", **more):
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32)
    model, (query, key, value), out = projected(x, kv_heads * SIZE, operator, attributes, domain, **more)
    weights, mixed = attend(split(query, HEADS), split(key, kv_heads), split(value, kv_heads), mask)
    add(name, form, "fused", model, {"x": x}, {"output": (mixed @ out).astype(np.float32)}, {kind + "_0": weights})


def packed(name, form, attributes=None, mask=0.0, kind="encoder", stored=(), extra=(), widths=(WIDTH, WIDTH, WIDTH)):
    """com.microsoft.Attention: one projection inside the operator."""
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32)
    matrix, bias, out = weight(WIDTH, sum(widths)), weight(1, sum(widths))[0], weight(widths[2], WIDTH)
    nodes = [helper.make_node("Attention", ["x", "weight", "bias", *extra], ["mixed"], domain="com.microsoft",
                              num_heads=HEADS, **(attributes or {})),
             helper.make_node("MatMul", ["mixed", "out_weight"], ["output"])]
    tensors = [helper.make_tensor(tensor, kind_, array.shape, array.tobytes(), raw=True)
               for tensor, kind_, array in [("weight", TensorProto.FLOAT, matrix), ("bias", TensorProto.FLOAT, bias),
                                            ("out_weight", TensorProto.FLOAT, out), *stored]]
    graph = helper.make_graph(nodes, "packed", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, None, WIDTH])],
                              [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, None, WIDTH])], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("com.microsoft", 1)])
    model.ir_version = 8
    all_three = x.astype(np.float64) @ matrix + bias
    parts = np.split(all_three, np.cumsum(widths)[:2], 2)
    weights, mixed = attend(*(split(part, HEADS) for part in parts), mask)
    add(name, form, "fused", model, {"x": x}, {"output": (mixed @ out).astype(np.float32)}, {kind + "_0": weights})


def make_packed():
    keys = np.array([[1, 1, 1, 1, 0, 0]], np.int32)
    padding = np.where(keys[:, None, None] == 0, -10000.0, 0.0)
    packed("packed", "com.microsoft.Attention")
    packed("packed_mask", "com.microsoft.Attention, mask of keys", mask=padding, extra=("mask",),
           stored=[("mask", TensorProto.INT32, keys)])
    packed("packed_lengths", "com.microsoft.Attention, mask by length", mask=padding, extra=("lengths",),
           stored=[("lengths", TensorProto.INT32, np.array([4], np.int32))])
    packed("packed_unidirectional", "com.microsoft.Attention, unidirectional", {"unidirectional": 1},
           causal(LENGTH), "decoder")
    packed("packed_scale", "com.microsoft.Attention with values of another width",
           {"qkv_hidden_sizes": [WIDTH, WIDTH, WIDTH // 2]}, widths=(WIDTH, WIDTH, WIDTH // 2))


def make():
    standard = {"q_num_heads": HEADS, "kv_num_heads": HEADS}
    case("fused_standard", "Attention (opset 23)", HEADS, "Attention", standard)
    case("fused_standard_causal", "Attention (opset 23), is_causal", HEADS, "Attention", {**standard, "is_causal": 1},
         mask=causal(LENGTH), kind="decoder")
    case("fused_standard_grouped", "Attention (opset 23), fewer key heads", 2, "Attention",
         {"q_num_heads": HEADS, "kv_num_heads": 2})
    bias = RANDOM.randn(1, 1, LENGTH, LENGTH).astype(np.float32)
    case("fused_standard_mask", "Attention (opset 23) with a float mask", HEADS, "Attention", standard, mask=bias,
         extra=("bias",), stored=[("bias", TensorProto.FLOAT, bias)])
    case("fused_multihead", "com.microsoft.MultiHeadAttention", HEADS, "MultiHeadAttention", {"num_heads": HEADS},
         "com.microsoft", opset=17)
    case("fused_multihead_bias", "com.microsoft.MultiHeadAttention with attention bias", HEADS, "MultiHeadAttention",
         {"num_heads": HEADS}, "com.microsoft", mask=bias, extra=("", "", "bias"),
         stored=[("bias", TensorProto.FLOAT, bias)], opset=17)
    case("fused_multihead_unidirectional", "com.microsoft.MultiHeadAttention, unidirectional", HEADS,
         "MultiHeadAttention", {"num_heads": HEADS, "unidirectional": 1}, "com.microsoft", mask=causal(LENGTH),
         kind="decoder", opset=17)
    lengths = np.array([LENGTH - 1], np.int32)
    total = np.array(LENGTH, np.int32)
    case("fused_grouped_query", "com.microsoft.GroupQueryAttention", 2, "GroupQueryAttention",
         {"num_heads": HEADS, "kv_num_heads": 2}, "com.microsoft", mask=causal(LENGTH), kind="decoder",
         extra=("", "", "lengths", "total"), outputs=("mixed", "present_key", "present_value"), opset=17,
         stored=[("lengths", TensorProto.INT32, lengths), ("total", TensorProto.INT32, total)])
    make_packed()
