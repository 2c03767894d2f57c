package io.github.attention4j.djl.internal;

import org.jspecify.annotations.Nullable;

/**
 * How an output lays out the attention of a batch. {@code [batch, heads, queries, keys]} and the folded
 * {@code [batch * heads, queries, keys]} are the same numbers in the same order; averaged heads,
 * {@code [batch, queries, keys]}, are the latter with one head.
 *
 * @param heads heads of each input
 * @param rows rows of each matrix: queries, or the tokens of vectors
 * @param columns columns of each matrix: keys, or the dimension of vectors
 */
record Layout(int heads, int rows, int columns) {
    static @Nullable Layout of(ModelOutput output, int batch) {
        if (!output.isFloat() || output.rank() < 3 || output.rank() > 4) {
            return null;
        }
        int first = output.extent(0);
        boolean fits = output.rank() == 4 ? first == batch : first % batch == 0;
        int heads = output.rank() == 4 ? output.extent(1) : first / batch;
        int rows = output.extent(-2);
        int columns = output.extent(-1);
        return fits && heads > 0 && rows > 0 && columns > 0 ? new Layout(heads, rows, columns) : null;
    }

    /** Where the matrix of one head of one input starts. */
    int start(int input, int head) {
        return (input * heads + head) * rows * columns;
    }
}
