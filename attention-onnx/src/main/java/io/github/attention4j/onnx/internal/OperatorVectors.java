package io.github.attention4j.onnx.internal;

import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.site.SitePlace;
import java.util.List;
import java.util.Map;

/**
 * Computes beside an operator the queries, keys and values that it multiplies: split into heads, after bias and rotary
 * positions, behind what was cached. Keys and values are those of the heads that there are, not repeated.
 */
final class OperatorVectors {
    private static final List<SitePart> VECTORS = List.of(SitePart.QUERIES, SitePart.KEYS, SitePart.VALUES);
    private static final int HEAD_AXIS = 1;
    private static final int TOKEN_AXIS = 2;

    private final SitePlace.InOperator inside;
    private final OnnxNode node;
    private final SitePart part;
    private final int number;
    private final SideBranch branch;

    private OperatorVectors(GraphEdit graph, SitePlace.InOperator inside, SitePart part) {
        this.inside = inside;
        this.node = inside.node();
        this.part = part;
        this.number = VECTORS.indexOf(part);
        this.branch = new SideBranch(graph, part.tensor(inside.tensors()) + ".");
    }

    /** Makes queries, keys or values; making them again changes nothing. */
    static void add(GraphEdit graph, SitePlace.InOperator inside, SitePart part) {
        String target = part.tensor(inside.tensors());
        if (graph.claim(target)) {
            OperatorVectors vectors = new OperatorVectors(graph, inside, part);
            vectors.branch.named(target, "Identity", Map.of(), vectors.made());
        }
    }

    private String made() {
        return switch (node.qualifiedOperator()) {
            case "Attention" -> behindCache(
                    split(node.input(number), part == SitePart.QUERIES ? "q_num_heads" : "kv_num_heads"), 4);
            case "com.microsoft.MultiHeadAttention" -> behindCache(split(biased(node.input(number)), "num_heads"), 6);
            case "com.microsoft.GroupQueryAttention" -> part == SitePart.QUERIES ? turned(grouped()) : present();
            default -> throw new InvalidRequestException("Queries, keys and values inside "
                    + node.qualifiedOperator() + " -> " + node.output(0)
                    + " cannot be extracted; request without vectors");
        };
    }

    private boolean isSplit() {
        return part == SitePart.QUERIES ? inside.queriesAreSplit() : inside.keysAreSplit();
    }

    private String split(String tensor, String heads) {
        return isSplit() ? tensor : branch.heads("heads", tensor, (int) node.integer(heads, 1));
    }

    private String behindCache(String fresh, int past) {
        String cached = node.input(past + number - 1);
        return part == SitePart.QUERIES || cached.isEmpty()
                ? fresh
                : branch.node("Concat", "all", Map.of("axis", (long) TOKEN_AXIS), cached, fresh);
    }

    /** One bias for all three, side by side; keys that are split already have had theirs. */
    private String biased(String tensor) {
        String bias = node.input(3);
        if (bias.isEmpty() || isSplit()) {
            return tensor;
        }
        String shape = branch.node("Shape", "shape", Map.of(), node.input(0));
        String width = branch.node(
                "Slice", "width", Map.of(), shape, branch.wholes("width.from", 2), branch.wholes("width.to", 3));
        String from = branch.node("Mul", "from", Map.of(), width, branch.wholes("number", number));
        String to = part == SitePart.VALUES
                ? branch.wholes("to", Long.MAX_VALUE)
                : branch.node("Add", "to", Map.of(), from, width);
        return branch.node("Add", "biased", Map.of(), tensor, branch.node("Slice", "bias", Map.of(), bias, from, to));
    }

    /** The queries, which may lie side by side with keys and values. */
    private String grouped() {
        int heads = (int) node.integer("num_heads", 1);
        if (!node.input(1).isEmpty()) {
            return branch.heads("heads", node.input(0), heads);
        }
        int all = heads + 2 * (int) node.integer("kv_num_heads", heads);
        return branch.slice("queries", branch.heads("all", node.input(0), all), 0, heads, HEAD_AXIS);
    }

    private String turned(String queries) {
        if (node.integer("do_rotary", 0) == 0) {
            return queries;
        }
        String positions = node.input(9).isEmpty() ? positions(queries) : node.input(9);
        return branch.node(
                "com.microsoft",
                "RotaryEmbedding",
                "turned",
                Map.of("interleaved", node.integer("rotary_interleaved", 0)),
                queries,
                positions,
                node.input(7),
                node.input(8));
    }

    /** The last token's position is told per sequence; the others come before it. */
    private String positions(String queries) {
        String last = branch.node("Cast", "last", Map.of("to", (long) StoredTensor.INT64), node.input(5));
        String column = branch.node("Reshape", "last.column", Map.of(), last, branch.wholes("column", -1, 1));
        String length = branch.length("length", queries, TOKEN_AXIS);
        String before = branch.node("Sub", "before", Map.of(), branch.whole("one", 1), length);
        String first = branch.node("Add", "first", Map.of(), column, before);
        return branch.node("Add", "positions", Map.of(), first, branch.positions("steps", queries, TOKEN_AXIS));
    }

    /** What the operator caches, without room that is not used yet. */
    private String present() {
        String present = node.output(number);
        if (present.isEmpty()) {
            throw new InvalidRequestException(
                    "Keys and values inside " + node.qualifiedOperator() + " -> " + node.output(0)
                            + " cannot be extracted, because it does not return them; request without vectors");
        }
        String total = branch.node("Cast", "total", Map.of("to", (long) StoredTensor.INT64), node.input(6));
        String end = branch.node("Reshape", "end", Map.of(), total, branch.wholes("end.shape", 1));
        return branch.node(
                "Slice", "used", Map.of(), present, branch.wholes("start", 0), end, branch.wholes("axis", TOKEN_AXIS));
    }
}
