package io.github.attention4j;

import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * One vector per head and token, {@code [heads, tokens, dimension]}: a layer's queries, keys or values.
 *
 * <p>Where several query heads share one key head (grouped-query attention, Ainslie et al. 2023), keys and values are
 * kept once per shared head: query head h reads head {@code h / (queryHeads / headCount())}. Immutable, thread-safe.
 */
public final class HeadVectors {
    private final FloatBuffer vectors;
    private final int headCount;
    private final int tokenCount;
    private final int dimension;

    private HeadVectors(FloatBuffer vectors, int headCount, int tokenCount, int dimension) {
        this.vectors = vectors;
        this.headCount = headCount;
        this.tokenCount = tokenCount;
        this.dimension = dimension;
    }

    /**
     * Wraps a buffer without copying it; the caller must not write to it afterwards.
     *
     * @param vectors {@code headCount * tokenCount * dimension} numbers from position 0 to the limit
     * @param headCount number of heads
     * @param tokenCount number of tokens
     * @param dimension length of each vector
     * @return the vectors
     * @throws IllegalArgumentException if the buffer does not hold that many numbers
     */
    public static HeadVectors wrap(FloatBuffer vectors, int headCount, int tokenCount, int dimension) {
        long expected = (long) headCount * tokenCount * dimension;
        if (headCount < 0 || tokenCount < 0 || dimension < 0 || vectors.limit() != expected) {
            throw new IllegalArgumentException("Expected [" + headCount + ", " + tokenCount + ", " + dimension + "] = "
                    + expected + " numbers, got " + vectors.limit());
        }
        return new HeadVectors(vectors.asReadOnlyBuffer().rewind(), headCount, tokenCount, dimension);
    }

    /**
     * The number of heads that have vectors of their own.
     *
     * @return for keys and values possibly fewer than the layer's query heads
     */
    public int headCount() {
        return headCount;
    }

    /**
     * The number of tokens.
     *
     * @return how many vectors each head has
     */
    public int tokenCount() {
        return tokenCount;
    }

    /**
     * The length of each vector.
     *
     * @return numbers per vector
     */
    public int dimension() {
        return dimension;
    }

    /**
     * All numbers, {@code [heads, tokens, dimension]}.
     *
     * @return a read-only view, position 0
     */
    public FloatBuffer buffer() {
        return vectors.duplicate();
    }

    /**
     * One vector.
     *
     * @param head zero-based, below {@link #headCount()}
     * @param token zero-based position
     * @return {@link #dimension()} numbers, a read-only view
     * @throws IndexOutOfBoundsException if there is no such head or token
     */
    public FloatBuffer vector(int head, int token) {
        int row = Objects.checkIndex(head, headCount) * tokenCount + Objects.checkIndex(token, tokenCount);
        return vectors.slice(row * dimension, dimension);
    }
}
