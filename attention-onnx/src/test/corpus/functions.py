"""Attention in model-local functions: within one, across several, under an If in one."""
import numpy as np
import onnx
from onnx import AttributeProto, TensorProto, helper

from fused import HEADS, LENGTH, SIZE, WIDTH, attend, split, weight
from golden import add

RANDOM = np.random.RandomState(57)
OPSETS = [helper.make_opsetid("", 13), helper.make_opsetid("own", 1)]
PARTS = ("query", "key", "value", "out")


def reference(node, name, kind, source):
    """An attribute whose value is the caller's."""
    node.attribute.append(AttributeProto(name=name, type=kind, ref_attr_name=source))
    return node


def scores():
    """x and its projections -> scores; the scale is an attribute of the call."""
    nodes = [helper.make_node("Constant", [], ["split"], value_ints=[0, 0, HEADS, SIZE]),
             reference(helper.make_node("Constant", [], ["scale"]), "value_float", AttributeProto.FLOAT, "scale")]
    for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
        nodes += [helper.make_node("MatMul", ["x", part + "_weight"], [part + "_flat"]),
                  helper.make_node("Reshape", [part + "_flat", "split"], [part + "_split"]),
                  helper.make_node("Transpose", [part + "_split"], [part], perm=order)]
    return nodes + [helper.make_node("MatMul", ["query", "key"], ["products"]),
                    helper.make_node("Mul", ["products", "scale"], ["scores"])]


def mixing(weights="weights"):
    return [helper.make_node("MatMul", [weights, "value"], ["mixed"]),
            helper.make_node("Transpose", ["mixed"], ["by_token"], perm=[0, 2, 1, 3]),
            helper.make_node("Constant", [], ["merge"], value_ints=[0, 0, WIDTH]),
            helper.make_node("Reshape", ["by_token", "merge"], ["merged"]),
            helper.make_node("MatMul", ["merged", "out_weight"], ["projected"]),
            helper.make_node("Add", ["x", "projected"], ["y"])]


def function(name, inputs, outputs, nodes, attributes=()):
    return helper.make_function("own", name, inputs, outputs, nodes, OPSETS, list(attributes))


def case(name, form, functions, call):
    """Two calls, each with weights of its own, make two layers."""
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32)
    stored, nodes, golden, state = [], [], {}, x.astype(np.float64)
    for layer in range(2):
        matrices = {part: weight(WIDTH, WIDTH) * np.float32(0.5) for part in PARTS}
        stored += [helper.make_tensor(f"{part}_{layer}", TensorProto.FLOAT, matrix.shape, matrix.tobytes(), raw=True)
                   for part, matrix in matrices.items()]
        before, after = "x" if layer == 0 else "between", "between" if layer == 0 else "output"
        nodes.append(call([before] + [f"{part}_{layer}" for part in PARTS], [after], SIZE ** -0.5))
        weights, mixed = attend(*(split(state @ matrices[part], HEADS) for part in PARTS[:3]))
        golden[f"encoder_{layer}"] = weights
        state = state + mixed @ matrices["out"]
    graph = helper.make_graph(nodes, "calls", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, None, WIDTH])],
                              [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)], stored)
    model = helper.make_model(graph, opset_imports=OPSETS, functions=functions)
    model.ir_version = 8
    add(name, form, "container", model, {"x": x}, {"output": state.astype(np.float32)}, golden)


def block(inputs, outputs, scale):
    return helper.make_node("Block", inputs, outputs, domain="own", scale=scale)


def make():
    names = ["x"] + [part + "_weight" for part in PARTS]
    softmax = [helper.make_node("Softmax", ["scores"], ["weights"], axis=-1)]
    case("function", "a model-local function, called twice",
         [function("Block", names, ["y"], scores() + softmax + mixing(), ["scale"])], block)

    spelt = [helper.make_node("Exp", ["s"], ["e"]), helper.make_node("Constant", [], ["axis"], value_ints=[-1]),
             helper.make_node("ReduceSum", ["e", "axis"], ["sum"]), helper.make_node("Div", ["e", "sum"], ["p"])]
    call = [helper.make_node("Soft", ["scores"], ["weights"], domain="own")]
    case("function_nested", "functions that call functions: the softmax in one, the products in another",
         [function("Soft", ["s"], ["p"], spelt), function("Block", names, ["y"], scores() + call + mixing(), ["scale"])],
         block)

    def branch(side, nodes, result):
        return helper.make_graph(nodes, side, [], [helper.make_tensor_value_info(result, TensorProto.FLOAT, None)])

    condition = [helper.make_node("ReduceMax", ["x"], ["highest"], keepdims=0),
                 helper.make_node("Constant", [], ["bound"], value_float=100.0),
                 helper.make_node("Less", ["highest", "bound"], ["usual"])]
    usual = softmax + [helper.make_node("MatMul", ["weights", "value"], ["mixed_here"])]
    rare = [helper.make_node("Softmax", ["scores"], ["rare_weights"], axis=-1),
            helper.make_node("MatMul", ["rare_weights", "value"], ["mixed_there"])]
    either = helper.make_node("If", ["usual"], ["mixed"], then_branch=branch("then", usual, "mixed_here"),
                              else_branch=branch("else", rare, "mixed_there"))
    case("function_with_if", "an If within a model-local function",
         [function("Block", names, ["y"], scores() + condition + [either] + mixing()[1:], ["scale"])], block)
