package io.github.attention4j.analysis.flow;

import java.util.stream.IntStream;

/**
 * A product of two row-major float matrices: what takes the time in a rollout, and can be handed to a linear-algebra
 * library. Implementations are thread-safe.
 */
@FunctionalInterface
public interface MatrixProduct {
    /** Plain Java on the calling thread; a number is off by at most {@code inner * 2^-24} of the sum of magnitudes. */
    MatrixProduct PLAIN = (left, right, result, rows, inner, columns) ->
            PlainProduct.rows(left, right, result, 0, rows, inner, columns);

    /** As {@link #PLAIN}, with the same numbers, the rows shared out among the threads of the common pool. */
    MatrixProduct PARALLEL = (left, right, result, rows, inner, columns) -> {
        int block = 64;
        IntStream.range(0, (rows + block - 1) / block)
                .parallel()
                .forEach(i -> PlainProduct.rows(
                        left, right, result, i * block, Math.min(rows, (i + 1) * block), inner, columns));
    };

    /**
     * Writes {@code left · right}.
     *
     * @param left {@code [rows, inner]}
     * @param right {@code [inner, columns]}
     * @param result {@code [rows, columns]}, overwritten; neither of the other two
     * @param rows rows of the result
     * @param inner what is summed over
     * @param columns columns of the result
     */
    void multiply(float[] left, float[] right, float[] result, int rows, int inner, int columns);
}
