package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Element types here and in ONNX Runtime. */
final class Types {
    private Types() {}

    static ElementType of(TensorInfo info) {
        return switch (info.type) {
            case FLOAT -> ElementType.FLOAT32;
            case DOUBLE -> ElementType.FLOAT64;
            case FLOAT16 -> ElementType.FLOAT16;
            case BFLOAT16 -> ElementType.BFLOAT16;
            case INT64 -> ElementType.INT64;
            case INT32 -> ElementType.INT32;
            case INT8 -> ElementType.INT8;
            case UINT8 -> ElementType.UINT8;
            case BOOL -> ElementType.BOOL;
            default -> throw new ExtractionException("The model has a tensor of type " + info.type
                    + ", which has no counterpart among " + Arrays.toString(ElementType.values()));
        };
    }

    static OnnxJavaType of(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }

    /** A copy for the engine, which reads native byte order only. */
    static OnnxTensor feed(Tensor tensor) throws OrtException {
        ByteBuffer bytes = tensor.bytes();
        int width = tensor.type().bytes();
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
        if (bytes.order() == ByteOrder.nativeOrder() || width == 1) {
            copy.put(bytes);
        } else {
            for (int at = 0; at < bytes.limit(); at += width) {
                for (int i = 0; i < width; i++) {
                    copy.put(at + i, bytes.get(at + width - 1 - i));
                }
            }
        }
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), copy.rewind(), tensor.shape(), of(tensor.type()));
    }
}
