package io.github.attention4j.onnx.graph;

import io.github.attention4j.ModelFormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses graphs whose nodes wait for each other, so that whoever follows tensors through a graph comes to an end. */
final class Cycles {
    private Cycles() {}

    /**
     * Checks a graph and the bodies in it. Nodes may stand in any order.
     *
     * @param graph the graph
     * @throws ModelFormatException if a node needs, directly or not, what it makes
     */
    static void refuse(OnnxGraph graph) {
        List<OnnxNode> nodes = graph.nodes();
        Map<String, Integer> producers = new HashMap<>();
        for (int position = 0; position < nodes.size(); position++) {
            for (String output : nodes.get(position).outputs()) {
                producers.putIfAbsent(output, position);
            }
        }
        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(node -> readers.add(new ArrayList<>(2)));
        int[] waitsFor = new int[nodes.size()];
        Deque<Integer> ready = new ArrayDeque<>();
        for (int position = 0; position < waitsFor.length; position++) {
            for (String tensor : reads(nodes.get(position))) {
                Integer producer = tensor.isEmpty() ? null : producers.get(tensor);
                if (producer != null) {
                    readers.get(producer).add(position);
                    waitsFor[position]++;
                }
            }
            if (waitsFor[position] == 0) {
                ready.add(position);
            }
        }
        while (!ready.isEmpty()) {
            for (int reader : readers.get(ready.pop())) {
                if (--waitsFor[reader] == 0) {
                    ready.push(reader);
                }
            }
        }
        for (int position = 0; position < waitsFor.length; position++) {
            OnnxNode node = nodes.get(position);
            if (waitsFor[position] > 0) {
                throw new ModelFormatException("Not a well-formed ONNX file: " + node.operator() + " -> "
                        + node.output(0) + " waits for a tensor that is made, directly or not, from its own output");
            }
            bodies(node).forEach(Cycles::refuse);
        }
    }

    /** What a node reads, also by its bodies from the graph around them. */
    private static Set<String> reads(OnnxNode node) {
        Set<String> names = new HashSet<>(node.inputs());
        for (OnnxGraph body : bodies(node)) {
            Set<String> captured = new HashSet<>();
            body.nodes().forEach(inner -> captured.addAll(reads(inner)));
            body.outputs().forEach(output -> captured.add(output.name()));
            body.nodes().forEach(inner -> captured.removeAll(Set.copyOf(inner.outputs())));
            body.inputs().forEach(input -> captured.remove(input.name()));
            captured.removeAll(body.initializers().keySet());
            names.addAll(captured);
        }
        return names;
    }

    private static List<OnnxGraph> bodies(OnnxNode node) {
        List<OnnxGraph> bodies = new ArrayList<>();
        for (OnnxAttribute attribute : node.attributes().values()) {
            OnnxGraph body = attribute.graph();
            if (body != null) {
                bodies.add(body);
            }
        }
        return bodies;
    }
}
