package io.github.attention4j.onnx.internal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Reduction;
import io.github.attention4j.RowMeaning;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.Transfer;
import io.github.attention4j.onnx.graph.site.FoundSite;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** Makes a result of a run's outputs. */
final class ResultAssembler {
    private final AttentionRequest request;
    private final TokenLabels labels;
    private final List<Integer> heads;
    private final Map<String, Output> outputs;

    /**
     * A maker of one result.
     *
     * @param request what was asked
     * @param labels the tokens of the input
     * @param heads the numbers of the selected heads, empty if all are wanted
     * @param outputs what the run returned
     */
    ResultAssembler(AttentionRequest request, TokenLabels labels, List<Integer> heads, Map<String, Output> outputs) {
        this.request = request;
        this.labels = labels;
        this.heads = heads;
        this.outputs = outputs;
    }

    AttentionResult assemble(ModelDescription model, Planner.Draft draft) {
        AttentionResult.Builder result = AttentionResult.builder().model(model).request(request);
        boolean any = false;
        for (Planner.SiteOutputs site : draft.sites()) {
            // In a branch that was not taken, nothing was computed.
            if (!output(site.weights()).isEmpty()) {
                result.layer(layer(site));
                any = true;
            }
        }
        if (!any) {
            throw new ExtractionException("None of the wanted attention was computed in this run: it lies in a branch "
                    + "of the model that these inputs do not take");
        }
        for (String own : draft.ownOutputs()) {
            Output output = outputs.get(own);
            if (output != null) {
                result.output(own, output.toTensor());
            }
        }
        return result.build();
    }

    private AttentionLayer layer(Planner.SiteOutputs site) {
        FoundSite found = site.site();
        Output weights = output(site.weights());
        Planner.TopKOutputs top = site.topK();
        int columns = top == null ? weights.extent(-1) : keyCount(top);
        AttentionLayer.Builder layer = AttentionLayer.builder(found.kind(), found.layer())
                .tokens(queries(found, weights.extent(-2)), keys(found, columns))
                .weights(
                        top == null ? floats(site) : TopRows.spread(floats(site), weights, output(top.keys()), columns))
                .errorBound(request.transfer().errorBound())
                .windowCount(
                        request.reduction() instanceof Reduction.None ? windows(found, weights) : firstAxis(weights))
                .rowMeaning(meaning(found));
        if (!heads.isEmpty() && !isFused()) {
            layer.heads(heads);
        }
        if (site.scores() != null) {
            layer.scores(output(site.scores()).floats());
        }
        Planner.VectorOutputs vectors = site.vectors();
        if (vectors != null) {
            SiteTensors tensors = found.tensors();
            layer.queries(Vectors.of(output(vectors.queries()), tensors.queries()))
                    .keys(Vectors.of(output(vectors.keys()), tensors.keys()))
                    .values(Vectors.of(output(vectors.values()), tensors.values()));
        }
        return layer.build();
    }

    private boolean isFused() {
        return request.reduction() instanceof Reduction.HeadMean || request.reduction() instanceof Reduction.HeadMax;
    }

    private TokenSequence queries(FoundSite site, int rows) {
        return request.queryRows().isAll()
                ? labels.queries(site.kind(), rows)
                : labels.selectedQueries(site.kind(), request.queryRows());
    }

    private TokenSequence keys(FoundSite site, int columns) {
        return request.keyColumns().isAll()
                ? labels.keys(site.kind(), columns)
                : labels.selectedKeys(site.kind(), request.keyColumns());
    }

    private FloatBuffer floats(Planner.SiteOutputs site) {
        Output weights = output(site.weights());
        String scales = site.rowScales();
        return scales == null
                ? weights.floats()
                : Rounding.fromSteps(weights.floats(), output(scales).floats(), weights.extent(-1));
    }

    private RowMeaning meaning(FoundSite site) {
        RowMeaning reduced = request.reduction().rowMeaning();
        RowMeaning masked = reduced.sumsToOne() && site.tensors().masked() ? RowMeaning.MASKED : reduced;
        RowMeaning selected = request.rowMeaning(masked);
        return selected.sumsToOne() && request.transfer() != Transfer.EXACT ? RowMeaning.ROUNDED : selected;
    }

    private int keyCount(Planner.TopKOutputs top) {
        long[] shape = output(top.fullShape()).toTensor().toLongArray();
        return Math.toIntExact(shape[shape.length - 1]);
    }

    private static int firstAxis(Output weights) {
        return weights.shape().length == 4 ? weights.extent(-4) : 1;
    }

    /** With one sequence in the batch, a longer first axis counts windows, alone or times heads. */
    private static int windows(FoundSite site, Output weights) {
        long[] shape = weights.shape();
        int heads = site.tensors().heads();
        if (shape.length == 4) {
            return Math.toIntExact(shape[0]);
        }
        return shape.length == 3 && heads > 0 && shape[0] % heads == 0 ? Math.toIntExact(shape[0] / heads) : 1;
    }

    private Output output(String name) {
        Output output = outputs.get(name);
        if (output == null) {
            throw new ExtractionException("ONNX Runtime did not return " + name);
        }
        return output;
    }
}
