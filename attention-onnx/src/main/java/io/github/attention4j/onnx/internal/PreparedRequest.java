package io.github.attention4j.onnx.internal;

import ai.onnxruntime.TensorInfo;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that was checked against the model.
 *
 * @param request what was asked
 * @param key its form
 * @param tokens the tokens of a text or of ids, or null for tensors
 * @param labels the tokens of rows and columns
 * @param heads the numbers of the selected heads, empty if all are wanted
 */
record PreparedRequest(
        AttentionRequest request,
        PlanKey key,
        @Nullable TokenSequence tokens,
        TokenLabels labels,
        List<Integer> heads) {

    /** The model's inputs by name. */
    Map<String, Tensor> inputs(Map<String, TensorInfo> wanted) {
        return tokens == null ? ((AttentionInput.Tensors) request.input()).tensors() : ModelInputs.fill(wanted, tokens);
    }

    /** What tells the graph which heads, rows and columns to pick. */
    Map<String, Tensor> selections() {
        Map<String, Tensor> selections = new LinkedHashMap<>();
        if (key.selectsHeads()) {
            selections.put(Planner.HEADS, indices(heads));
        }
        if (key.selectsRows()) {
            selections.put(Planner.ROWS, indices(request.queryRows().numbers()));
        }
        if (key.selectsColumns()) {
            selections.put(Planner.COLUMNS, indices(request.keyColumns().numbers()));
        }
        return selections;
    }

    private static Tensor indices(List<Integer> numbers) {
        return Tensor.ofLongs(numbers.stream().mapToLong(Integer::longValue).toArray(), numbers.size());
    }
}
