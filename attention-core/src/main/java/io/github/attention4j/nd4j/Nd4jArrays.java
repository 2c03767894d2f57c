package io.github.attention4j.nd4j;

import io.github.attention4j.AttentionLayer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Attention as ND4J arrays, and back. Thread-safe. */
public final class Nd4jArrays {
    private Nd4jArrays() {}

    /**
     * A layer's weights as an array. Where they lie in direct memory in the platform's byte order, as those of files
     * mapped into memory and of engines may, the array is a view: nothing is copied, and the array must not be written
     * to, as results are immutable. Weights on the heap are copied, since ND4J cannot read there.
     *
     * @param layer attention; kept alive by a view
     * @return {@code [heads, queries, keys]}, with windows {@code [windows, heads, queries, keys]}, in C order
     * @throws Nd4jMissingException if ND4J is not there
     */
    public static INDArray of(AttentionLayer layer) {
        Nd4jPresence.require();
        long[] shape = shape(layer);
        FloatBuffer weights = layer.weights();
        if (!isShared(layer)) {
            float[] copy = new float[weights.remaining()];
            weights.get(copy);
            return Nd4j.create(copy, shape);
        }
        // The pointer holds on to the buffer, the array to the pointer.
        FloatPointer pointer = new FloatPointer(weights);
        return Nd4j.create(Nd4j.createBuffer(pointer, weights.remaining(), DataType.FLOAT), shape);
    }

    private static long[] shape(AttentionLayer layer) {
        long heads = layer.heads().size();
        long queries = layer.queryTokens().size();
        long keys = layer.keyTokens().size();
        return layer.windowCount() == 1
                ? new long[] {heads, queries, keys}
                : new long[] {layer.windowCount(), heads, queries, keys};
    }

    /**
     * One head's weights as an array: a view of {@link #of(AttentionLayer)}, whose strides allow it.
     *
     * @param layer attention with one window
     * @param head the model's own number of the head
     * @return {@code [queries, keys]} in C order, not to be written to
     * @throws io.github.attention4j.InvalidRequestException if that head was not extracted
     * @throws Nd4jMissingException if ND4J is not there
     */
    public static INDArray of(AttentionLayer layer, int head) {
        layer.matrix(head);
        List<Integer> heads = layer.heads();
        return of(layer).get(NDArrayIndex.point(heads.indexOf(head)), NDArrayIndex.all(), NDArrayIndex.all());
    }

    /**
     * Whether {@link #of(AttentionLayer)} gives a view.
     *
     * @param layer attention
     * @return true if nothing would be copied
     */
    public static boolean isShared(AttentionLayer layer) {
        FloatBuffer weights = layer.weights();
        return weights.isDirect() && weights.order() == ByteOrder.nativeOrder();
    }

    /**
     * An array's numbers for {@link AttentionLayer.Builder#weights(float[])} and the like. Always a copy: ND4J frees an
     * array's memory when it is collected, whoever else still looks at it.
     *
     * @param array numbers of any type, order and strides
     * @return its numbers as floats in C order
     * @throws Nd4jMissingException if ND4J is not there
     */
    public static float[] toFloats(INDArray array) {
        Nd4jPresence.require();
        return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
    }
}
