package io.github.attention4j.onnx.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A session for requests of one form. Thread-safe. */
final class SessionPlan {
    private final OrtSession session;
    private final Planner.Draft draft;
    private final StagingPool staging;
    private final Map<String, TensorInfo> inputs;
    private final Map<String, TensorInfo> outputs;
    private final Map<String, ShapeMemory> shapes = new LinkedHashMap<>();

    SessionPlan(OrtSession session, Planner.Draft draft, StagingPool staging) throws OrtException {
        this.session = session;
        this.draft = draft;
        this.staging = staging;
        this.inputs = tensors(session.getInputInfo());
        this.outputs = tensors(session.getOutputInfo());
        outputs.forEach((name, info) -> shapes.put(name, new ShapeMemory(info)));
    }

    private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> infos) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        infos.forEach((name, info) -> {
            if (info.getInfo() instanceof TensorInfo tensor) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }

    Planner.Draft draft() {
        return draft;
    }

    Map<String, TensorInfo> inputs() {
        return inputs;
    }

    Map<String, TensorInfo> outputs() {
        return outputs;
    }

    void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new ExtractionException("ONNX Runtime failed to free the model: " + e.getMessage(), e);
        }
    }

    /** Runs the session and copies every output onto the heap. */
    Map<String, Output> run(Map<String, Tensor> given) throws OrtException {
        Map<String, OnnxTensor> feed = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : given.entrySet()) {
                feed.put(input.getKey(), Types.feed(input.getValue()));
            }
            return runFeed(feed);
        } finally {
            feed.values().forEach(OnnxTensor::close);
        }
    }

    private Map<String, Output> runFeed(Map<String, OnnxTensor> feed) throws OrtException {
        Map<String, long[]> inputShapes = ShapeMemory.shapes(feed);
        List<ByteBuffer> borrowed = new ArrayList<>();
        Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
        try {
            pin(inputShapes, pinned, borrowed);
            return runPinned(feed, inputShapes, pinned);
        } catch (OrtException e) {
            if (pinned.isEmpty()) {
                throw e;
            }
            // The only thing that pinning can break is a shape that was foreseen wrongly.
            shapes.values().forEach(ShapeMemory::forget);
            return runPinned(feed, inputShapes, Map.of());
        } finally {
            pinned.values().forEach(OnnxTensor::close);
            borrowed.forEach(staging::giveBack);
        }
    }

    private void pin(Map<String, long[]> inputShapes, Map<String, OnnxTensor> pinned, List<ByteBuffer> borrowed)
            throws OrtException {
        for (Map.Entry<String, ShapeMemory> output : shapes.entrySet()) {
            TensorInfo info = outputs.get(output.getKey());
            Optional<long[]> shape = output.getValue().predict(inputShapes);
            if (info == null || shape.isEmpty()) {
                continue;
            }
            long bytes = Tensor.elementCount(shape.get()) * Types.of(info).bytes();
            if (bytes > 0 && bytes < Integer.MAX_VALUE - (1 << 16)) {
                ByteBuffer buffer = staging.borrow((int) bytes);
                borrowed.add(buffer);
                pinned.put(
                        output.getKey(),
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(), buffer.rewind(), shape.get(), info.type));
            }
        }
    }

    private Map<String, Output> runPinned(
            Map<String, OnnxTensor> feed, Map<String, long[]> inputShapes, Map<String, OnnxTensor> pinned)
            throws OrtException {
        Set<String> unpinned = new LinkedHashSet<>(shapes.keySet());
        unpinned.removeAll(pinned.keySet());
        Map<String, Output> copies = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(feed, unpinned, pinned)) {
            for (String name : shapes.keySet()) {
                OnnxTensor own = pinned.get(name);
                OnnxValue value = own != null ? own : result.get(name).orElse(null);
                if (value instanceof OnnxTensor tensor) {
                    memory(name).observe(inputShapes, tensor.getInfo().getShape());
                    copies.put(
                            name, own == null ? Output.ofEngineOwned(tensor) : Output.ofStaged(tensor, staged(tensor)));
                }
            }
        }
        return copies;
    }

    private static ByteBuffer staged(OnnxTensor tensor) {
        return (ByteBuffer) tensor.getBufferRef().orElseThrow();
    }

    private ShapeMemory memory(String output) {
        ShapeMemory memory = shapes.get(output);
        if (memory == null) {
            throw new IllegalStateException("No output " + output);
        }
        return memory;
    }
}
