package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.render.image.internal.scene.Colour;
import io.github.attention4j.render.image.internal.scene.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines between two rows of tokens, the more opaque the larger the weight: the shades of the pages' head view, and as
 * there lines of one shade are painted in one go.
 */
final class HeadLines {
    private static final int SHADES = 24;
    private static final double FAINTEST = 0.012;
    /** More lines than this are a grey veil and a large file. */
    private static final int MOST = 2500;

    private HeadLines() {}

    /** Where the line of a pair of tokens runs. */
    @FunctionalInterface
    interface Place {
        /** x1, y1, x2, y2. */
        double[] of(int query, int key);
    }

    /**
     * The lines of a head.
     *
     * @param strength what opacity a weight of 1 has
     */
    static List<Node> of(Weights weights, double strength, double width, Colour colour, Place place) {
        double faintest = Math.max(FAINTEST / strength, weightOfRank(weights.values(), MOST));
        List<List<double[]>> shades = new ArrayList<>();
        for (int shade = 0; shade <= SHADES; shade++) {
            shades.add(new ArrayList<>());
        }
        for (int query = 0; query < weights.rows(); query++) {
            for (int key = 0; key < weights.columns(); key++) {
                double weight = weights.at(query, key);
                if (weight >= faintest) {
                    int shade = (int) Math.min(SHADES, Math.ceil(weight * strength * SHADES));
                    shades.get(shade).add(place.of(query, key));
                }
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (int shade = 1; shade <= SHADES; shade++) {
            double[] ends =
                    shades.get(shade).stream().flatMapToDouble(Arrays::stream).toArray();
            if (ends.length > 0) {
                nodes.add(new Node.Lines(ends, width, colour.withOpacity((double) shade / SHADES)));
            }
        }
        return nodes;
    }

    private static double weightOfRank(float[] values, int rank) {
        if (values.length <= rank) {
            return 0;
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - rank];
    }
}
