package io.github.attention4j;

/**
 * The form in which weights leave the engine. The narrower ones move fewer bytes and are approximate;
 * {@link AttentionLayer#errorBound()} says by how much each layer of a result may be off. Scores, vectors and outputs
 * are never narrowed.
 *
 * <p>It is a permission: a backend that gains nothing from a narrow transfer gives the exact weights, with an error
 * bound of 0.
 */
public enum Transfer {
    /** As the model computes them; exact. */
    EXACT(0),
    /** Half precision, 2 bytes a weight: a weight is off by at most 2<sup>-12</sup> = 0.00025. */
    ROUNDED_TO_FLOAT16(0x1p-12f),
    /**
     * 255 steps between 0 and the largest weight of a row, 1 byte a weight: a weight is off by at most half a step, the
     * row's largest weight / 510, so by 0.00197 at most.
     */
    ROUNDED_TO_8_BITS(1.001f / 510);

    private final float errorBound;

    Transfer(float errorBound) {
        this.errorBound = errorBound;
    }

    /**
     * The most by which a weight of a model, between 0 and 1, may be off.
     *
     * @return an absolute bound, 0 for an exact transfer
     */
    public float errorBound() {
        return errorBound;
    }
}
