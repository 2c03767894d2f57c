package io.github.attention4j.onnx.graph.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changes in one graph. Collected while planning, then applied by {@link ModelWriter}. */
public final class GraphEdit {
    private final Map<Integer, NodeEdit> nodes = new LinkedHashMap<>();
    private final List<NewNode> newNodes = new ArrayList<>();
    private final List<NewTensor> newTensors = new ArrayList<>();
    private final List<NewInput> newInputs = new ArrayList<>();
    private final Set<String> claimed = new HashSet<>();
    private final Map<String, Integer> newTypes = new LinkedHashMap<>();
    private final List<String> newOutputs = new ArrayList<>();
    private boolean keepsOldOutputs = true;

    /** No changes yet. */
    public GraphEdit() {}

    /**
     * An input that may be left out, because an initializer of the same name stands in for it.
     *
     * @param name the tensor's name
     * @param elementType number of the element type in {@code onnx.proto}
     * @param rank the number of axes, of any length
     */
    public record NewInput(String name, int elementType, int rank) {}

    /**
     * The edit of a node.
     *
     * @param index the node's position in its graph
     * @return the edit, made when first asked for
     */
    public NodeEdit node(int index) {
        return nodes.computeIfAbsent(index, key -> new NodeEdit());
    }

    /**
     * Adds a node behind all others.
     *
     * @param node the node
     */
    public void add(NewNode node) {
        newNodes.add(node);
    }

    /**
     * Adds a stored tensor.
     *
     * @param tensor the tensor
     */
    public void add(NewTensor tensor) {
        newTensors.add(tensor);
    }

    /**
     * Adds an input.
     *
     * @param input the input
     */
    public void add(NewInput input) {
        newInputs.add(input);
    }

    /**
     * Says that a tensor is about to be made.
     *
     * @param tensor the tensor's name
     * @return whether nobody has said so before
     */
    public boolean claim(String tensor) {
        return claimed.add(tensor);
    }

    /**
     * States the type of a tensor that the engine cannot infer.
     *
     * @param tensor the tensor's name
     * @param elementType number of the element type in {@code onnx.proto}
     */
    public void type(String tensor, int elementType) {
        newTypes.put(tensor, elementType);
    }

    /**
     * Makes a tensor an output of the graph; its type is left to the engine's inference.
     *
     * @param tensor the tensor's name
     * @return its position among the outputs that are added
     */
    public int output(String tensor) {
        if (!newOutputs.contains(tensor)) {
            newOutputs.add(tensor);
        }
        return newOutputs.indexOf(tensor);
    }

    /**
     * Drops the graph's own outputs, and with them every node and stored tensor that only they needed: what is not
     * asked for is not computed.
     */
    public void dropOldOutputs() {
        keepsOldOutputs = false;
    }

    /**
     * Whether the graph's own outputs stay.
     *
     * @return false after {@link #dropOldOutputs()}
     */
    public boolean keepsOldOutputs() {
        return keepsOldOutputs;
    }

    Map<Integer, NodeEdit> nodes() {
        return nodes;
    }

    List<NewNode> newNodes() {
        return newNodes;
    }

    List<NewTensor> newTensors() {
        return newTensors;
    }

    List<NewInput> newInputs() {
        return newInputs;
    }

    Map<String, Integer> newTypes() {
        return newTypes;
    }

    List<String> newOutputs() {
        return newOutputs;
    }
}
