package io.github.attention4j.onnx.internal;

import ai.onnxruntime.TensorInfo;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.Reduction;
import io.github.attention4j.Selection;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.onnx.graph.OnnxGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which requests can run together: of one form, and of nearly the same length, as padding is computed, too. */
final class Batches {
    private static final int LARGEST = 32;
    /** Longer inputs keep all cores busy on their own. */
    private static final int LONGEST_TOKENS = 128;

    private static final double PADDING_ALLOWED = 1.25;

    private Batches() {}

    /** What must be equal for requests to run together. */
    private record Form(PlanKey key, List<Integer> heads, Selection rows, int exactLength) {}

    /** Whether a model takes several inputs at once, and a mask that hides padding. */
    static boolean suit(OnnxGraph graph, Map<String, TensorInfo> inputs) {
        // Their scale is taken over the whole batch, so that each input would change with its neighbours.
        boolean quantised = graph.nodes().stream()
                .anyMatch(node -> node.is("DynamicQuantizeLinear")
                        || node.operator().startsWith("DynamicQuantize")
                        || node.operator().equals("QAttention"));
        boolean masked = inputs.keySet().stream().anyMatch(name -> name.contains("mask"));
        boolean open = inputs.entrySet().stream()
                .filter(input -> !input.getKey().startsWith(Planner.OWN))
                .map(input -> input.getValue().getShape())
                .allMatch(shape -> shape.length == 2 && shape[0] < 0 && shape[1] < 0);
        return masked && open && !quantised;
    }

    /** Positions of the requests that run together; in each group by length. */
    static List<List<Integer>> of(List<PreparedRequest> requests) {
        Map<Form, List<Integer>> byForm = new LinkedHashMap<>();
        List<List<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            PreparedRequest request = requests.get(i);
            if (isBatchable(request)) {
                byForm.computeIfAbsent(form(request), form -> new ArrayList<>()).add(i);
            } else {
                groups.add(List.of(i));
            }
        }
        byForm.values().forEach(alike -> groups.addAll(ofLikeLength(requests, alike)));
        return groups;
    }

    private static boolean isBatchable(PreparedRequest prepared) {
        AttentionRequest request = prepared.request();
        return prepared.tokens() != null
                && length(prepared) <= LONGEST_TOKENS
                && !(request.reduction() instanceof Reduction.TopK)
                && request.keyColumns().isAll()
                && !request.vectors()
                && !request.scores();
    }

    private static Form form(PreparedRequest prepared) {
        AttentionRequest request = prepared.request();
        // Which axes of the model's own outputs to cut is not known.
        int exactLength = request.outputs() ? length(prepared) : -1;
        return new Form(prepared.key(), prepared.heads(), request.queryRows(), exactLength);
    }

    static int length(PreparedRequest prepared) {
        TokenSequence tokens = prepared.tokens();
        return tokens == null ? 0 : tokens.size();
    }

    private static List<List<Integer>> ofLikeLength(List<PreparedRequest> requests, List<Integer> alike) {
        List<Integer> sorted = new ArrayList<>(alike);
        sorted.sort(Comparator.comparingInt(i -> length(requests.get(i))));
        List<List<Integer>> groups = new ArrayList<>();
        List<Integer> group = new ArrayList<>();
        for (int i : sorted) {
            boolean fits = group.isEmpty()
                    || (group.size() < LARGEST
                            && length(requests.get(i)) <= PADDING_ALLOWED * length(requests.get(group.get(0))) + 1);
            if (!fits) {
                groups.add(group);
                group = new ArrayList<>();
            }
            group.add(i);
        }
        groups.add(group);
        return groups;
    }
}
