package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.site.PackedAttention;
import java.util.Map;

/** Takes from the scores what a mask forbids, in every form that the operators' documents give. */
final class PackedMask {
    private static final float DEFAULT_FILTER = -10_000;

    private final SideBranch branch;
    private final OnnxNode node;
    private final PackedAttention packed;

    PackedMask(SideBranch branch, OnnxNode node, PackedAttention packed) {
        this.branch = branch;
        this.node = node;
        this.packed = packed;
    }

    /** The scores, masked; {@code [batch, heads, queries, keys]} as before. */
    String applied(String scores, String keys) {
        String mask = packed.source().mask(node);
        String masked =
                switch (packed.mask()) {
                    case NONE -> scores;
                    case LENGTHS -> filtered(scores, perKey(within(mask, keys)));
                    case KEYS -> filtered(scores, perKey(mask));
                    case PAIRS -> filtered(
                            scores, branch.node("Unsqueeze", "mask", Map.of(), mask, branch.wholes("mask.axis", 1)));
                    case SQUARE -> filtered(scores, partOf(mask, scores));
                    case SEQUENCES -> separated(scores, mask, keys);
                };
        return node.integer("unidirectional", 0) == 0 ? masked : withoutFuture(masked, scores);
    }

    private String perKey(String mask) {
        return branch.node("Unsqueeze", "mask", Map.of(), mask, branch.wholes("mask.axes", 1, 2));
    }

    /** The first keys, and of the queries those behind what is cached. */
    private String partOf(String square, String scores) {
        String shape = branch.node("Shape", "square.shape", Map.of(), scores);
        String queries = branch.slice("square.new", shape, 2, 3, 0);
        String keys = branch.slice("square.all", shape, 3, 4, 0);
        String past = branch.node("Sub", "square.past", Map.of(), keys, queries);
        String start = branch.wholes("square.start", 0);
        String rows =
                branch.node("Slice", "square.rows", Map.of(), square, past, keys, branch.wholes("square.down", 2));
        return branch.node("Slice", "square.part", Map.of(), rows, start, keys, branch.wholes("square.across", 3));
    }

    private String filtered(String scores, String kept) {
        String real = branch.node("Cast", "kept", Map.of("to", (long) StoredTensor.FLOAT), kept);
        String dropped = branch.node("Sub", "dropped", Map.of(), branch.real("one", 1), real);
        OnnxAttribute filter = node.attributes().get("mask_filter_value");
        String value = branch.real("filter", filter == null ? DEFAULT_FILTER : filter.real());
        return branch.node(
                "Add", "masked", Map.of(), scores, branch.node("Mul", "mask.bias", Map.of(), dropped, value));
    }

    /** {@code [batch, keys]}: whether a position lies before the padding and, if the mask says so, behind a start. */
    private String within(String mask, String keys) {
        String whole = branch.node("Cast", "mask.long", Map.of("to", (long) StoredTensor.INT64), mask);
        // Starts come behind the ends where the mask has two numbers per sequence; otherwise these zeros do.
        String zeros = branch.node("Sub", "mask.zeros", Map.of(), whole, whole);
        String both = branch.node("Concat", "mask.both", Map.of("axis", 0L), whole, zeros);
        String batch = branch.node(
                "Slice",
                "mask.batch",
                Map.of(),
                branch.node("Shape", "mask.keys", Map.of(), keys),
                branch.wholes("mask.batch.from", 0),
                branch.wholes("mask.batch.to", 1));
        String twice = branch.node("Add", "mask.twice", Map.of(), batch, batch);
        String ends = bounds("mask.ends", both, branch.wholes("mask.first", 0), batch);
        String starts = branch.node(
                "Mul", "mask.starts", Map.of(), bounds("mask.second", both, batch, twice), isOf(whole, twice));
        String positions = branch.positions("mask.positions", keys, 2);
        String before = branch.node("Less", "mask.before", Map.of(), positions, ends);
        String early = branch.node("Less", "mask.early", Map.of(), positions, starts);
        return branch.node("And", "mask.within", Map.of(), before, branch.node("Not", "mask.behind", Map.of(), early));
    }

    /** One if the mask has so many numbers, else zero: starts of packed queries, which may follow, are none of rows. */
    private String isOf(String mask, String length) {
        String size = branch.node("Shape", "mask.size", Map.of(), mask);
        String same = branch.node("Equal", "mask.pairs", Map.of(), size, length);
        return branch.node("Cast", "mask.pairs.whole", Map.of("to", (long) StoredTensor.INT64), same);
    }

    private String bounds(String name, String mask, String from, String to) {
        String part = branch.node("Slice", name + ".flat", Map.of(), mask, from, to);
        return branch.node("Unsqueeze", name, Map.of(), part, branch.wholes(name + ".axis", 1));
    }

    /** Tokens of one sequence do not see those of another. */
    private String separated(String scores, String starts, String keys) {
        String positions = branch.positions("token", keys, 2);
        String column = branch.node("Unsqueeze", "token.column", Map.of(), positions, branch.wholes("token.axis", 1));
        String whole = branch.node("Cast", "starts", Map.of("to", (long) StoredTensor.INT64), starts);
        String begun = branch.node("Less", "begun.not", Map.of(), column, whole);
        String real = branch.node("Cast", "begun", Map.of("to", (long) StoredTensor.FLOAT), begun);
        // How many sequences are still to come tells which one a token is of.
        String sequence = branch.node("MatMul", "sequence", Map.of(), real, ones(whole));
        String across = branch.node("Transpose", "sequence.row", Map.of(), sequence);
        String same = branch.node("Equal", "sequence.same", Map.of(), sequence, across);
        return branch.node("Where", "separate", Map.of(), same, scores, branch.real("never", Float.NEGATIVE_INFINITY));
    }

    private String ones(String like) {
        String zero = branch.node("Sub", "zeros", Map.of(), like, like);
        String real = branch.node("Cast", "zeros.real", Map.of("to", (long) StoredTensor.FLOAT), zero);
        String one = branch.node("Add", "ones", Map.of(), real, branch.real("sequence.one", 1));
        return branch.node("Unsqueeze", "ones.column", Map.of(), one, branch.wholes("ones.axis", 1));
    }

    /** The last query is the last key: what is cached lies before the first query. */
    private String withoutFuture(String masked, String scores) {
        String keys = branch.positions("causal.keys", scores, 3);
        String queries = branch.positions("causal.queries", scores, 2);
        String lead = branch.node(
                "Sub",
                "causal.past",
                Map.of(),
                branch.length("causal.all", scores, 3),
                branch.length("causal.new", scores, 2));
        String rows = branch.node(
                "Unsqueeze",
                "causal.rows",
                Map.of(),
                branch.node("Add", "causal.shifted", Map.of(), queries, lead),
                branch.wholes("causal.axis", 1));
        String future = branch.node("Greater", "causal.future", Map.of(), keys, rows);
        return branch.node("Where", "causal", Map.of(), future, branch.real("ahead", Float.NEGATIVE_INFINITY), masked);
    }
}
