package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is told that keeps its weights to itself: queries, keys and values in one, and a mask.
 *
 * @param source the form of queries, keys and values
 * @param heads number of heads
 * @param queryWidth how much of a projection is queries, and as much keys; 0 where nothing is projected
 * @param valueWidth how much of a projection is values; 0 where nothing is projected
 * @param mask the form of the mask
 * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md">ContribOperators</a>
 */
public record PackedAttention(Source source, int heads, long queryWidth, long valueWidth, Mask mask) {
    private static final String DOMAIN = "com.microsoft.";
    private static final int BIAS_OF_STACKED = 3;
    private static final int BIAS_BETWEEN_TOKENS = 5;

    /** Where queries, keys and values come from. */
    public enum Source {
        /** {@code Attention}: states times stored weights, all three side by side. */
        PROJECTION(3, 4, 5),
        /** {@code QAttention}: whole numbers times whole numbers. */
        QUANTISED_PROJECTION(5, 8, Source.NONE),
        /** {@code PackedAttention}: sequences of {@code [tokens, width]} one after another, without padding. */
        TOKENS(4, Source.NONE, Source.NONE),
        /** {@code MultiHeadAttention} on {@code [batch, tokens, heads, 3, dimension]}. */
        STACKED(4, Source.NONE, 5),
        /** {@code MultiHeadAttention} on queries, and on {@code [batch, tokens, heads, 2, dimension]}. */
        STACKED_KEYS(4, Source.NONE, 5);

        /** Farther than any operator's inputs. */
        private static final int NONE = 99;

        private final int mask;
        private final int past;
        private final int bias;

        Source(int mask, int past, int bias) {
            this.mask = mask;
            this.past = past;
            this.bias = bias;
        }

        /**
         * The mask.
         *
         * @param node the operator's node
         * @return the tensor's name, empty if there is none
         */
        public String mask(OnnxNode node) {
            return node.input(mask);
        }

        /**
         * Cached keys and values, {@code [2, batch, heads, tokens, dimension]}.
         *
         * @param node the operator's node
         * @return the tensor's name, empty if there is none
         */
        public String past(OnnxNode node) {
            return node.input(past);
        }

        /**
         * What is added to the scores.
         *
         * @param node the operator's node
         * @return the tensor's name, empty if there is none
         */
        public String bias(OnnxNode node) {
            return node.input(bias);
        }
    }

    /** What the mask is. */
    public enum Mask {
        /** Not there. */
        NONE,
        /** A number per sequence: how many tokens there are before the padding; then, maybe, how many to skip. */
        LENGTHS,
        /** {@code [batch, keys]}: 1 for a token, 0 for padding. */
        KEYS,
        /** {@code [batch, queries, keys]}: 1 where the query may look. */
        PAIRS,
        /** {@code [batch, 1, longest, longest]}: the same, of which queries and keys take a part. */
        SQUARE,
        /** Where each sequence starts, and where the last one ends. */
        SEQUENCES
    }

    /** What a node tells, or null if it is another operator or a form of it that cannot be computed beside it. */
    static @Nullable PackedAttention of(Scope scope, OnnxNode node) {
        return switch (node.qualifiedOperator()) {
            case DOMAIN + "Attention" -> projected(scope, node, Source.PROJECTION);
            case DOMAIN + "QAttention" -> projected(scope, node, Source.QUANTISED_PROJECTION);
            case DOMAIN + "PackedAttention" -> node.input(BIAS_BETWEEN_TOKENS).isEmpty()
                    ? projected(scope, node, Source.TOKENS)
                    : null;
            case DOMAIN + "MultiHeadAttention" -> stacked(scope, node);
            default -> null;
        };
    }

    private static @Nullable PackedAttention projected(Scope scope, OnnxNode node, Source source) {
        StoredTensor weights = scope.stored(node.input(1));
        if (weights == null || weights.shape().size() != 2 || node.integer("do_rotary", 0) != 0) {
            return null;
        }
        List<Long> widths = node.integers("qkv_hidden_sizes");
        long third = weights.shape().get(1) / 3;
        boolean given = widths.size() == 3;
        return of(scope, node, source, given ? widths.get(0) : third, given ? widths.get(2) : third);
    }

    /** Queries, keys and values have five axes where they are stacked. */
    private static @Nullable PackedAttention stacked(Scope scope, OnnxNode node) {
        boolean all = node.input(1).isEmpty();
        boolean keys = !all && node.input(2).isEmpty();
        boolean plain = node.input(BIAS_OF_STACKED).isEmpty() && node.integer("unidirectional", 0) == 0;
        return plain && (all || keys) ? of(scope, node, all ? Source.STACKED : Source.STACKED_KEYS, 0, 0) : null;
    }

    private static @Nullable PackedAttention of(
            Scope scope, OnnxNode node, Source source, long queryWidth, long valueWidth) {
        Mask mask = source == Source.TOKENS ? Mask.SEQUENCES : mask(scope, source.mask(node));
        int heads = (int) node.integer("num_heads", 0);
        return mask == null || heads < 1 ? null : new PackedAttention(source, heads, queryWidth, valueWidth, mask);
    }

    private static @Nullable Mask mask(Scope scope, String input) {
        if (input.isEmpty()) {
            return Mask.NONE;
        }
        return switch (Ranks.of(scope, input)) {
            case 1 -> Mask.LENGTHS;
            case 2 -> Mask.KEYS;
            case 3 -> Mask.PAIRS;
            case 4 -> Mask.SQUARE;
            default -> null;
        };
    }

    /** The input that the queries come from. */
    String querySource(OnnxNode node) {
        return node.input(0);
    }

    /** The input that the keys come from. */
    String keySource(OnnxNode node) {
        return node.input(source == Source.STACKED_KEYS ? 1 : 0);
    }

    /** Whether tokens cannot look ahead. */
    boolean isCausal(OnnxNode node) {
        return node.integer("unidirectional", 0) != 0 || !source.past(node).isEmpty();
    }
}
