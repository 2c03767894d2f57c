package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Reduction;
import io.github.attention4j.djl.OutputPart;
import io.github.attention4j.spi.HeadReduction;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the result of each input of a run, keeping what was asked for and cutting padding away. */
public final class ResultBuilder {
    private final ModelRun run;
    private final InputBatch batch;
    private final ModelDescription model;
    private final Map<LayerKey, Map<OutputPart, ModelOutput>> layers = new TreeMap<>();
    private final List<ModelOutput> others = new ArrayList<>();
    private final Map<ModelOutput, ModelOutput> gradients;

    /** So many numbers, 2 MB, take longer to copy than another thread takes to wake up. */
    private static final long WORTH_SHARING = 1 << 19;

    /**
     * A maker of results.
     *
     * @param run the outputs, whose arrays must stay open meanwhile
     * @param roles which of them are attention
     * @param batch what was run
     * @param model the description that results carry
     * @param gradients the gradient with respect to each of the weights, or none
     * @throws AttentionNotFoundException if none of the outputs is attention
     */
    public ResultBuilder(
            ModelRun run,
            OutputRoles roles,
            InputBatch batch,
            ModelDescription model,
            Map<ModelOutput, ModelOutput> gradients) {
        this.run = run;
        this.batch = batch;
        this.model = model;
        this.gradients = gradients;
        for (ModelOutput output : run.outputs()) {
            OutputRole role = roles.of(output);
            if (roles.isOwn(output)) {
                others.add(output);
            } else if (role != null) {
                layers.computeIfAbsent(new LayerKey(role.kind(), role.layer()), key -> new EnumMap<>(OutputPart.class))
                        .put(role.part(), output);
            }
        }
        if (layers.values().stream().noneMatch(parts -> parts.containsKey(OutputPart.WEIGHTS))) {
            throw new AttentionNotFoundException("The model was said to return " + roles + ", but it returned "
                    + run.outputs() + ", none of which are those weights");
        }
    }

    /**
     * Makes all results.
     *
     * @return one per input, independent of the outputs
     * @throws InvalidRequestException if a request names what is not there
     */
    public List<AttentionResult> build() {
        List<AttentionResult> results = new ArrayList<>();
        for (int input = 0; input < batch.inputs().size(); input++) {
            results.add(build(input));
        }
        return results;
    }

    private AttentionResult build(int input) {
        AttentionRequest request = batch.inputs().get(input).request();
        LayerKey.require(request, layers.keySet());
        AttentionResult.Builder result = AttentionResult.builder().model(model).request(request);
        wanted(request, input).forEach(result::layer);
        if (request.outputs()) {
            OwnOutputs own = new OwnOutputs(run.batch(), batch.length());
            int length = batch.inputs().get(input).length();
            ownOutputs().forEach((name, output) -> result.output(name, own.part(output, input, length)));
        }
        return result.build();
    }

    /** The layers that are wanted, in their order, copied on several processors where there is much to copy. */
    private List<AttentionLayer> wanted(AttentionRequest request, int input) {
        List<Map.Entry<LayerKey, Map<OutputPart, ModelOutput>>> wanted = layers.entrySet().stream()
                .filter(entry ->
                        entry.getKey().isWanted(request) && entry.getValue().containsKey(OutputPart.WEIGHTS))
                .toList();
        long numbers = wanted.stream()
                .mapToLong(entry -> Objects.requireNonNull(entry.getValue().get(OutputPart.WEIGHTS))
                        .size())
                .sum();
        // An engine computes on all processors; copying what it computed on one of them would take as long as a layer.
        Stream<Map.Entry<LayerKey, Map<OutputPart, ModelOutput>>> stream =
                numbers < WORTH_SHARING ? wanted.stream() : wanted.parallelStream();
        return stream.map(entry -> layer(entry.getKey(), entry.getValue(), input))
                .toList();
    }

    /** The outputs that are no attention, by the names that results give them. */
    Map<String, ModelOutput> ownOutputs() {
        Map<String, ModelOutput> own = new LinkedHashMap<>();
        for (int i = 0; i < others.size(); i++) {
            ModelOutput output = others.get(i);
            if (output.isFloat()) {
                own.put(output.name() == null ? "output_" + i : output.name(), output);
            }
        }
        return own;
    }

    /** The weights that are wanted of the first input. */
    List<ModelOutput> weights() {
        AttentionRequest request = batch.inputs().get(0).request();
        List<ModelOutput> weights = new ArrayList<>();
        layers.forEach((key, parts) -> {
            ModelOutput output = parts.get(OutputPart.WEIGHTS);
            if (output != null && key.isWanted(request)) {
                weights.add(output);
            }
        });
        return weights;
    }

    private AttentionLayer layer(LayerKey key, Map<OutputPart, ModelOutput> parts, int input) {
        FilledInput filled = batch.inputs().get(input);
        AttentionRequest request = filled.request();
        ModelOutput weights = required(parts, OutputPart.WEIGHTS, key);
        Layout layout = layout(weights);
        int queries = unpadded(layout.rows(), filled);
        int keys = unpadded(layout.columns(), filled);
        List<Integer> heads = request.heads().from(range(layout.heads()), "head");
        List<Integer> rows = request.queryRows().from(range(queries), "query row");
        List<Integer> columns = request.keyColumns().from(range(keys), "key column");
        Selected selected = new Selected(weights.floats(), layout, input, heads, rows, columns);
        if (keys < layout.columns()) {
            Padding.requireUnseen(selected, keys, weights);
        }
        AttentionLayer.Builder built = AttentionLayer.builder(key.kind(), key.number())
                .tokens(
                        filled.labels().queries(key.kind(), queries).select(rows),
                        filled.labels().keys(key.kind(), keys).select(columns))
                .weights(HeadReduction.reduced(
                        selected.copy(), heads.size(), rows.size(), columns.size(), request.reduction()))
                .windowCount(layout.windows())
                .rowMeaning(request.rowMeaning(request.reduction().rowMeaning()));
        boolean headsKept =
                request.reduction() instanceof Reduction.None || request.reduction() instanceof Reduction.TopK;
        if (headsKept) {
            built.heads(heads);
        }
        ModelOutput slope = gradients.get(weights);
        if (slope != null && request.reduction() instanceof Reduction.None) {
            Selected slopes = new Selected(slope.floats(), layout, input, heads, rows, columns);
            built.gradients(FloatBuffer.wrap(slopes.copy()));
        }
        if (request.vectors()) {
            built.queries(vectors(required(parts, OutputPart.QUERIES, key), input))
                    .keys(vectors(required(parts, OutputPart.KEYS, key), input))
                    .values(vectors(required(parts, OutputPart.VALUES, key), input));
        }
        return built.build();
    }

    private HeadVectors vectors(ModelOutput output, int input) {
        Layout layout = layout(output);
        int tokens = unpadded(layout.rows(), batch.inputs().get(input));
        if (layout.windows() > 1) {
            throw new InvalidRequestException("The vectors of " + output.label()
                    + " are those of several windows, which results have no place for; ask for the weights only");
        }
        Selected selected = new Selected(
                output.floats(), layout, input, range(layout.heads()), range(tokens), range(layout.columns()));
        return HeadVectors.wrap(FloatBuffer.wrap(selected.copy()), layout.heads(), tokens, layout.columns());
    }

    /** An extent that equals the padded length counts tokens, of which this input has fewer. */
    private int unpadded(int extent, FilledInput input) {
        return extent == batch.length() ? input.length() : extent;
    }

    private Layout layout(ModelOutput output) {
        Layout layout = Layout.of(output, run.batch());
        if (layout == null) {
            throw new ExtractionException("The model was said to return attention in " + output.label()
                    + ", expected [batch * windows, heads, queries, keys] with a batch of " + run.batch() + ", but got "
                    + output);
        }
        return layout;
    }

    private static ModelOutput required(Map<OutputPart, ModelOutput> parts, OutputPart part, LayerKey key) {
        ModelOutput output = parts.get(part);
        if (output == null) {
            throw new InvalidRequestException("The model returns no "
                    + part.name().toLowerCase(Locale.ROOT) + " of " + key.kind().label() + " layer "
                    + key.number() + ". If it does return them, say where with outputs(…)");
        }
        return output;
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
