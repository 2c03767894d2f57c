package io.github.attention4j;

import java.nio.FloatBuffer;
import java.util.Objects;

/** A window on consecutive floats of a layer's buffer. */
final class DenseAttentionMatrix implements AttentionMatrix {
    private final FloatBuffer weights;
    private final int offset;
    private final int queryCount;
    private final int keyCount;
    private final RowMeaning rowMeaning;

    DenseAttentionMatrix(FloatBuffer weights, int offset, int queryCount, int keyCount, RowMeaning rowMeaning) {
        this.weights = weights;
        this.offset = offset;
        this.queryCount = queryCount;
        this.keyCount = keyCount;
        this.rowMeaning = rowMeaning;
    }

    @Override
    public int queryCount() {
        return queryCount;
    }

    @Override
    public int keyCount() {
        return keyCount;
    }

    @Override
    public RowMeaning rowMeaning() {
        return rowMeaning;
    }

    @Override
    public float weight(int query, int key) {
        return weights.get(rowStart(query) + Objects.checkIndex(key, keyCount));
    }

    @Override
    public FloatBuffer row(int query) {
        return weights.slice(rowStart(query), keyCount);
    }

    @Override
    public void copyRow(int query, float[] target, int targetOffset) {
        weights.get(rowStart(query), target, targetOffset, keyCount);
    }

    @Override
    public void copyTo(float[] target, int targetOffset) {
        weights.get(offset, target, targetOffset, queryCount * keyCount);
    }

    private int rowStart(int query) {
        return offset + Objects.checkIndex(query, queryCount) * keyCount;
    }

    @Override
    public String toString() {
        return "AttentionMatrix[" + queryCount + " queries, " + keyCount + " keys, " + rowMeaning + "]";
    }
}
