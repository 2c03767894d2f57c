package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a model's inputs out of DJL's arrays. */
public final class ArrayTensors {
    private ArrayTensors() {}

    /**
     * The arrays as tensors by the names of the model's inputs.
     *
     * @param arrays named like the inputs, or in their order
     * @param inputs what the model takes
     * @return a copy
     * @throws InvalidInputException if number or types do not fit
     */
    public static Map<String, Tensor> of(NDList arrays, List<String> inputs) {
        if (arrays.size() != inputs.size()) {
            throw new InvalidInputException("The model takes " + inputs.size() + " inputs, " + inputs
                    + ", but the list holds " + arrays.size());
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < arrays.size(); i++) {
            NDArray array = arrays.get(i);
            tensors.put(array.getName() == null ? inputs.get(i) : array.getName(), tensor(array));
        }
        return tensors;
    }

    private static Tensor tensor(NDArray array) {
        ElementType type =
                switch (array.getDataType()) {
                    case FLOAT32 -> ElementType.FLOAT32;
                    case INT64 -> ElementType.INT64;
                    case INT32 -> ElementType.INT32;
                    case BOOLEAN -> ElementType.BOOL;
                    default -> throw new InvalidInputException("The input " + array.getName() + " is of type "
                            + array.getDataType() + "; expected FLOAT32, INT64, INT32 or BOOLEAN");
                };
        ByteBuffer bytes = array.toByteBuffer(true);
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.nativeOrder());
        copy.put(bytes.duplicate()).flip();
        return Tensor.wrap(type, copy, array.getShape().getShape());
    }
}
