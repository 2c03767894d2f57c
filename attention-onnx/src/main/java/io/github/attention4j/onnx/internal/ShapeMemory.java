package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns how the shape of an output follows from the shapes of the inputs, so that memory for it can be made ready
 * before a run. Every extent is explained by a constant or by an axis of an input; a run that contradicts an
 * explanation removes it. Nothing is predicted as long as explanations disagree. Thread-safe.
 */
final class ShapeMemory {
    /** An axis of an input, or a constant where there is no input. */
    private record Source(@Nullable String input, long axisOrConstant) {
        long extent(Map<String, long[]> inputs) {
            if (input == null) {
                return axisOrConstant;
            }
            long[] shape = inputs.get(input);
            return shape == null || axisOrConstant >= shape.length ? -1 : shape[(int) axisOrConstant];
        }
    }

    private final long[] declared;
    private @Nullable List<Set<Source>> explanations;

    ShapeMemory(TensorInfo declared) {
        this.declared = declared.getShape();
    }

    synchronized Optional<long[]> predict(Map<String, long[]> inputs) {
        List<Set<Source>> known = explanations;
        if (known == null) {
            return Optional.empty();
        }
        long[] shape = new long[known.size()];
        for (int axis = 0; axis < shape.length; axis++) {
            Set<Long> extents = new HashSet<>();
            known.get(axis).forEach(source -> extents.add(source.extent(inputs)));
            if (extents.size() != 1 || extents.contains(-1L)) {
                return Optional.empty();
            }
            shape[axis] = extents.iterator().next();
        }
        return Optional.of(shape);
    }

    synchronized void observe(Map<String, long[]> inputs, long[] shape) {
        List<Set<Source>> known = explanations;
        if (known == null || known.size() != shape.length) {
            known = new ArrayList<>();
            for (int axis = 0; axis < shape.length; axis++) {
                known.add(explain(axis, shape[axis], inputs));
            }
            explanations = known;
            return;
        }
        for (int axis = 0; axis < shape.length; axis++) {
            long extent = shape[axis];
            known.get(axis).removeIf(source -> source.extent(inputs) != extent);
        }
    }

    synchronized void forget() {
        explanations = null;
    }

    private Set<Source> explain(int axis, long extent, Map<String, long[]> inputs) {
        Set<Source> sources = new HashSet<>();
        boolean fixed = declared.length > axis && declared[axis] >= 0;
        if (!fixed) {
            inputs.forEach((name, shape) -> {
                for (int i = 0; i < shape.length; i++) {
                    if (shape[i] == extent) {
                        sources.add(new Source(name, i));
                    }
                }
            });
        }
        if (fixed || sources.isEmpty()) {
            sources.add(new Source(null, extent));
        }
        return sources;
    }

    static Map<String, long[]> shapes(Map<String, OnnxTensor> inputs) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.getInfo().getShape()));
        return shapes;
    }
}
