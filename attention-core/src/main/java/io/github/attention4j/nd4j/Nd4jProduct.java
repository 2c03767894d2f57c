package io.github.attention4j.nd4j;

import io.github.attention4j.analysis.flow.MatrixProduct;

/**
 * ND4J's matrix product for {@link io.github.attention4j.analysis.flow.Rollout}. It runs on as many threads as ND4J is
 * told to ({@code OMP_NUM_THREADS}); the copies to and from native memory cost O(n²) beside its O(n³).
 */
public final class Nd4jProduct {
    private Nd4jProduct() {}

    /**
     * Starts ND4J.
     *
     * @return a product, thread-safe
     * @throws Nd4jMissingException if ND4J is not there
     */
    public static MatrixProduct create() {
        Nd4jPresence.require();
        return new NativeProduct();
    }
}
