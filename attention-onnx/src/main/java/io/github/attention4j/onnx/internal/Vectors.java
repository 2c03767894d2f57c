package io.github.attention4j.onnx.internal;

import io.github.attention4j.HeadVectors;
import io.github.attention4j.onnx.graph.site.Factor;
import java.nio.FloatBuffer;

/** Lays query, key and value vectors out as {@code [heads, tokens, dimension]}. */
final class Vectors {
    private Vectors() {}

    static HeadVectors of(Output output, Factor factor) {
        long[] shape = output.shape();
        int rank = shape.length;
        int[] order = order(factor, rank);
        int tokens = (int) shape[order[rank - 2]];
        int dimension = (int) shape[order[rank - 1]];
        FloatBuffer numbers = output.floats();
        int perHead = tokens * dimension;
        int heads = perHead == 0 ? 0 : numbers.remaining() / perHead;
        return HeadVectors.wrap(isInOrder(order) ? numbers : permuted(numbers, shape, order), heads, tokens, dimension);
    }

    private static int[] order(Factor factor, int rank) {
        int[] order = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            order[axis] =
                    factor.layout() == null ? axis : factor.layout().get(axis).intValue();
        }
        if (factor.transposed()) {
            order[rank - 2] = rank - 1;
            order[rank - 1] = rank - 2;
        }
        return order;
    }

    private static boolean isInOrder(int[] order) {
        for (int axis = 0; axis < order.length; axis++) {
            if (order[axis] != axis) {
                return false;
            }
        }
        return true;
    }

    private static FloatBuffer permuted(FloatBuffer source, long[] shape, int[] order) {
        int rank = shape.length;
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= (int) shape[axis];
        }
        float[] target = new float[source.remaining()];
        int[] index = new int[rank];
        for (int i = 0; i < target.length; i++) {
            int from = 0;
            for (int axis = 0; axis < rank; axis++) {
                from += index[axis] * strides[order[axis]];
            }
            target[i] = source.get(from);
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == shape[order[axis]]; axis--) {
                index[axis] = 0;
            }
        }
        return FloatBuffer.wrap(target);
    }
}
