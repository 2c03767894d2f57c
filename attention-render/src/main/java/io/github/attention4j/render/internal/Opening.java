package io.github.attention4j.render.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows first, and why: what the caller chose, or else the head that says most about the text.
 *
 * @param stack the name of the stack
 * @param layer the model's own number of the layer
 * @param heads the model's own numbers of the heads
 * @param reason a sentence for the reader
 */
public record Opening(String stack, int layer, List<Integer> heads, String reason) {
    /** Longer inputs are sampled: the choice needs a rough idea, not every row. */
    private static final int MOST_ROWS = 64;

    private record Candidate(Included.Stack stack, Included.Layer layer) {}

    private record Telling(Candidate candidate, int head, List<Integer> among, double share) {}

    /**
     * Decides what to show first.
     *
     * @param included what there is to show
     * @param kind the caller's choice, or null
     * @param layer the caller's choice, or null
     * @param heads the caller's choice, or null
     * @return the decision
     * @throws InvalidRequestException if the caller's choice is not there
     */
    public static Opening of(
            Included included, @Nullable AttentionKind kind, @Nullable Integer layer, @Nullable Selection heads) {
        List<Included.Stack> stacks = kind == null ? included.stacks() : included.stacks(kind);
        List<Candidate> candidates = new ArrayList<>();
        for (Included.Stack stack : stacks) {
            for (Included.Layer each : stack.layers()) {
                if (layer == null || each.layer().number() == layer) {
                    candidates.add(new Candidate(stack, each));
                }
            }
        }
        if (candidates.isEmpty()) {
            throw new InvalidRequestException("There is no layer " + layer + " to open with; there are layers "
                    + stacks.get(0).layers().stream()
                            .map(each -> each.layer().number())
                            .toList());
        }
        if (layer != null && heads != null) {
            Candidate chosen = candidates.get(0);
            return new Opening(
                    chosen.stack().name(), layer, heads.from(chosen.layer().heads(), "head"), "");
        }
        Telling best = null;
        for (Candidate candidate : candidates) {
            List<Integer> all = candidate.layer().heads();
            List<Integer> among = heads == null ? all : heads.from(all, "head");
            AttentionLayer attention = candidate.layer().layer();
            for (int head : among) {
                double share = contentShare(
                        attention, attention.matrix(head, candidate.stack().window()));
                if (best == null || share > best.share()) {
                    best = new Telling(candidate, head, among, share);
                }
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("A result has at least one head");
        }
        List<Integer> shown = heads == null ? List.of(best.head()) : best.among();
        int number = best.candidate().layer().layer().number();
        return new Opening(best.candidate().stack().name(), number, shown, reason(best, number, heads != null));
    }

    private static String reason(Telling best, int number, boolean chosen) {
        String where = "layer " + number + (chosen ? "" : ", head " + best.head());
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
