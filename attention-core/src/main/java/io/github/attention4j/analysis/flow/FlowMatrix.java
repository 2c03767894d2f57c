package io.github.attention4j.analysis.flow;

import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Findings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How much of each input token there is in each token later on, {@code [queries, keys]}. What the numbers are, the
 * method that made them says. Immutable, thread-safe.
 */
public final class FlowMatrix {
    private final TokenSequence queryTokens;
    private final TokenSequence keyTokens;
    private final double[] values;

    FlowMatrix(TokenSequence queryTokens, TokenSequence keyTokens, double[] values) {
        this.queryTokens = queryTokens;
        this.keyTokens = keyTokens;
        this.values = values;
    }

    static FlowMatrix of(TokenSequence queryTokens, TokenSequence keyTokens, float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return new FlowMatrix(queryTokens, keyTokens, wide);
    }

    /**
     * The tokens that look.
     *
     * @return one per row
     */
    public TokenSequence queryTokens() {
        return queryTokens;
    }

    /**
     * The tokens looked at.
     *
     * @return one per column
     */
    public TokenSequence keyTokens() {
        return keyTokens;
    }

    /**
     * One number.
     *
     * @param query row, zero-based
     * @param key column, zero-based
     * @return the number
     * @throws IndexOutOfBoundsException if there is no such row or column
     */
    public double value(int query, int key) {
        int row = Objects.checkIndex(query, queryTokens.size());
        return values[row * keyTokens.size() + Objects.checkIndex(key, keyTokens.size())];
    }

    /**
     * One row.
     *
     * @param query row, zero-based
     * @return a copy, one number per key
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double[] row(int query) {
        int start = Objects.checkIndex(query, queryTokens.size()) * keyTokens.size();
        return Arrays.copyOfRange(values, start, start + keyTokens.size());
    }

    /**
     * The whole matrix, row by row.
     *
     * @return a copy of {@code queries * keys} numbers
     */
    public double[] toArray() {
        return values.clone();
    }

    /**
     * The matrix as findings: a row per query, a column per key.
     *
     * @param title what the numbers are
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings(String title) {
        List<String> columns = new ArrayList<>();
        columns.add("query");
        // Positions tell tokens of the same text apart.
        keyTokens.forEach(key -> columns.add(label(key)));
        Findings.Builder findings = Findings.builder(title, columns);
        for (int query = 0; query < queryTokens.size(); query++) {
            List<Object> row = new ArrayList<>();
            row.add(label(queryTokens.get(query)));
            Arrays.stream(row(query)).forEach(row::add);
            findings.row(row);
        }
        return findings.build();
    }

    private static String label(Token token) {
        return token.index() + " " + token.text();
    }

    @Override
    public String toString() {
        return "FlowMatrix[" + queryTokens.size() + " queries, " + keyTokens.size() + " keys]";
    }
}
