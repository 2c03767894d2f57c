package io.github.attention4j.analysis.compare;

/**
 * Which head.
 *
 * @param layer the model's own number of the layer
 * @param head the model's own number of the head
 */
public record HeadRef(int layer, int head) {
    /** The usual short form, {@code layer.head}. */
    @Override
    public String toString() {
        return layer + "." + head;
    }
}
