package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.site.PackedAttention;
import io.github.attention4j.onnx.graph.site.PackedAttention.Source;
import io.github.attention4j.onnx.graph.site.SitePlace;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.List;
import java.util.Map;

/** Computes once more, in plain operators, what an operator keeps to itself: queries, keys, values, scores, weights. */
final class PackedBranch {
    private final OnnxNode node;
    private final PackedAttention packed;
    private final SiteTensors tensors;
    private final SideBranch branch;

    private PackedBranch(GraphEdit graph, SitePlace.Beside place) {
        this.node = place.node();
        this.packed = place.packed();
        this.tensors = place.tensors();
        this.branch = new SideBranch(graph, tensors.weights() + ".");
    }

    /** Adds the branch; adding it again changes nothing. */
    static void add(GraphEdit graph, SitePlace.Beside place) {
        if (graph.claim(place.tensors().weights())) {
            new PackedBranch(graph, place).add();
        }
    }

    private void add() {
        switch (packed.source()) {
            case STACKED -> stacked(node.input(0), 0);
            case STACKED_KEYS -> {
                finish(
                        branch.heads("queries.new", node.input(0), packed.heads()),
                        tensors.queries().tensor());
                stacked(node.input(1), 1);
            }
            default -> projected();
        }
        String keys = branch.node(
                "Transpose",
                "keys.turned",
                Map.of("perm", List.of(0L, 1L, 3L, 2L)),
                tensors.keys().tensor());
        String scores =
                branch.node("MatMul", "products", Map.of(), tensors.queries().tensor(), keys);
        scores = branch.node("Mul", "scaled", Map.of(), scores, scale());
        String bias = packed.source().bias(node);
        if (!bias.isEmpty()) {
            scores = branch.node("Add", "biased", Map.of(), scores, bias);
        }
        scores = new PackedMask(branch, node, packed)
                .applied(scores, tensors.keys().tensor());
        branch.named(tensors.scores(), "Identity", Map.of(), scores);
        branch.named(tensors.weights(), "Softmax", Map.of("axis", -1L), tensors.scores());
    }

    private void projected() {
        String all = packed.source() == Source.QUANTISED_PROJECTION ? wholeProjection() : projection();
        long keysFrom = packed.queryWidth();
        long valuesFrom = 2 * packed.queryWidth();
        part("queries", all, 0, keysFrom, tensors.queries().tensor());
        part("keys", all, keysFrom, valuesFrom, tensors.keys().tensor());
        part(
                "values",
                all,
                valuesFrom,
                valuesFrom + packed.valueWidth(),
                tensors.values().tensor());
    }

    private String projection() {
        String states = node.input(0);
        if (packed.source() == Source.TOKENS) {
            states = branch.node("Unsqueeze", "states", Map.of(), states, branch.wholes("states.axis", 0));
        }
        return biased(branch.node("MatMul", "product", Map.of(), states, node.input(1)), 2);
    }

    /** Whole numbers are multiplied as the operator does it, and made real afterwards. */
    private String wholeProjection() {
        String product = branch.node(
                "MatMulInteger", "product", Map.of(), node.input(0), node.input(1), node.input(6), node.input(7));
        String real = branch.node("Cast", "product.real", Map.of("to", (long) StoredTensor.FLOAT), product);
        String step = branch.node("Mul", "step", Map.of(), node.input(3), node.input(4));
        return biased(branch.node("Mul", "product.scaled", Map.of(), real, step), 2);
    }

    private String biased(String product, int bias) {
        return node.input(bias).isEmpty()
                ? product
                : branch.node("Add", "projected", Map.of(), product, node.input(bias));
    }

    private void part(String part, String projected, long from, long to, String target) {
        String slice = branch.slice(part + ".slice", projected, from, to, 2);
        String fresh = branch.heads(part + ".new", slice, packed.heads());
        String past = packed.source().past(node);
        if (past.isEmpty() || part.equals("queries")) {
            finish(fresh, target);
            return;
        }
        String half = branch.whole(part + ".half", part.equals("keys") ? 0 : 1);
        String cached = branch.node("Gather", part + ".cached", Map.of("axis", 0L), past, half);
        branch.named(target, "Concat", Map.of("axis", 2L), cached, fresh);
    }

    /** Takes {@code [batch, tokens, heads, three or two, dimension]} apart. */
    private void stacked(String stack, int first) {
        List<String> targets = List.of(
                tensors.queries().tensor(),
                tensors.keys().tensor(),
                tensors.values().tensor());
        for (int part = first; part < targets.size(); part++) {
            String name = "part" + part;
            String one = branch.node(
                    "Gather", name, Map.of("axis", 3L), stack, branch.whole(name + ".index", (long) part - first));
            branch.named(targets.get(part), "Transpose", Map.of("perm", List.of(0L, 2L, 1L, 3L)), one);
        }
    }

    private void finish(String tensor, String target) {
        branch.named(target, "Identity", Map.of(), tensor);
    }

    private String scale() {
        OnnxAttribute given = node.attributes().get("scale");
        if (given != null && given.real() != 0) {
            return branch.real("scale", given.real());
        }
        String dimension = branch.length("dimension", tensors.queries().tensor(), 3);
        String real = branch.node("Cast", "dimension.real", Map.of("to", (long) StoredTensor.FLOAT), dimension);
        String root = branch.node("Sqrt", "dimension.root", Map.of(), real);
        return branch.node("Reciprocal", "scale", Map.of(), root);
    }
}
