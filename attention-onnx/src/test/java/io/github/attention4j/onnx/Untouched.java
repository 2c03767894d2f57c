package io.github.attention4j.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Models as ONNX Runtime alone runs them. */
final class Untouched {
    private Untouched() {}

    /** All outputs of a model file. */
    static Map<String, float[]> outputs(Path model, Map<String, Tensor> inputs) throws OrtException {
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toString())) {
            return outputs(session, inputs, session.getOutputNames());
        }
    }

    /** Some outputs of an open session. */
    static Map<String, float[]> outputs(OrtSession session, Map<String, Tensor> inputs, Set<String> names)
            throws OrtException {
        Map<String, OnnxTensor> feed = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                feed.put(input.getKey(), tensor(input.getValue()));
            }
            try (OrtSession.Result result = session.run(feed, names)) {
                Map<String, float[]> outputs = new LinkedHashMap<>();
                result.forEach(output -> outputs.put(
                        output.getKey(),
                        ((OnnxTensor) output.getValue()).getFloatBuffer().array()));
                return outputs;
            }
        } finally {
            feed.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Tensor tensor) throws OrtException {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(tensor.bytes().remaining()).order(ByteOrder.nativeOrder());
        direct.put(tensor.bytes()).rewind();
        OnnxJavaType type =
                switch (tensor.type()) {
                    case INT64 -> OnnxJavaType.INT64;
                    case BOOL -> OnnxJavaType.BOOL;
                    case FLOAT16 -> OnnxJavaType.FLOAT16;
                    case UINT8 -> OnnxJavaType.UINT8;
                    default -> OnnxJavaType.FLOAT;
                };
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), direct, tensor.shape(), type);
    }
}
