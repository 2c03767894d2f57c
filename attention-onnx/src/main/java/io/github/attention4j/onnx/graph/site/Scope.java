package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxGraph;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes and who uses each tensor of a graph, and which tensors are activations: those that depend on the values,
 * not only on the shapes, of the model's inputs. A body sees the names of the graphs around it.
 */
final class Scope {
    private final ByteBuffer bytes;
    private final OnnxGraph graph;
    private final @Nullable Scope outer;
    private final Map<String, OnnxNode> producers = new HashMap<>();
    private final Map<String, List<OnnxNode>> consumers = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> activations = new HashSet<>();

    private Scope(ByteBuffer bytes, OnnxGraph graph, @Nullable Scope outer, Set<String> stillInputs) {
        this.bytes = bytes;
        this.graph = graph;
        this.outer = outer;
        for (TensorType input : graph.inputs()) {
            if (!graph.initializers().containsKey(input.name())) {
                inputs.add(input.name());
            }
        }
        activations.addAll(inputs);
        activations.removeAll(stillInputs);
        for (OnnxNode node : graph.nodes()) {
            node.outputs().forEach(output -> producers.putIfAbsent(output, node));
            new HashSet<>(node.inputs()).forEach(input -> consumers
                    .computeIfAbsent(input, name -> new ArrayList<>(2))
                    .add(node));
        }
        // The file's order need not be topological after all, so this runs until nothing changes.
        Deque<String> open = new ArrayDeque<>(activations);
        for (OnnxNode node : graph.nodes()) {
            if (readsOuterActivation(node)) {
                activate(node, open);
            }
        }
        while (!open.isEmpty()) {
            for (OnnxNode node : consumers(open.pop())) {
                activate(node, open);
            }
        }
    }

    static Scope of(ByteBuffer bytes, OnnxGraph graph) {
        return new Scope(bytes, graph, null, Set.of());
    }

    Scope inner(OnnxGraph body) {
        return inner(body, Set.of());
    }

    /** The scope of a body, some of whose inputs do not depend on the model's. */
    Scope inner(OnnxGraph body, Set<String> stillInputs) {
        return new Scope(bytes, body, this, stillInputs);
    }

    /** The file that stored tensors lie in. */
    ByteBuffer bytes() {
        return bytes;
    }

    OnnxGraph graph() {
        return graph;
    }

    @Nullable
    Scope outer() {
        return outer;
    }

    /** The node of this very graph that makes a tensor, or null if it comes from elsewhere. */
    @Nullable
    OnnxNode producer(String tensor) {
        return producers.get(tensor);
    }

    /** The nodes of this very graph that read a tensor. */
    List<OnnxNode> consumers(String tensor) {
        return consumers.getOrDefault(tensor, List.of());
    }

    /** The scope whose node, input or initializer a name means when this graph's nodes use it. */
    Scope home(String tensor) {
        Scope scope = this;
        while (scope.outer != null && !scope.declares(tensor)) {
            scope = scope.outer;
        }
        return scope;
    }

    boolean isActivation(String tensor) {
        return activations.contains(tensor) || (outer != null && !declares(tensor) && outer.isActivation(tensor));
    }

    boolean isInput(String tensor) {
        return inputs.contains(tensor);
    }

    /** A stored tensor behind a name, seen through nodes that only pass it on. */
    @Nullable
    StoredTensor stored(String tensor) {
        Scope scope = home(tensor);
        StoredTensor initializer = scope.graph.initializers().get(tensor);
        if (initializer != null) {
            return initializer;
        }
        OnnxNode node = scope.producer(tensor);
        if (node == null) {
            return null;
        }
        return node.is("Identity") ? scope.stored(node.input(0)) : node.constant();
    }

    private boolean declares(String tensor) {
        return producers.containsKey(tensor) || graph.initializers().containsKey(tensor) || inputs.contains(tensor);
    }

    private void activate(OnnxNode node, Deque<String> open) {
        if (Operators.SHAPE_ONLY.contains(node.operator())) {
            return;
        }
        for (String output : node.outputs()) {
            if (!output.isEmpty() && activations.add(output)) {
                open.push(output);
            }
        }
    }

    private boolean readsOuterActivation(OnnxNode node) {
        for (OnnxAttribute attribute : node.attributes().values()) {
            // What a body captures is not listed as an input; bodies are taken to depend on the model's inputs.
            if (attribute.graph() != null) {
                return true;
            }
        }
        Scope around = outer;
        return around != null
                && node.inputs().stream()
                        .anyMatch(input -> !input.isEmpty() && !declares(input) && around.isActivation(input));
    }
}
