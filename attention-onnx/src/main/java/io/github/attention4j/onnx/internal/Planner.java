package io.github.attention4j.onnx.internal;

import io.github.attention4j.Reduction;
import io.github.attention4j.Transfer;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.TensorType;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit.NewInput;
import io.github.attention4j.onnx.graph.rewrite.ModelEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NewTensor;
import io.github.attention4j.onnx.graph.site.FoundSite;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the form of a request into an edit of the model, so that only what was asked for is computed and returned. */
final class Planner {
    /** What the names of added inputs and tensors begin with. */
    static final String OWN = "attention4j.";

    static final String HEADS = OWN + "heads";
    static final String ROWS = OWN + "rows";
    static final String COLUMNS = OWN + "columns";

    private static final long HEAD_AXIS = -3;
    private static final long QUERY_AXIS = -2;
    private static final long KEY_AXIS = -1;
    /** From here on, reductions take their axes as an input. */
    private static final long AXES_AS_INPUT = 18;

    private final OnnxModel model;
    private final List<FoundSite> sites;

    Planner(OnnxModel model, List<FoundSite> sites) {
        this.model = model;
        this.sites = sites;
    }

    /**
     * What a plan returns for one site, by the names of the rewritten model's outputs.
     *
     * @param site the site
     * @param weights the weights, reduced and selected as asked
     * @param rowScales the largest weight of each row, where the weights are steps up to it; or null
     * @param topK what else there is of top-k weights, or null
     * @param scores the scores, or null
     * @param vectors queries, keys and values, or null
     */
    record SiteOutputs(
            FoundSite site,
            String weights,
            @Nullable String rowScales,
            @Nullable TopKOutputs topK,
            @Nullable String scores,
            @Nullable VectorOutputs vectors) {}

    /**
     * Query, key and value vectors.
     *
     * @param queries the output that holds the queries
     * @param keys the output that holds the keys
     * @param values the output that holds the values
     */
    record VectorOutputs(String queries, String keys, String values) {}

    /**
     * What goes with top-k weights.
     *
     * @param keys the keys that they belong to
     * @param fullShape the shape of the weights that they were picked from
     */
    record TopKOutputs(String keys, String fullShape) {}

    /**
     * An edit and what it returns.
     *
     * @param edit the edit
     * @param sites what each site returns
     * @param ownOutputs the model's own outputs that are returned
     */
    record Draft(ModelEdit edit, List<SiteOutputs> sites, List<String> ownOutputs) {}

    Draft draft(PlanKey key) {
        ModelEdit edit = new ModelEdit();
        GraphEdit graph = edit.main();
        if (!key.outputs()) {
            graph.dropOldOutputs();
        }
        if (key.selectsHeads()) {
            addIndices(graph, HEADS);
        }
        if (key.selectsRows()) {
            addIndices(graph, ROWS);
        }
        if (key.selectsColumns()) {
            addIndices(graph, COLUMNS);
        }
        List<SiteOutputs> outputs = new ArrayList<>();
        for (int position : key.sites()) {
            outputs.add(addSite(graph, key, sites.get(position), position));
        }
        List<String> own = key.outputs()
                ? model.graph().outputs().stream().map(TensorType::name).toList()
                : List.of();
        return new Draft(edit, outputs, own);
    }

    private static void addIndices(GraphEdit graph, String name) {
        graph.add(new NewInput(name, StoredTensor.INT64, 1));
    }

    private SiteOutputs addSite(GraphEdit graph, PlanKey key, FoundSite site, int position) {
        SiteTensors tensors = site.tensors();
        String prefix = OWN + position + ".";
        String weights = Lifter.lift(graph, site.place(), SitePart.WEIGHTS, prefix + "lifted.weights");
        weights = selected(graph, key, oriented(graph, prefix + "weights", weights, tensors));
        TopKOutputs topK = null;
        if (key.reduction() instanceof Reduction.HeadMean) {
            weights = reduced(graph, "ReduceMean", weights, HEAD_AXIS);
        } else if (key.reduction() instanceof Reduction.HeadMax) {
            weights = reduced(graph, "ReduceMax", weights, HEAD_AXIS);
        } else if (key.reduction() instanceof Reduction.TopK top) {
            topK = new TopKOutputs(weights + ".keys", weights + ".shape");
            weights = topK(graph, weights, topK, top.k());
        }
        String rowScales = null;
        if (key.transfer() == Transfer.ROUNDED_TO_FLOAT16) {
            weights = Rounding.toHalf(graph, weights);
        } else if (key.transfer() == Transfer.ROUNDED_TO_8_BITS) {
            rowScales = reduced(graph, "ReduceMax", weights, KEY_AXIS);
            weights = Rounding.toSteps(graph, full(weights), rowScales);
            expose(graph, rowScales);
        }
        expose(graph, weights);
        String scores = null;
        if (key.scores()) {
            scores = Lifter.lift(graph, site.place(), SitePart.SCORES, prefix + "lifted.scores");
            scores = selected(graph, key, oriented(graph, prefix + "scores", scores, tensors));
            expose(graph, scores);
        }
        return new SiteOutputs(
                site, weights, rowScales, topK, scores, key.vectors() ? vectors(graph, site, prefix) : null);
    }

    private VectorOutputs vectors(GraphEdit graph, FoundSite site, String prefix) {
        VectorOutputs outputs = new VectorOutputs(
                Lifter.lift(graph, site.place(), SitePart.QUERIES, prefix + "lifted.queries"),
                Lifter.lift(graph, site.place(), SitePart.KEYS, prefix + "lifted.keys"),
                Lifter.lift(graph, site.place(), SitePart.VALUES, prefix + "lifted.values"));
        expose(graph, outputs.queries());
        expose(graph, outputs.keys());
        expose(graph, outputs.values());
        return outputs;
    }

    private void expose(GraphEdit graph, String tensor) {
        boolean alreadyThere = graph.keepsOldOutputs()
                && model.graph().outputs().stream()
                        .anyMatch(output -> output.name().equals(tensor));
        if (!alreadyThere) {
            graph.output(tensor);
        }
    }

    /** Queries and keys as the last two axes. */
    private static String oriented(GraphEdit graph, String name, String tensor, SiteTensors tensors) {
        if (tensors.axes().areLastTwo()) {
            return tensor;
        }
        graph.add(NewNode.of("Transpose", List.of(tensor), name, Map.of("perm", tensors.orientation())));
        return name;
    }

    private static String selected(GraphEdit graph, PlanKey key, String tensor) {
        String selected = tensor;
        if (key.selectsHeads()) {
            selected = gathered(graph, selected, HEADS, HEAD_AXIS);
        }
        if (key.selectsRows()) {
            selected = gathered(graph, selected, ROWS, QUERY_AXIS);
        }
        if (key.selectsColumns()) {
            selected = gathered(graph, selected, COLUMNS, KEY_AXIS);
        }
        return selected;
    }

    private static String gathered(GraphEdit graph, String tensor, String indices, long axis) {
        String output = tensor + "." + indices;
        graph.add(NewNode.of("Gather", List.of(tensor, indices), output, Map.of("axis", axis)));
        return output;
    }

    private static String full(String tensor) {
        return tensor + ".float";
    }

    private String reduced(GraphEdit graph, String operator, String tensor, long axis) {
        String output = tensor + "." + operator;
        String full = full(tensor);
        // Half-precision weights are averaged in single precision; for single precision this is the identity.
        graph.add(NewNode.of("Cast", List.of(tensor), full, Map.of("to", (long) StoredTensor.FLOAT)));
        if (opset() >= AXES_AS_INPUT) {
            String axes = output + ".axes";
            graph.add(NewTensor.ofLongs(axes, axis));
            graph.add(NewNode.of(operator, List.of(full, axes), output, Map.of("keepdims", 1L)));
        } else {
            graph.add(NewNode.of(operator, List.of(full), output, Map.of("axes", List.of(axis), "keepdims", 1L)));
        }
        return output;
    }

    /** Rows shorter than k are kept whole. */
    private static String topK(GraphEdit graph, String tensor, TopKOutputs outputs, int k) {
        String top = tensor + ".top";
        graph.add(NewTensor.ofLongs(top + ".axis", -1));
        graph.add(NewTensor.ofLongs(top + ".end", Long.MAX_VALUE));
        graph.add(NewTensor.ofLongs(top + ".wanted", k));
        graph.add(NewNode.of("Shape", List.of(tensor), outputs.fullShape(), Map.of()));
        graph.add(
                NewNode.of("Slice", List.of(outputs.fullShape(), top + ".axis", top + ".end"), top + ".row", Map.of()));
        // Min takes whole numbers only from opset 12 on.
        graph.add(NewNode.of("Less", List.of(top + ".row", top + ".wanted"), top + ".short", Map.of()));
        graph.add(NewNode.of("Where", List.of(top + ".short", top + ".row", top + ".wanted"), top + ".k", Map.of()));
        graph.add(new NewNode(
                "TopK", "", List.of(tensor, top + ".k"), List.of(top, outputs.keys()), Map.of("axis", -1L)));
        graph.output(outputs.keys());
        graph.output(outputs.fullShape());
        return top;
    }

    private long opset() {
        return model.opsets().getOrDefault("", 0L);
    }
}
