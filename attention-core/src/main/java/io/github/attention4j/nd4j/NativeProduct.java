package io.github.attention4j.nd4j;

import io.github.attention4j.analysis.flow.MatrixProduct;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loaded only when ND4J is there. */
final class NativeProduct implements MatrixProduct {
    @Override
    public void multiply(float[] left, float[] right, float[] result, int rows, int inner, int columns) {
        try (INDArray a = array(left, rows, inner);
                INDArray b = array(right, inner, columns);
                INDArray c = Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c')) {
            a.mmuli(b, c);
            c.data().asNioFloat().get(result, 0, rows * columns);
        }
    }

    private static INDArray array(float[] values, int rows, int columns) {
        return Nd4j.create(values, new long[] {rows, columns});
    }
}
