package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;

/**
 * Tells DJL that a translator puts batches together itself, as padding has to be known when the results are made.
 * {@code Predictor} asks for nothing else.
 */
public final class WholeBatch implements Batchifier {
    /** The only one. */
    public static final WholeBatch INSTANCE = new WholeBatch();

    private static final long serialVersionUID = 1L;

    private WholeBatch() {}

    @Override
    public NDList batchify(NDList[] inputs) {
        return single(inputs.length, inputs[0]);
    }

    @Override
    public NDList[] unbatchify(NDList inputs) {
        return new NDList[] {inputs};
    }

    @Override
    public NDList[] split(NDList list, int numOfSlices, boolean evenSplit) {
        return new NDList[] {single(numOfSlices, list)};
    }

    private static NDList single(int count, NDList list) {
        if (count != 1) {
            throw new UnsupportedOperationException(
                    "Attention is batched by batchProcessInput, which knows how long each input is");
        }
        return list;
    }
}
