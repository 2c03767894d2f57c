package io.github.attention4j.analysis.words;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Attention between words, spans or other groups instead of tokens (Clark et al. 2019, section 4.1): the weight on a
 * group is the sum over its key tokens, a group's row is the mean over its query tokens:
 * {@code W(Q,K) = 1/|Q| sum_{q in Q} sum_{k in K} w(q,k)}.
 *
 * <p>Rows sum to what they summed to before, so that distributions stay distributions. A long word gathers weight for
 * having many pieces; its number says nothing of any single piece.
 */
public final class WordAggregation {
    private WordAggregation() {}

    /**
     * Attention between words, as {@link TokenGroups#words} finds them.
     *
     * @param stack attention of one kind
     * @return the same layers and heads with a row and a column per word
     */
    public static AttentionStack words(AttentionStack stack) {
        return AttentionStack.of(stack.stream()
                .map(layer -> {
                    TokenGroups queries = TokenGroups.words(layer.queryTokens());
                    boolean same = layer.keyTokens().equals(layer.queryTokens());
                    return aggregate(layer, queries, same ? queries : TokenGroups.words(layer.keyTokens()));
                })
                .toList());
    }

    /**
     * Attention between groups.
     *
     * @param stack attention of one kind
     * @param queries groups of the stack's query tokens
     * @param keys groups of the stack's key tokens
     * @return the same layers and heads with a row and a column per group
     * @throws InvalidRequestException if the groups are of other tokens
     */
    public static AttentionStack aggregate(AttentionStack stack, TokenGroups queries, TokenGroups keys) {
        return AttentionStack.of(
                stack.stream().map(layer -> aggregate(layer, queries, keys)).toList());
    }

    /**
     * One layer's attention between groups.
     *
     * @param layer the layer; vectors, scores and gradients of tokens do not come along
     * @param queries groups of the layer's query tokens
     * @param keys groups of the layer's key tokens
     * @return the layer with a row and a column per group
     * @throws InvalidRequestException if the groups are of other tokens
     */
    public static AttentionLayer aggregate(AttentionLayer layer, TokenGroups queries, TokenGroups keys) {
        require(layer, queries, layer.queryTokens());
        require(layer, keys, layer.keyTokens());
        int[][] members = members(queries);
        int[] groupOfKey = keys.groupOfToken();
        int rows = groupOfKey.length * layer.queryTokens().size();
        int columns = keys.groups().size();
        FloatBuffer weights = layer.weights();
        int matrices = layer.windowCount() * layer.heads().size();
        float[] grouped = new float[Math.multiplyExact(matrices, members.length * columns)];
        float[] row = new float[groupOfKey.length];
        double[] sums = new double[columns];
        for (int matrix = 0; matrix < matrices; matrix++) {
            for (int group = 0; group < members.length; group++) {
                Arrays.fill(sums, 0);
                for (int query : members[group]) {
                    weights.get(matrix * rows + query * row.length, row, 0, row.length);
                    gather(row, groupOfKey, sums);
                }
                int start = (matrix * members.length + group) * columns;
                for (int key = 0; key < columns; key++) {
                    grouped[start + key] = (float) (sums[key] / members[group].length);
                }
            }
        }
        return AttentionLayer.builder(layer.kind(), layer.number())
                .heads(layer.heads())
                .tokens(queries.groups(), keys.groups())
                .windowCount(layer.windowCount())
                .weights(grouped)
                .rowMeaning(layer.rowMeaning())
                .build();
    }

    private static void gather(float[] row, int[] groupOfKey, double[] sums) {
        for (int key = 0; key < row.length; key++) {
            sums[groupOfKey[key]] += row[key];
        }
    }

    private static int[][] members(TokenGroups groups) {
        int[] groupOf = groups.groupOfToken();
        int[][] members = new int[groups.groups().size()][];
        for (int group = 0; group < members.length; group++) {
            int wanted = group;
            members[group] = IntStream.range(0, groupOf.length)
                    .filter(position -> groupOf[position] == wanted)
                    .toArray();
        }
        return members;
    }

    private static void require(AttentionLayer layer, TokenGroups groups, TokenSequence tokens) {
        if (!groups.tokens().equals(tokens)) {
            throw new InvalidRequestException("The groups are of "
                    + groups.tokens().size() + " other tokens than the " + tokens.size() + " of " + layer);
        }
    }
}
