package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NewTensor;
import io.github.attention4j.onnx.graph.site.PackedAttention;
import io.github.attention4j.onnx.graph.site.SitePlace;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.List;
import java.util.Map;

/** Computes once more, in plain operators, what {@code com.microsoft.Attention} keeps to itself. */
final class PackedBranch {
    private static final float DEFAULT_MASK_FILTER = -10_000;
    private static final int ATTENTION_BIAS = 5;

    private final GraphEdit graph;
    private final OnnxNode node;
    private final PackedAttention packed;
    private final SiteTensors tensors;
    private final String name;

    private PackedBranch(GraphEdit graph, SitePlace.Beside place) {
        this.graph = graph;
        this.node = place.node();
        this.packed = place.packed();
        this.tensors = place.tensors();
        this.name = tensors.weights() + ".";
    }

    /** Adds the branch; adding it again changes nothing. */
    static void add(GraphEdit graph, SitePlace.Beside place) {
        if (graph.claim(place.tensors().weights())) {
            new PackedBranch(graph, place).add();
        }
    }

    private void add() {
        String projected = node("MatMul", "product", Map.of(), node.input(0), node.input(1));
        if (!node.input(2).isEmpty()) {
            projected = node("Add", "projected", Map.of(), projected, node.input(2));
        }
        long keysFrom = packed.queryWidth();
        long valuesFrom = 2 * packed.queryWidth();
        heads(projected, 0, keysFrom, tensors.queries().tensor(), List.of(0L, 2L, 1L, 3L));
        heads(projected, keysFrom, valuesFrom, tensors.keys().tensor(), List.of(0L, 2L, 3L, 1L));
        heads(
                projected,
                valuesFrom,
                valuesFrom + packed.valueWidth(),
                tensors.values().tensor(),
                List.of(0L, 2L, 1L, 3L));
        String scores = node(
                "MatMul",
                "products",
                Map.of(),
                tensors.queries().tensor(),
                tensors.keys().tensor());
        scores = node("Mul", "scaled", Map.of(), scores, scalar("scale", scale()));
        if (!node.input(ATTENTION_BIAS).isEmpty()) {
            scores = node("Add", "biased", Map.of(), scores, node.input(ATTENTION_BIAS));
        }
        scores = masked(scores);
        graph.add(NewNode.of("Identity", List.of(scores), tensors.scores(), Map.of()));
        graph.add(NewNode.of("Softmax", List.of(tensors.scores()), tensors.weights(), Map.of("axis", -1L)));
    }

    private float scale() {
        OnnxAttribute scale = node.attributes().get("scale");
        if (scale != null && scale.real() != 0) {
            return scale.real();
        }
        return (float) (1 / Math.sqrt((double) packed.queryWidth() / packed.heads()));
    }

    private void heads(String projected, long from, long to, String target, List<Long> order) {
        String slice = node(
                "Slice",
                target + ".slice",
                Map.of(),
                projected,
                longs(target + ".from", from),
                longs(target + ".to", to),
                longs(target + ".axis", 2));
        String split =
                node("Reshape", target + ".split", Map.of(), slice, longs(target + ".shape", 0, 0, packed.heads(), -1));
        graph.add(NewNode.of("Transpose", List.of(split), target, Map.of("perm", order)));
    }

    private String masked(String scores) {
        String masked = scores;
        if (packed.mask() != PackedAttention.Mask.NONE) {
            String kept = packed.mask() == PackedAttention.Mask.KEYS ? node.input(3) : keptByLength();
            String real = node("Cast", "kept", Map.of("to", (long) StoredTensor.FLOAT), kept);
            String dropped = node("Sub", "dropped", Map.of(), scalar("one", 1), real);
            OnnxAttribute filter = node.attributes().get("mask_filter_value");
            String bias = node(
                    "Mul",
                    "bias",
                    Map.of(),
                    dropped,
                    scalar("filter", filter == null ? DEFAULT_MASK_FILTER : filter.real()));
            String perKey = node("Reshape", "mask", Map.of(), bias, longs("mask.shape", 0, 1, 1, -1));
            masked = node("Add", "masked", Map.of(), scores, perKey);
        }
        if (node.integer("unidirectional", 0) != 0) {
            String positions = positions("causal.");
            String rows = node("Reshape", "rows", Map.of(), positions, longs("rows.shape", -1, 1));
            String future = node("Greater", "future", Map.of(), positions, rows);
            masked = node("Where", "causal", Map.of(), future, scalar("never", Float.NEGATIVE_INFINITY), masked);
        }
        return masked;
    }

    /** {@code [batch, keys]}: whether a position lies before the padding. */
    private String keptByLength() {
        String lengths = node("Reshape", "lengths", Map.of(), node.input(3), longs("lengths.shape", -1, 1));
        String whole = node("Cast", "lengths.long", Map.of("to", (long) StoredTensor.INT64), lengths);
        return node("Less", "within", Map.of(), positions("within."), whole);
    }

    /** 0, 1, 2, … for each token of the input. */
    private String positions(String prefix) {
        String shape = node("Shape", prefix + "shape", Map.of(), node.input(0));
        String length = node("Gather", prefix + "length", Map.of("axis", 0L), shape, whole(prefix + "second", 1));
        return node(
                "Range", prefix + "positions", Map.of(), whole(prefix + "start", 0), length, whole(prefix + "step", 1));
    }

    private String node(String operator, String output, Map<String, Object> attributes, String... inputs) {
        graph.add(NewNode.of(operator, List.of(inputs), name + output, attributes));
        return name + output;
    }

    private String scalar(String constant, float value) {
        graph.add(NewTensor.ofFloat(name + constant, value));
        return name + constant;
    }

    private String whole(String constant, long value) {
        graph.add(NewTensor.ofLong(name + constant, value));
        return name + constant;
    }

    private String longs(String constant, long... values) {
        graph.add(NewTensor.ofLongs(name + constant, values));
        return name + constant;
    }
}
