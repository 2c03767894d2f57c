package io.github.attention4j.onnx.internal;

import io.github.attention4j.tensor.Tensor;
import java.nio.FloatBuffer;

/** Rows of which only the largest weights were kept. */
final class TopRows {
    private TopRows() {}

    /** Full rows, 0 where a weight was not kept. */
    static FloatBuffer spread(FloatBuffer kept, Output weights, Output keys, int keyCount) {
        long[] positions = keys.toTensor().toLongArray();
        int perRow = weights.extent(-1);
        int rows = perRow == 0 ? 0 : positions.length / perRow;
        float[] full = new float[Math.toIntExact(Tensor.elementCount(rows, keyCount))];
        for (int i = 0; i < positions.length; i++) {
            full[i / perRow * keyCount + (int) positions[i]] = kept.get(i);
        }
        return FloatBuffer.wrap(full);
    }
}
