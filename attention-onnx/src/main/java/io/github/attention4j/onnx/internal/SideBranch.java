package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NewTensor;
import java.util.List;
import java.util.Map;

/** Adds nodes and numbers to a graph under one prefix. */
final class SideBranch {
    private final GraphEdit graph;
    private final String prefix;

    SideBranch(GraphEdit graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
    }

    /** A node of the standard domain; returns the name of what it gives. */
    String node(String operator, String output, Map<String, Object> attributes, String... inputs) {
        return named(prefix + output, operator, attributes, inputs);
    }

    /** A node of the standard domain whose output has a name of its own. */
    String named(String output, String operator, Map<String, Object> attributes, String... inputs) {
        graph.add(NewNode.of(operator, List.of(inputs), output, attributes));
        return output;
    }

    /** A node of any domain; returns the name of what it gives. */
    String node(String domain, String operator, String output, Map<String, Object> attributes, String... inputs) {
        graph.add(new NewNode(operator, domain, List.of(inputs), List.of(prefix + output), attributes));
        return prefix + output;
    }

    String real(String constant, float value) {
        graph.add(NewTensor.ofFloat(prefix + constant, value));
        return prefix + constant;
    }

    String whole(String constant, long value) {
        graph.add(NewTensor.ofLong(prefix + constant, value));
        return prefix + constant;
    }

    String wholes(String constant, long... values) {
        graph.add(NewTensor.ofLongs(prefix + constant, values));
        return prefix + constant;
    }

    /** The part of an axis between two positions. */
    String slice(String output, String tensor, long from, long to, long axis) {
        return node(
                "Slice",
                output,
                Map.of(),
                tensor,
                wholes(output + ".from", from),
                wholes(output + ".to", to),
                wholes(output + ".axis", axis));
    }

    /** 0, 1, 2, … as many as an axis is long. */
    String positions(String output, String tensor, long axis) {
        return node(
                "Range",
                output,
                Map.of(),
                whole(output + ".start", 0),
                length(output + ".length", tensor, axis),
                whole(output + ".step", 1));
    }

    /** The length of an axis, as a number without axes. */
    String length(String output, String tensor, long axis) {
        String shape = node("Shape", output + ".shape", Map.of(), tensor);
        return node("Gather", output, Map.of("axis", 0L), shape, whole(output + ".axis", axis));
    }

    /** {@code [batch, tokens, width]} as {@code [batch, heads, tokens, dimension]}. */
    String heads(String output, String tensor, int heads) {
        String split = node("Reshape", output + ".split", Map.of(), tensor, wholes(output + ".shape", 0, 0, heads, -1));
        return node("Transpose", output, Map.of("perm", List.of(0L, 2L, 1L, 3L)), split);
    }
}
