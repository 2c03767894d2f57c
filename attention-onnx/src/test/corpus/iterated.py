"""Attention in the bodies of Loop and Scan: iterations as layers, and as steps in time."""
import numpy as np
from onnx import TensorProto, helper

from fused import HEADS, LENGTH, SIZE, WIDTH, attend, split, weight
from golden import add

RANDOM = np.random.RandomState(69)
LAYERS = 3


def value(name, kind=TensorProto.FLOAT, shape=None):
    return helper.make_tensor_value_info(name, kind, shape)


def tensor(name, array):
    kind = {"float32": TensorProto.FLOAT, "int64": TensorProto.INT64, "bool": TensorProto.BOOL}[str(array.dtype)]
    return helper.make_tensor(name, kind, array.shape, array.tobytes(), raw=True)


SHAPES = [tensor("split", np.array([0, 0, HEADS, SIZE])), tensor("merge", np.array([0, 0, WIDTH])),
          tensor("scale", np.array(SIZE ** -0.5, np.float32))]


def matrix():
    return weight(WIDTH, WIDTH) * np.float32(0.5)


def project(source, part, name):
    return [helper.make_node("MatMul", [source, part], [name + "_flat"]),
            helper.make_node("Reshape", [name + "_flat", "split"], [name + "_split"]),
            helper.make_node("Transpose", [name + "_split"], [name], perm=[0, 2, 1, 3])]


def mix(query, key, value_name, result):
    return [helper.make_node("Transpose", [key], ["key_t"], perm=[0, 1, 3, 2]),
            helper.make_node("MatMul", [query, "key_t"], ["products"]),
            helper.make_node("Mul", ["products", "scale"], ["scores"]),
            helper.make_node("Softmax", ["scores"], ["weights"], axis=-1),
            helper.make_node("MatMul", ["weights", value_name], ["mixed"]),
            helper.make_node("Transpose", ["mixed"], ["by_token"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", ["by_token", "merge"], [result])]


def layer(query, key, value_name):
    """state -> next_state, over the whole sequence."""
    return [*project("state", query, "query"), *project("state", key, "key"), *project("state", value_name, "value"),
            *mix("query", "key", "value", "change"), helper.make_node("Add", ["state", "change"], ["next_state"])]


def finish(name, form, nodes, inputs, stored, arrays, outputs, attention, functions=()):
    graph = helper.make_graph(nodes, name, inputs, [value(key) for key in outputs], SHAPES + stored)
    opsets = [helper.make_opsetid("", 13)] + [helper.make_opsetid("own", 1)] * bool(functions)
    model = helper.make_model(graph, opset_imports=opsets, functions=list(functions))
    model.ir_version = 8
    add(name, form, "container", model, arrays, outputs, attention)


def run(x, matrices):
    """The golden layers, one set of matrices each."""
    state, attention = x.astype(np.float64), {}
    for number, three in enumerate(matrices):
        weights, mixed = attend(*(split(state @ array, HEADS) for array in three))
        attention[f"encoder_{number}"] = weights
        state = state + mixed
    return state.astype(np.float32), attention


def shared_layers():
    """ALBERT, scripted: one layer's weights, run a fixed number of times; nobody reads what the body gives last."""
    x, three = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32), [matrix() for _ in range(3)]
    body = helper.make_graph(
        [helper.make_node("Identity", ["go_on"], ["goes_on"]), *layer("query_weight", "key_weight", "value_weight"),
         helper.make_node("ReduceMax", ["next_state"], ["highest"], keepdims=0)],
        "layer", [value("number", TensorProto.INT64, []), value("go_on", TensorProto.BOOL, []), value("state")],
        [value("goes_on", TensorProto.BOOL, []), value("next_state"), value("highest")])
    output, attention = run(x, [three] * LAYERS)
    finish("loop_layers", "Loop of fixed length over one layer: each iteration is a layer",
           [helper.make_node("Loop", ["count", "always", "x"], ["output", "peaks"], body=body)],
           [value("x", shape=[1, None, WIDTH])],
           [tensor("count", np.array(LAYERS)), tensor("always", np.array(True)),
            *(tensor(part + "_weight", array) for part, array in zip(("query", "key", "value"), three))],
           {"x": x}, {"output": output}, attention)


def called_layers():
    """The same, with the layer in a model-local function that the body calls."""
    x, three = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32), [matrix() for _ in range(3)]
    names = [part + "_weight" for part in ("query", "key", "value")]
    function = helper.make_function("own", "Layer", ["state", *names, "split", "merge", "scale"], ["next_state"],
                                    layer(*names), [helper.make_opsetid("", 13)])
    body = helper.make_graph(
        [helper.make_node("Identity", ["go_on"], ["goes_on"]),
         helper.make_node("Layer", ["before", *names, "split", "merge", "scale"], ["behind"], domain="own")],
        "body", [value("number", TensorProto.INT64, []), value("go_on", TensorProto.BOOL, []), value("before")],
        [value("goes_on", TensorProto.BOOL, []), value("behind")])
    output, attention = run(x, [three] * LAYERS)
    finish("loop_of_calls", "Loop whose body calls a model-local function",
           [helper.make_node("Loop", ["count", "", "x"], ["output"], body=body)],
           [value("x", shape=[1, None, WIDTH])],
           [tensor("count", np.array(LAYERS)), *(tensor(part, array) for part, array in zip(names, three))],
           {"x": x}, {"output": output}, attention, [function])


def stacked_layers():
    """JAX's way: the weights of all layers stacked, and a Scan over them."""
    x = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32)
    matrices = [[matrix() for _ in range(3)] for _ in range(LAYERS)]
    body = helper.make_graph([*layer("query_weight", "key_weight", "value_weight"),
                              helper.make_node("ReduceMax", ["next_state"], ["highest"], keepdims=0)], "layer",
                             [value("state"), *(value(part + "_weight") for part in ("query", "key", "value"))],
                             [value("next_state"), value("highest")])
    stacks = [np.stack([three[part] for three in matrices]) for part in range(3)]
    output, attention = run(x, matrices)
    finish("scan_layers", "Scan over stacked weights: each iteration is a layer",
           [helper.make_node("Scan", ["x", "query_stack", "key_stack", "value_stack"], ["output", "peaks"], body=body,
                             num_scan_inputs=3, scan_output_axes=[0])],
           [value("x", shape=[1, None, WIDTH])],
           [tensor(part + "_stack", stack) for part, stack in zip(("query", "key", "value"), stacks)],
           {"x": x}, {"output": output}, attention)


def steps_of_loop():
    """Tokens one after another, as many as an input says; each looks at all of them."""
    x, three = RANDOM.randn(1, LENGTH, WIDTH).astype(np.float32), [matrix() for _ in range(3)]
    body = helper.make_graph(
        [helper.make_node("Identity", ["go_on"], ["goes_on"]),
         helper.make_node("Unsqueeze", ["number", "zero"], ["index"]),
         helper.make_node("Gather", ["x", "index"], ["token"], axis=1), *project("token", "query_weight", "query"),
         *mix("query", "key", "value", "change"), helper.make_node("Add", ["sum", "change"], ["next_sum"])],
        "step", [value("number", TensorProto.INT64, []), value("go_on", TensorProto.BOOL, []), value("sum")],
        [value("goes_on", TensorProto.BOOL, []), value("next_sum")])
    weights, mixed = attend(*(split(x.astype(np.float64) @ array, HEADS) for array in three))
    finish("loop_steps", "Loop whose length an input gives: steps in time, one row each",
           [*project("x", "key_weight", "key"), *project("x", "value_weight", "value"),
            helper.make_node("Loop", ["steps", "always", "start"], ["output"], body=body)],
           [value("x", shape=[1, None, WIDTH]), value("steps", TensorProto.INT64, [1])],
           [tensor("zero", np.array([0])), tensor("always", np.array(True)), tensor("start", np.zeros((1, 1, WIDTH), np.float32)),
            *(tensor(part + "_weight", array) for part, array in zip(("query", "key", "value"), three))],
           {"x": x, "steps": np.array([4])}, {"output": mixed[:, :4].sum(1, keepdims=True).astype(np.float32)},
           {"encoder_0": weights[:, :, :4]})


def steps_of_scan():
    """A recurrent decoder that looks at the encoder's states in each step (Bahdanau, Luong)."""
    memory, target = (RANDOM.randn(1, length, WIDTH).astype(np.float32) for length in (LENGTH, 4))
    three, recurrent = [matrix() for _ in range(3)], weight(WIDTH, WIDTH) * np.float32(0.3)
    body = helper.make_graph(
        [helper.make_node("MatMul", ["state", "recurrent"], ["kept"]), helper.make_node("Add", ["kept", "token"], ["sum"]),
         helper.make_node("Tanh", ["sum"], ["moved"]), *project("moved", "query_weight", "query"),
         *mix("query", "key", "value", "change"), helper.make_node("Add", ["moved", "change"], ["next_state"]),
         helper.make_node("Identity", ["next_state"], ["out"])],
        "step", [value("state"), value("token")], [value("next_state"), value("out")])
    key, val = (split(memory.astype(np.float64) @ array, HEADS) for array in three[1:])
    state, rows, outputs = np.zeros((1, 1, WIDTH)), [], []
    for step in range(4):
        moved = np.tanh(state @ recurrent + target[:, step:step + 1])
        weights, mixed = attend(split(moved @ three[0], HEADS), key, val)
        state = moved + mixed
        rows.append(weights)
        outputs.append(state)
    finish("scan_steps", "Scan over the target's tokens: a recurrent decoder with attention",
           [*project("memory", "key_weight", "key"), *project("memory", "value_weight", "value"),
            helper.make_node("Unsqueeze", ["target", "third"], ["tokens"]),
            helper.make_node("Scan", ["start", "tokens"], ["last", "output"], body=body, num_scan_inputs=1,
                             scan_input_axes=[1])],
           [value("memory", shape=[1, None, WIDTH]), value("target", shape=[1, None, WIDTH])],
           [tensor("start", np.zeros((1, 1, WIDTH), np.float32)), tensor("recurrent", recurrent),
            tensor("third", np.array([2])),
            *(tensor(part + "_weight", array) for part, array in zip(("query", "key", "value"), three))],
           {"memory": memory, "target": target}, {"output": np.stack(outputs).astype(np.float32)},
           {"cross_0": np.concatenate(rows, 2)})


def make():
    shared_layers()
    stacked_layers()
    steps_of_loop()
    steps_of_scan()
    called_layers()
