package io.github.attention4j;

import java.nio.FloatBuffer;

/**
 * The attention of one head in one layer, {@code [queries, keys]}: row q says where query token q looks.
 *
 * <p>Immutable, thread-safe, and a view of the layer's memory rather than a copy. {@link #rowMeaning()} says what a
 * row adds up to.
 */
public sealed interface AttentionMatrix permits DenseAttentionMatrix {
    /**
     * The number of rows.
     *
     * @return how many tokens look
     */
    int queryCount();

    /**
     * The number of columns.
     *
     * @return how many tokens are looked at
     */
    int keyCount();

    /**
     * What the numbers in a row are.
     *
     * @return the meaning, the same for all rows
     */
    RowMeaning rowMeaning();

    /**
     * One weight.
     *
     * @param query row, zero-based among the extracted rows
     * @param key column, zero-based among the extracted columns
     * @return the model's own number, not rounded
     * @throws IndexOutOfBoundsException if there is no such row or column
     */
    float weight(int query, int key);

    /**
     * One row.
     *
     * @param query row, zero-based among the extracted rows
     * @return {@link #keyCount()} weights, read-only, position 0; each call gives a buffer of its own
     * @throws IndexOutOfBoundsException if there is no such row
     */
    FloatBuffer row(int query);

    /**
     * Copies one row.
     *
     * @param query row, zero-based among the extracted rows
     * @param target where to write {@link #keyCount()} weights
     * @param offset first index written
     * @throws IndexOutOfBoundsException if there is no such row, or the target is too small
     */
    void copyRow(int query, float[] target, int offset);

    /**
     * Copies the whole matrix, row by row.
     *
     * @param target where to write {@code queryCount() * keyCount()} weights
     * @param offset first index written
     * @throws IndexOutOfBoundsException if the target is too small
     */
    default void copyTo(float[] target, int offset) {
        for (int query = 0; query < queryCount(); query++) {
            copyRow(query, target, offset + query * keyCount());
        }
    }

    /**
     * The whole matrix, row by row.
     *
     * @return a new array of {@code queryCount() * keyCount()} weights
     */
    default float[] toArray() {
        float[] copy = new float[Math.multiplyExact(queryCount(), keyCount())];
        copyTo(copy, 0);
        return copy;
    }

    /**
     * What a row adds up to.
     *
     * @param query row, zero-based among the extracted rows
     * @return the sum, accumulated in double precision
     * @throws IndexOutOfBoundsException if there is no such row
     */
    default double rowSum(int query) {
        float[] row = new float[keyCount()];
        copyRow(query, row, 0);
        double sum = 0;
        for (float weight : row) {
            sum += weight;
        }
        return sum;
    }
}
