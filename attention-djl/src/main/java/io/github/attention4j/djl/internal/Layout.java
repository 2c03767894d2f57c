package io.github.attention4j.djl.internal;

import org.jspecify.annotations.Nullable;

/**
 * How an output lays out the attention of a batch. {@code [batch, heads, queries, keys]} and the folded
 * {@code [batch * heads, queries, keys]} are the same numbers in the same order; averaged heads,
 * {@code [batch, queries, keys]}, are the latter with one head. Attention within windows has the windows of each input
 * one behind the other: {@code [batch * windows, heads, queries, keys]}.
 *
 * @param windows windows of each input; 1 where there are none
 * @param heads heads of each input
 * @param rows rows of each matrix: queries, or the tokens of vectors
 * @param columns columns of each matrix: keys, or the dimension of vectors
 */
record Layout(int windows, int heads, int rows, int columns) {
    static @Nullable Layout of(ModelOutput output, int batch) {
        if (!output.isFloat() || output.rank() < 3 || output.rank() > 4) {
            return null;
        }
        int first = output.extent(0);
        int each = first / batch;
        boolean full = output.rank() == 4;
        int heads = full ? output.extent(1) : each;
        int rows = output.extent(-2);
        int columns = output.extent(-1);
        return first % batch == 0 && each > 0 && heads > 0 && rows > 0 && columns > 0
                ? new Layout(full ? each : 1, heads, rows, columns)
                : null;
    }

    /** Where the matrix of one head in one window of one input starts. */
    int start(int input, int window, int head) {
        return ((input * windows + window) * heads + head) * rows * columns;
    }
}
