package io.github.attention4j.analysis;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the heads that follow a {@link HeadPattern}, over one input or many.
 *
 * <p>A head's score is the mean, over all queries that have an expected key, of the weight on the expected keys:
 * {@code mean_q sum_{k expected} w(q,k)}, from 0 to 1. A head that looks everywhere alike scores the share of the
 * expected keys, not 0: compare with that. Results are read, never changed. Not thread-safe.
 */
public final class HeadSearch {
    private final HeadPattern pattern;
    private final Map<Integer, Map<Integer, Sum>> sums = new TreeMap<>();
    private @Nullable HeadGrid grid;

    /** Weight found and queries that had an expected key. */
    private static final class Sum {
        private double weight;
        private long queries;
    }

    /**
     * A search that has not seen any input.
     *
     * @param pattern what to look for
     */
    public HeadSearch(HeadPattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Searches one input.
     *
     * @param stack the attention to search
     * @param pattern what to look for
     * @return the scores; NaN where no query has an expected key
     */
    public static HeadTable scores(AttentionStack stack, HeadPattern pattern) {
        return new HeadSearch(pattern).add(stack).table();
    }

    /**
     * Names the heads of one input: which pattern each one follows best.
     *
     * @param stack the attention to search
     * @param patterns what to look for
     * @param leastScore how high a score must be for a head to get the name, from 0 to 1
     * @return the heads that got a name, the highest scores first
     */
    public static List<HeadScore> named(AttentionStack stack, List<HeadPattern> patterns, double leastScore) {
        Map<List<Integer>, HeadScore> best = new TreeMap<>(
                Comparator.<List<Integer>>comparingInt(it -> it.get(0)).thenComparingInt(it -> it.get(1)));
        for (HeadPattern pattern : patterns) {
            for (HeadScore score : scores(stack, pattern).ranked()) {
                if (score.score() >= leastScore) {
                    best.merge(
                            List.of(score.layer(), score.head()),
                            score,
                            (one, other) -> other.score() > one.score() ? other : one);
                }
            }
        }
        List<HeadScore> named = new ArrayList<>(best.values());
        named.sort(Comparator.comparingDouble(HeadScore::score).reversed());
        return List.copyOf(named);
    }

    /**
     * Searches one more input.
     *
     * @param stack attention of the same model and kind as before
     * @return this search
     * @throws InvalidRequestException if layers, heads or kind are not those of the inputs before
     */
    public HeadSearch add(AttentionStack stack) {
        HeadGrid current = HeadGrid.of(stack);
        if (grid != null && !grid.equals(current)) {
            throw new InvalidRequestException("All inputs of a search need the same layers and heads, but " + stack
                    + " is unlike those before: " + grid);
        }
        grid = current;
        Expected expected = null;
        for (AttentionLayer layer : stack.stream().toList()) {
            if (expected == null || !expected.fits(layer)) {
                expected = Expected.of(pattern, layer);
            }
            add(layer, expected);
        }
        return this;
    }

    private void add(AttentionLayer layer, Expected expected) {
        FloatBuffer weights = layer.weights();
        int rowLength = layer.keyTokens().size();
        int headCount = layer.heads().size();
        int rowCount = layer.queryTokens().size();
        for (int matrix = 0; matrix < layer.windowCount() * headCount; matrix++) {
            Sum sum = sums.computeIfAbsent(layer.number(), number -> new TreeMap<>())
                    .computeIfAbsent(layer.heads().get(matrix % headCount), head -> new Sum());
            for (int query = 0; query < rowCount; query++) {
                int start = (matrix * rowCount + query) * rowLength;
                for (int key : expected.keys[query]) {
                    sum.weight += weights.get(start + key);
                }
            }
            sum.queries += expected.queries;
        }
    }

    /**
     * The scores over all inputs so far.
     *
     * @return the scores; NaN where no query of any input had an expected key
     * @throws InvalidRequestException if no input was searched
     */
    public HeadTable table() {
        HeadGrid seen = grid;
        if (seen == null) {
            throw new InvalidRequestException("The search for " + pattern.name() + " has not seen any input");
        }
        List<Map<Integer, Sum>> layers = new ArrayList<>(sums.values());
        return seen.table(pattern.name(), "", (layer, head) -> {
            Sum sum = layers.get(layer).get(seen.headsOfLayer().get(layer).get(head));
            return sum == null || sum.queries == 0 ? Double.NaN : sum.weight / sum.queries;
        });
    }

    /** The expected keys of each query, the same for all heads. */
    private static final class Expected {
        private final TokenSequence queryTokens;
        private final TokenSequence keyTokens;
        private final int[][] keys;
        private final int queries;

        private Expected(TokenSequence queryTokens, TokenSequence keyTokens, int[][] keys) {
            this.queryTokens = queryTokens;
            this.keyTokens = keyTokens;
            this.keys = keys;
            this.queries = (int)
                    Arrays.stream(keys).filter(expected -> expected.length > 0).count();
        }

        private static Expected of(HeadPattern pattern, AttentionLayer layer) {
            TokenSequence queries = layer.queryTokens();
            TokenSequence keys = layer.keyTokens();
            HeadPattern.Expectation expectation = pattern.expectation();
            int[][] expected = IntStream.range(0, queries.size())
                    .mapToObj(query -> IntStream.range(0, keys.size())
                            .filter(key -> expectation.expects(queries, query, keys, key))
                            .toArray())
                    .toArray(int[][]::new);
            return new Expected(queries, keys, expected);
        }

        private boolean fits(AttentionLayer layer) {
            return queryTokens.equals(layer.queryTokens()) && keyTokens.equals(layer.keyTokens());
        }
    }
}
