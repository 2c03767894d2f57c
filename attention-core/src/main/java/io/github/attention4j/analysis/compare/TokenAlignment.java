package io.github.attention4j.analysis.compare;

import io.github.attention4j.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens that two inputs have in common, in order: a longest common subsequence of their texts.
 *
 * @param first positions in the first sequence, zero-based, ascending
 * @param second the positions of the same tokens in the second sequence
 */
public record TokenAlignment(List<Integer> first, List<Integer> second) {
    /**
     * Copies the positions.
     *
     * @param first positions in the first sequence
     * @param second positions in the second sequence
     */
    public TokenAlignment {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /**
     * Aligns two sequences: O(n · m).
     *
     * @param first tokens
     * @param second tokens
     * @return the positions of what they have in common; where several alignments are as long, the one that takes tokens
     *     as early as possible
     */
    public static TokenAlignment of(TokenSequence first, TokenSequence second) {
        int n = first.size();
        int m = second.size();
        // longest[i][j]: how many tokens are in common from i and j on.
        int[][] longest = new int[n + 1][m + 1];
        for (int i = n - 1; i >= 0; i--) {
            for (int j = m - 1; j >= 0; j--) {
                longest[i][j] = same(first, i, second, j)
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < n && j < m) {
            if (same(first, i, second, j)) {
                left.add(i++);
                right.add(j++);
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return new TokenAlignment(left, right);
    }

    private static boolean same(TokenSequence first, int i, TokenSequence second, int j) {
        return first.get(i).text().equals(second.get(j).text());
    }
}
