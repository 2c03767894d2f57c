"""Makes outputs of every softmax in a model, also in the branches of an If: what SpeechTest compares with.

python3 expose_softmax.py MODEL.onnx EXPOSED.onnx

The outputs are called softmax_0, softmax_1, … in the order of the nodes. This is written with Debian's python3-onnx and
knows nothing of attention; the models are those whose softmaxes are all attention.
"""
import sys

import onnx
from onnx import TensorProto, helper


def softmaxes(graph):
    return [node.output[0] for node in graph.node if node.op_type == "Softmax"]


def expose(graph, names):
    """Identities, so that the softmaxes of both branches get one name."""
    for number, name in enumerate(names):
        graph.node.append(helper.make_node("Identity", [name], [f"{graph.name}_softmax_{number}"]))
        graph.output.append(helper.make_tensor_value_info(f"{graph.name}_softmax_{number}", TensorProto.FLOAT, None))


def main(source, target):
    model = onnx.load(source)
    graph = model.graph
    own = softmaxes(graph)
    for number, name in enumerate(own):
        graph.node.append(helper.make_node("Identity", [name], [f"softmax_{number}"]))
        graph.output.append(helper.make_tensor_value_info(f"softmax_{number}", TensorProto.FLOAT, None))
    for node in [node for node in graph.node if node.op_type == "If"]:
        branches = [attribute.g for attribute in node.attribute]
        found = [softmaxes(branch) for branch in branches]
        if not found[0] or len(found[0]) != len(found[1]):
            continue
        for number, (branch, names) in enumerate(zip(branches, found)):
            branch.name = f"branch_{number}"
            expose(branch, names)
        for number in range(len(found[0])):
            node.output.append(f"softmax_{number}")
            graph.output.append(helper.make_tensor_value_info(f"softmax_{number}", TensorProto.FLOAT, None))
    onnx.save(model, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
