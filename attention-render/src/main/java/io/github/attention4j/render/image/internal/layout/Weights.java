package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.InvalidInputException;
import java.util.List;

/**
 * A matrix to draw: finite numbers, row by row.
 *
 * @param values {@code [rows, columns]}
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
record Weights(int rows, int columns, float[] values) {
    /** The attention of one head, or the mean of several. */
    static Weights of(AttentionLayer layer, List<Integer> heads) {
        int rows = layer.queryTokens().size();
        int columns = layer.keyTokens().size();
        if (rows * columns == 1) {
            throw new InvalidInputException("The " + layer.kind().label() + " attention of layer " + layer.number()
                    + " is of one token to one token, which is 1 whatever the model; a picture needs at least two");
        }
        float[] sum = null;
        for (int head : heads) {
            float[] values = layer.matrix(head).toArray();
            requireFinite(values, layer, head, columns);
            if (sum == null) {
                sum = values;
            } else {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += values[i];
                }
            }
        }
        if (sum == null) {
            throw new IllegalArgumentException("A selection has at least one head");
        }
        if (heads.size() > 1) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] /= heads.size();
            }
        }
        return new Weights(rows, columns, sum);
    }

    private static void requireFinite(float[] values, AttentionLayer layer, int head, int columns) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new InvalidInputException("The weight of " + layer.kind().label() + " layer " + layer.number()
                        + ", head " + head + " at query " + i / columns + ", key " + i % columns + " is " + values[i]
                        + "; a picture needs finite numbers. Was the model run in half precision, or are these"
                        + " scores from before softmax?");
            }
        }
    }

    float at(int row, int column) {
        return values[row * columns + column];
    }

    float smallest() {
        float smallest = values[0];
        for (float value : values) {
            smallest = Math.min(smallest, value);
        }
        return smallest;
    }

    float largest() {
        float largest = values[0];
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** The place of the largest number, {@code row * columns + column}. */
    int indexOfLargest() {
        int index = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[index]) {
                index = i;
            }
        }
        return index;
    }

    /** The mean of each column: how much is looked at each key. */
    float[] columnMeans() {
        float[] means = new float[columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                means[column] += at(row, column) / rows;
            }
        }
        return means;
    }

    /** One row. */
    float[] row(int row) {
        return java.util.Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    /**
     * The matrix with at most so many rows and columns: of the numbers that fall together, the one furthest from 0
     * stays, so that a single strong weight is never lost.
     */
    Weights atMost(int mostRows, int mostColumns) {
        if (rows <= mostRows && columns <= mostColumns) {
            return this;
        }
        int newRows = Math.min(rows, mostRows);
        int newColumns = Math.min(columns, mostColumns);
        float[] pooled = new float[newRows * newColumns];
        for (int row = 0; row < rows; row++) {
            int target = (int) ((long) row * newRows / rows) * newColumns;
            for (int column = 0; column < columns; column++) {
                int cell = target + (int) ((long) column * newColumns / columns);
                float value = values[row * columns + column];
                if (Math.abs(value) > Math.abs(pooled[cell])) {
                    pooled[cell] = value;
                }
            }
        }
        return new Weights(newRows, newColumns, pooled);
    }
}
