package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/** Everything that a tensor depends on: nodes, and the inputs of the model or of the body around it. */
final class Ancestry {
    private final Set<OnnxNode> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> inputs = new HashSet<>();

    private record Use(Scope scope, String tensor) {}

    private Ancestry() {}

    static Ancestry of(Scope user, String tensor) {
        Ancestry ancestry = new Ancestry();
        Deque<Use> open = new ArrayDeque<>();
        open.push(new Use(user, tensor));
        while (!open.isEmpty()) {
            Use use = open.pop();
            Scope home = use.scope().home(use.tensor());
            OnnxNode node = home.producer(use.tensor());
            if (node == null) {
                if (home.isInput(use.tensor()) && home.isActivation(use.tensor())) {
                    ancestry.inputs.add(use.tensor());
                }
            } else if (!Operators.SHAPE_ONLY.contains(node.operator()) && ancestry.nodes.add(node)) {
                node.inputs().forEach(input -> open.push(new Use(home, input)));
            }
        }
        return ancestry;
    }

    boolean contains(OnnxNode node) {
        return nodes.contains(node);
    }

    Set<OnnxNode> nodes() {
        return nodes;
    }

    Set<String> inputs() {
        return inputs;
    }
}
