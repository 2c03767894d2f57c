package io.github.attention4j.analysis;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import java.util.List;

/**
 * How much of a head's attention depends on what the input says rather than on positions (Vig and Belinkov 2019,
 * equation 3): {@code sum |w_x(q,k) - m(q,k)| / (2 sum w_x(q,k))} over all inputs x and the first positions q and k,
 * where m is the mean over the inputs that are long enough.
 *
 * <p>From 0, positions alone decide, to nearly 1. Inputs that begin alike make any head look positional.
 */
public final class PositionalVariability {
    private PositionalVariability() {}

    /**
     * The variability of every head.
     *
     * @param inputs attention of the same model on at least two inputs; read twice
     * @param positions how many positions to compare; the paper takes 10
     * @return the table; 0 for a head without any weight there
     * @throws InvalidRequestException if there are fewer than two inputs, or their layers and heads differ
     */
    public static HeadTable of(List<AttentionStack> inputs, int positions) {
        if (inputs.size() < 2 || positions < 1) {
            throw new InvalidRequestException("Variability compares at least two inputs at one position or more, not "
                    + inputs.size() + " at " + positions);
        }
        HeadGrid grid = HeadGrid.of(inputs.get(0));
        for (AttentionStack input : inputs) {
            if (!HeadGrid.of(input).equals(grid)) {
                throw new InvalidRequestException(
                        "All inputs need the same layers and heads, but " + input + " is unlike " + inputs.get(0));
            }
        }
        return grid.table("positional-variability", "", (layer, head) -> {
            int headNumber = grid.headsOfLayer().get(layer).get(head);
            return head(inputs, grid.layers().get(layer), headNumber, positions);
        });
    }

    private static double head(List<AttentionStack> inputs, int layer, int head, int positions) {
        double[] sums = new double[positions * positions];
        int[] counts = new int[positions * positions];
        double mass = 0;
        for (AttentionStack input : inputs) {
            mass += add(input.layer(layer), head, positions, sums, counts);
        }
        double deviation = 0;
        for (AttentionStack input : inputs) {
            AttentionLayer at = input.layer(layer);
            for (int query = 0; query < queries(at, positions); query++) {
                for (int key = 0; key < keys(at, positions); key++) {
                    int place = query * positions + key;
                    deviation += Math.abs(at.matrix(head).weight(query, key) - sums[place] / counts[place]);
                }
            }
        }
        return mass == 0 ? 0 : deviation / (2 * mass);
    }

    private static double add(AttentionLayer layer, int head, int positions, double[] sums, int[] counts) {
        double mass = 0;
        for (int query = 0; query < queries(layer, positions); query++) {
            for (int key = 0; key < keys(layer, positions); key++) {
                double weight = layer.matrix(head).weight(query, key);
                sums[query * positions + key] += weight;
                counts[query * positions + key]++;
                mass += weight;
            }
        }
        return mass;
    }

    private static int queries(AttentionLayer layer, int positions) {
        return Math.min(positions, layer.queryTokens().size());
    }

    private static int keys(AttentionLayer layer, int positions) {
        return Math.min(positions, layer.keyTokens().size());
    }
}
