package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows first, and why: what the caller chose, or else the head that says most about the text.
 *
 * @param kind the kind
 * @param layer the model's own number of the layer
 * @param heads the model's own numbers of the heads
 * @param reason a sentence for the reader
 */
public record Opening(AttentionKind kind, int layer, List<Integer> heads, String reason) {
    /** Longer inputs are sampled: the choice needs a rough idea, not every row. */
    private static final int MOST_ROWS = 64;

    private record Telling(AttentionLayer layer, int head, double share) {}

    /**
     * Decides what to show first.
     *
     * @param attention the result
     * @param kind the caller's choice, or null
     * @param layer the caller's choice, or null
     * @param heads the caller's choice, or null
     * @return the decision
     * @throws io.github.attention4j.InvalidRequestException if the caller's choice is not there
     */
    public static Opening of(
            AttentionResult attention,
            @Nullable AttentionKind kind,
            @Nullable Integer layer,
            @Nullable Selection heads) {
        List<AttentionStack> stacks = kind == null ? attention.stacks() : List.of(attention.stack(kind));
        if (layer != null && heads != null) {
            AttentionLayer chosen = stacks.get(0).layer(layer);
            return new Opening(chosen.kind(), layer, heads.from(chosen.heads(), "head"), "");
        }
        Telling best = null;
        for (AttentionStack stack : stacks) {
            List<Integer> layers =
                    layer == null ? stack.layers() : List.of(stack.layer(layer).number());
            for (int number : layers) {
                AttentionLayer candidate = stack.layer(number);
                List<Integer> among = heads == null ? candidate.heads() : heads.from(candidate.heads(), "head");
                for (int head : among) {
                    double share = contentShare(candidate, candidate.matrix(head));
                    if (best == null || share > best.share()) {
                        best = new Telling(candidate, head, share);
                    }
                }
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("A result has at least one head");
        }
        List<Integer> shown = heads == null ? List.of(best.head()) : heads.numbers();
        return new Opening(best.layer().kind(), best.layer().number(), shown, reason(best, heads != null));
    }

    private static String reason(Telling best, boolean chosen) {
        String where = "layer " + best.layer().number() + (chosen ? "" : ", head " + best.head());
        if (best.share() <= 0) {
            return "Opened at " + where + ".";
        }
        return String.format(
                Locale.ROOT,
                "Opened at %s: its rows point most clearly at single tokens beyond the neighbours "
                        + "(%.0f %% of a row on average).",
                where,
                100 * best.share());
    }

    /**
     * The largest weight of a row on a token that is neither special nor the row's own nor a neighbour, averaged over
     * rows of tokens that are not special.
     */
    private static double contentShare(AttentionLayer layer, AttentionMatrix matrix) {
        boolean self = layer.kind() != AttentionKind.CROSS;
        int rows = layer.queryTokens().size();
        int step = Math.max(1, rows / MOST_ROWS);
        float[] row = new float[layer.keyTokens().size()];
        double sum = 0;
        int counted = 0;
        for (int query = 0; query < rows; query += step) {
            Token from = layer.queryTokens().get(query);
            if (from.special()) {
                continue;
            }
            matrix.copyRow(query, row, 0);
            double largest = 0;
            for (int key = 0; key < row.length; key++) {
                Token to = layer.keyTokens().get(key);
                boolean near = self && Math.abs(to.index() - from.index()) <= 1;
                if (!near && !to.special() && row[key] > largest) {
                    largest = row[key];
                }
            }
            sum += largest;
            counted++;
        }
        return counted == 0 ? 0 : sum / counted;
    }
}
