package io.github.attention4j.onnx.internal;

import io.github.attention4j.AttentionRequest;
import io.github.attention4j.Reduction;
import io.github.attention4j.Transfer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The form of a request: requests of equal form run on the same rewritten model, whatever their input and whichever
 * heads, rows and columns they name.
 *
 * @param sites positions of the wanted sites
 * @param selectsHeads whether the graph picks heads
 * @param selectsRows whether the graph picks query rows
 * @param selectsColumns whether the graph picks key columns
 * @param reduction what the graph keeps of the heads
 * @param transfer the form in which weights leave the graph
 * @param vectors whether queries, keys and values come along
 * @param scores whether scores come along
 * @param outputs whether the model's own outputs come along
 */
record PlanKey(
        List<Integer> sites,
        boolean selectsHeads,
        boolean selectsRows,
        boolean selectsColumns,
        Reduction reduction,
        Transfer transfer,
        boolean vectors,
        boolean scores,
        boolean outputs) {

    static PlanKey all(int sites) {
        return new PlanKey(
                IntStream.range(0, sites).boxed().toList(),
                false,
                false,
                false,
                Reduction.NONE,
                Transfer.EXACT,
                false,
                false,
                false);
    }

    /** The same with the model's own outputs. */
    PlanKey withOutputs() {
        return new PlanKey(
                sites, selectsHeads, selectsRows, selectsColumns, reduction, transfer, vectors, scores, true);
    }

    static PlanKey of(AttentionRequest request, List<Integer> wanted) {
        return new PlanKey(
                wanted,
                !request.heads().isAll(),
                !request.queryRows().isAll(),
                !request.keyColumns().isAll(),
                request.reduction(),
                request.transfer(),
                request.vectors(),
                request.scores(),
                request.outputs());
    }
}
