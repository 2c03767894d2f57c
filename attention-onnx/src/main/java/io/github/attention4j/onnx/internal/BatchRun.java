package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OrtException;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Several inputs in one run: padded on the way in, cut to their own lengths on the way out. */
final class BatchRun {
    /** Where a mask hides padding, nothing looks at it. */
    private static final float NOTHING = 1e-7f;

    private final List<PreparedRequest> requests;
    private final int longest;

    BatchRun(List<PreparedRequest> requests) {
        this.requests = requests;
        this.longest = requests.stream().mapToInt(Batches::length).max().orElse(0);
    }

    /** The outputs of each request, or empty if the model does not keep its inputs apart. */
    Optional<List<Map<String, Output>>> run(SessionPlan plan) throws OrtException {
        Map<String, Output> together = plan.run(inputs(plan));
        Set<String> weights = new HashSet<>();
        for (Planner.SiteOutputs site : plan.draft().sites()) {
            weights.add(site.weights());
            if (site.rowScales() != null) {
                weights.add(site.rowScales());
            }
        }
        List<Map<String, Output>> apart = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Map<String, Output> own = new LinkedHashMap<>();
            for (Map.Entry<String, Output> output : together.entrySet()) {
                long[] shape = output.getValue().shape();
                boolean attention = weights.contains(output.getKey());
                if (shape.length == 0 || shape[0] != requests.size() || (attention && shape.length != 4)) {
                    return Optional.empty();
                }
                Optional<Output> part = attention
                        ? cut(output.getValue(), i)
                        : Optional.of(output.getValue().part(i));
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                own.put(output.getKey(), part.get());
            }
            apart.add(own);
        }
        return Optional.of(apart);
    }

    private Map<String, Tensor> inputs(SessionPlan plan) {
        Map<String, List<Tensor>> parts = new LinkedHashMap<>();
        for (PreparedRequest request : requests) {
            request.inputs(plan.inputs())
                    .forEach((name, tensor) -> parts.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(padded(tensor)));
        }
        Map<String, Tensor> joined = new LinkedHashMap<>();
        parts.forEach((name, tensors) -> joined.put(name, Tensor.join(tensors)));
        joined.putAll(requests.get(0).selections());
        return joined;
    }

    /** With zeros: of ids any will do, and in a mask they say that there is nothing. */
    private Tensor padded(Tensor row) {
        ElementType type = row.type();
        ByteBuffer bytes = ByteBuffer.allocate(longest * type.bytes()).order(ByteOrder.nativeOrder());
        bytes.put(row.bytes()).rewind();
        return Tensor.wrap(type, bytes, 1, longest);
    }

    /** Without the rows and columns of padding; the scales of rows have one column. */
    private Optional<Output> cut(Output weights, int index) {
        PreparedRequest request = requests.get(index);
        int length = Batches.length(request);
        int rows = request.key().selectsRows() ? weights.extent(-2) : length;
        int columns = Math.min(length, weights.extent(-1));
        return weights.part(index).cut(rows, columns, NOTHING);
    }
}
