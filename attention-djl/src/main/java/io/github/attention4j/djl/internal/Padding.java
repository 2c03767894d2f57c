package io.github.attention4j.djl.internal;

import io.github.attention4j.InvalidInputException;

/** Cutting padding away is right only if nobody looked at it. */
final class Padding {
    private static final double TOLERANCE = 1e-3;

    private Padding() {}

    static void requireUnseen(Selected part, int keys, ModelOutput output) {
        Layout layout = part.layout();
        for (int head : part.heads()) {
            for (int row : part.rows()) {
                int start = layout.start(part.input(), 0, head) + row * layout.columns();
                double seen = 0;
                for (int key = keys; key < layout.columns(); key++) {
                    seen += part.numbers().get(start + key);
                }
                if (seen > TOLERANCE) {
                    throw new InvalidInputException("In a batch of different lengths tokens looked at the padding of a "
                            + "shorter input (" + output.label() + ", head " + head + ", row " + row
                            + "). The model needs an attention mask among its inputs for that; run inputs of different "
                            + "lengths one by one");
                }
            }
        }
    }
}
