package io.github.attention4j.djl.internal;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * The wanted part of one input's attention in one layer, still in the engine's memory.
 *
 * @param numbers the whole output
 * @param layout how it is laid out
 * @param input which input of the batch
 * @param heads the wanted heads
 * @param rows the wanted rows
 * @param columns the wanted columns, ascending
 */
record Selected(
        FloatBuffer numbers, Layout layout, int input, List<Integer> heads, List<Integer> rows, List<Integer> columns) {
    int matrixSize() {
        return rows.size() * columns.size();
    }

    /** The only copy that is made of the numbers. */
    float[] copy() {
        float[] copy = new float[layout.windows() * heads.size() * matrixSize()];
        boolean wholeRows = columns.size() == layout.columns() && rows.size() == layout.rows();
        if (wholeRows && heads.size() == layout.heads()) {
            numbers.get(layout.start(input, 0, 0), copy);
            return copy;
        }
        int at = 0;
        for (int window = 0; window < layout.windows(); window++) {
            for (int head : heads) {
                at = copy(layout.start(input, window, head), wholeRows, copy, at);
            }
        }
        return copy;
    }

    private int copy(int start, boolean wholeRows, float[] copy, int at) {
        if (wholeRows) {
            numbers.get(start, copy, at, matrixSize());
        } else {
            for (int i = 0; i < rows.size(); i++) {
                copyRow(start + rows.get(i) * layout.columns(), copy, at + i * columns.size());
            }
        }
        return at + matrixSize();
    }

    private void copyRow(int start, float[] copy, int at) {
        boolean leading = !columns.isEmpty() && columns.get(columns.size() - 1) == columns.size() - 1;
        if (leading) {
            numbers.get(start, copy, at, columns.size());
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            copy[at + i] = numbers.get(start + columns.get(i));
        }
    }
}
