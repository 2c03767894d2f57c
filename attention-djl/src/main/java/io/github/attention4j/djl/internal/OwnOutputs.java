package io.github.attention4j.djl.internal;

import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;

/**
 * The share of one input in outputs that are no attention.
 *
 * @param batch the number of inputs that were run together
 * @param padded the length that shorter inputs were padded to, or 0
 */
record OwnOutputs(int batch, int padded) {
    Tensor part(ModelOutput output, int input, int length) {
        long[] shape = output.shape();
        FloatBuffer all = output.floats();
        if (batch == 1 || shape.length == 0 || shape[0] != batch) {
            float[] values = new float[all.limit()];
            all.get(values);
            return Tensor.ofFloats(values, shape);
        }
        shape[0] = 1;
        int size = all.limit() / batch;
        if (shape.length > 1 && shape[1] == padded) {
            // Tokens are the second axis: those of the input come first, and padding behind them.
            shape[1] = length;
        }
        float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
        all.get(input * size, values);
        return Tensor.ofFloats(values, shape);
    }
}
