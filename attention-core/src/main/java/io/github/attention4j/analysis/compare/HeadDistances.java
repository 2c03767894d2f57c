package io.github.attention4j.analysis.compare;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.analysis.Findings;
import io.github.attention4j.analysis.HeadTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The distances between all heads of a stack, a symmetric matrix with zeros on its diagonal. Immutable, thread-safe.
 */
public final class HeadDistances {
    private final List<HeadRef> heads;
    private final double[][] values;

    private HeadDistances(List<HeadRef> heads, double[][] values) {
        this.heads = List.copyOf(heads);
        this.values = values;
    }

    /**
     * Distances of one's own.
     *
     * @param heads the heads
     * @param values {@code [heads][heads]}, symmetric, copied
     * @return the distances
     * @throws IllegalArgumentException if the matrix is of another size or not symmetric
     */
    public static HeadDistances of(List<HeadRef> heads, double[][] values) {
        double[][] copy = new double[heads.size()][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = i < values.length ? values[i].clone() : new double[0];
            for (int j = 0; j < i; j++) {
                if (copy[i].length != copy.length || copy[i][j] != copy[j][i]) {
                    throw new IllegalArgumentException("Distances between " + heads.size()
                            + " heads are a symmetric matrix of that size; row " + i + " is not");
                }
            }
        }
        return new HeadDistances(heads, copy);
    }

    /**
     * The {@link JensenShannon} distances between all heads of a stack: O(heads² · queries · keys).
     *
     * @param stack attention of one kind; layers of the same size
     * @return the distances
     * @throws InvalidRequestException if layers differ in size
     */
    public static HeadDistances among(AttentionStack stack) {
        List<HeadRef> refs = new ArrayList<>();
        List<float[]> matrices = new ArrayList<>();
        for (AttentionLayer layer : stack.stream().toList()) {
            for (int head : layer.heads()) {
                refs.add(new HeadRef(layer.number(), head));
                matrices.add(layer.matrix(head).toArray());
            }
        }
        int rows = stack.queryTokens().size();
        double[][] values = new double[refs.size()][refs.size()];
        for (int i = 0; i < values.length; i++) {
            if (matrices.get(i).length != matrices.get(0).length) {
                throw new InvalidRequestException("Heads of layers of different sizes have no distance: " + stack);
            }
            for (int j = 0; j < i; j++) {
                values[i][j] = JensenShannon.distance(matrices.get(i), matrices.get(j), rows);
                values[j][i] = values[i][j];
            }
        }
        return new HeadDistances(refs, values);
    }

    /**
     * The {@link JensenShannon} distance of each head to the same head in another stack: of another model, or on another
     * input of as many tokens.
     *
     * @param first a stack
     * @param second a stack with the same layers, heads and sizes
     * @return the distances
     * @throws InvalidRequestException if a layer or head is missing, or sizes differ
     */
    public static HeadTable between(AttentionStack first, AttentionStack second) {
        double[][] values = new double[first.layers().size()][first.heads().size()];
        for (int i = 0; i < values.length; i++) {
            int layer = first.layers().get(i);
            for (int j = 0; j < values[i].length; j++) {
                int head = first.heads().get(j);
                values[i][j] = JensenShannon.distance(first.matrix(layer, head), second.matrix(layer, head));
            }
        }
        return new HeadTable("jensen-shannon", "", first.kind(), first.layers(), first.heads(), values);
    }

    /**
     * The heads, in the order of rows and columns.
     *
     * @return layer by layer
     */
    public List<HeadRef> heads() {
        return heads;
    }

    /**
     * One distance.
     *
     * @param first place in {@link #heads()}
     * @param second place in {@link #heads()}
     * @return at least 0
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public double value(int first, int second) {
        return values[Objects.checkIndex(first, values.length)][Objects.checkIndex(second, values.length)];
    }

    /**
     * The distances as findings: a row and a column per head.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        List<String> columns = new ArrayList<>(List.of("head"));
        heads.forEach(head -> columns.add(head.toString()));
        Findings.Builder findings = Findings.builder("distances between heads", columns);
        for (int i = 0; i < values.length; i++) {
            List<Object> row = new ArrayList<>(List.of(heads.get(i).toString()));
            for (double value : values[i]) {
                row.add(value);
            }
            findings.row(row);
        }
        return findings.build();
    }
}
