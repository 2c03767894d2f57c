package io.github.attention4j.onnx.graph.rewrite;

import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxGraph;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes and stored tensors that the outputs of an edited graph depend on. */
final class Needed {
    private final @Nullable Set<String> tensors;

    private Needed(@Nullable Set<String> tensors) {
        this.tensors = tensors;
    }

    static Needed by(OnnxGraph graph, GraphEdit edit) {
        if (edit.keepsOldOutputs()) {
            return new Needed(null);
        }
        Map<String, OnnxNode> producers = new HashMap<>();
        for (OnnxNode node : graph.nodes()) {
            node.outputs().forEach(output -> producers.put(output, node));
        }
        edit.nodes().forEach((index, change) -> {
            OnnxNode node = graph.nodes().get(index);
            change.outputsAfter(node.outputs()).forEach(output -> producers.put(output, node));
        });
        Set<String> tensors = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(edit.newOutputs());
        edit.newNodes().forEach(node -> open.addAll(node.inputs()));
        while (!open.isEmpty()) {
            String tensor = open.pop();
            OnnxNode node = tensors.add(tensor) ? producers.get(tensor) : null;
            if (node != null) {
                tensors.addAll(node.outputs());
                reads(node, open);
            }
        }
        return new Needed(tensors);
    }

    /** A body reads what its nodes read, as far as they do not make it themselves: asking for more does no harm. */
    private static void reads(OnnxNode node, Deque<String> open) {
        open.addAll(node.inputs());
        for (OnnxAttribute attribute : node.attributes().values()) {
            if (attribute.graph() != null) {
                attribute.graph().nodes().forEach(inner -> reads(inner, open));
                attribute.graph().outputs().forEach(output -> open.add(output.name()));
            }
        }
    }

    boolean contains(OnnxNode node) {
        return tensors == null || node.outputs().stream().anyMatch(tensors::contains);
    }

    boolean contains(StoredTensor tensor) {
        return tensors == null || tensors.contains(tensor.name());
    }
}
