package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.OnnxGraph;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.TensorType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The number of positions that a model has embeddings for, found where the file keeps a table of them: a lookup in a
 * stored matrix as wide as the word embeddings whose rows do not depend on the ids.
 */
final class PositionLimit {
    private final Map<String, OnnxNode> producers = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();

    private PositionLimit(OnnxGraph graph) {
        graph.nodes().forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        graph.inputs().stream()
                .map(TensorType::name)
                .filter(name -> !graph.initializers().containsKey(name))
                .forEach(inputs::add);
    }

    static OptionalLong of(OnnxGraph graph) {
        PositionLimit limit = new PositionLimit(graph);
        Set<Long> widths = new HashSet<>();
        Map<Long, Long> tables = new HashMap<>();
        for (OnnxNode node : graph.nodes()) {
            StoredTensor table = node.is("Gather") ? graph.initializers().get(node.input(0)) : null;
            if (table == null || table.shape().size() != 2) {
                continue;
            }
            long width = table.shape().get(1);
            if (limit.readsIds(node.input(1))) {
                widths.add(width);
            } else {
                tables.merge(width, table.shape().get(0), Math::min);
            }
        }
        return tables.entrySet().stream()
                .filter(table -> widths.contains(table.getKey()) && table.getValue() > 1)
                .mapToLong(Map.Entry::getValue)
                .min();
    }

    /** Whether rows depend on an input's values; shapes do not count, nor do given positions. */
    private boolean readsIds(String rows) {
        Deque<String> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        open.push(rows);
        while (!open.isEmpty()) {
            String tensor = open.pop();
            if (!seen.add(tensor)) {
                continue;
            }
            if (inputs.contains(tensor)) {
                if (!tensor.contains("position")) {
                    return true;
                }
                continue;
            }
            OnnxNode node = producers.get(tensor);
            if (node != null && !node.is("Shape")) {
                open.addAll(node.inputs());
            }
        }
        return false;
    }
}
