package io.github.attention4j.onnx.graph.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What changes in one node: more outputs, other attributes, edits of its bodies. Collected while planning. */
public final class NodeEdit {
    private final Map<Integer, String> outputs = new LinkedHashMap<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, GraphEdit> bodies = new LinkedHashMap<>();
    private final List<String> appendedOutputs = new ArrayList<>();

    /** No changes yet. */
    public NodeEdit() {}

    /**
     * Names an output that the node leaves out.
     *
     * @param position zero-based; positions in between stay left out
     * @param name the tensor's name
     */
    public void output(int position, String name) {
        outputs.put(position, name);
    }

    /**
     * Adds an output behind all others.
     *
     * @param name the tensor's name
     */
    public void appendOutput(String name) {
        appendedOutputs.add(name);
    }

    /**
     * Sets an attribute.
     *
     * @param name its name
     * @param value a {@link Long}, a {@link Float}, or a list of longs
     */
    public void attribute(String name, Object value) {
        attributes.put(name, value);
    }

    /**
     * The edit of a body.
     *
     * @param attribute the attribute that holds the body
     * @return the edit, made when first asked for
     */
    public GraphEdit body(String attribute) {
        return bodies.computeIfAbsent(attribute, name -> new GraphEdit());
    }

    List<String> outputsAfter(List<String> before) {
        List<String> after = new ArrayList<>(before);
        outputs.forEach((position, name) -> {
            while (after.size() <= position) {
                after.add("");
            }
            after.set(position, name);
        });
        after.addAll(appendedOutputs);
        return after;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    Map<String, GraphEdit> bodies() {
        return bodies;
    }
}
