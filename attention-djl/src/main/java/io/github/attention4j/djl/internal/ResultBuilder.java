package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Reduction;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes a result of a model's outputs, keeping what was asked for. */
public final class ResultBuilder {
    private final AttentionRequest request;
    private final @Nullable TokenSequence tokens;
    private final ModelDescription model;

    /**
     * A maker of one result.
     *
     * @param request what was asked
     * @param tokens the tokens of the input, or null for tensors
     * @param model the description that the result carries
     */
    public ResultBuilder(AttentionRequest request, @Nullable TokenSequence tokens, ModelDescription model) {
        this.request = request;
        this.tokens = tokens;
        this.model = model;
    }

    /**
     * Makes the result.
     *
     * @param outputs the model's outputs
     * @return the result, independent of them
     * @throws InvalidRequestException if the request names what is not there
     */
    public AttentionResult build(OutputMapping outputs) {
        requireLayers(outputs.layers());
        AttentionResult.Builder result = AttentionResult.builder().model(model).request(request);
        for (OutputMapping.Layer layer : outputs.layers()) {
            if (request.kinds().contains(layer.kind()) && request.layers().contains(layer.number())) {
                result.layer(layer(layer));
            }
        }
        if (request.outputs()) {
            for (int i = 0; i < outputs.others().size(); i++) {
                NDArray output = outputs.others().get(i);
                if (output.getDataType().isFloating()) {
                    String name = output.getName() == null ? "output_" + i : output.getName();
                    float[] values = output.toType(DataType.FLOAT32, false).toFloatArray();
                    result.output(
                            name, Tensor.ofFloats(values, output.getShape().getShape()));
                }
            }
        }
        return result.build();
    }

    private void requireLayers(List<OutputMapping.Layer> layers) {
        List<Integer> numbers = layers.stream()
                .filter(layer -> request.kinds().contains(layer.kind()))
                .map(OutputMapping.Layer::number)
                .distinct()
                .sorted()
                .toList();
        if (numbers.isEmpty()) {
            throw new InvalidRequestException("The model has no attention of the kinds "
                    + request.kinds().stream()
                            .map(AttentionKind::label)
                            .sorted()
                            .toList());
        }
        request.layers().from(numbers, "layer");
    }

    private AttentionLayer layer(OutputMapping.Layer layer) {
        List<Integer> heads = request.heads().from(range(layer.heads()), "head");
        List<Integer> rows = request.queryRows().from(range(layer.queries()), "query row");
        List<Integer> columns = request.keyColumns().from(range(layer.keys()), "key column");
        float[] weights = Reducer.reduce(layer, heads, rows, columns, request.reduction());
        AttentionLayer.Builder built = AttentionLayer.builder(layer.kind(), layer.number())
                .tokens(
                        tokens(layer.queries(), false).select(rows),
                        tokens(layer.keys(), layer.kind() != AttentionKind.DECODER)
                                .select(columns))
                .weights(weights)
                .rowMeaning(request.rowMeaning(request.reduction().rowMeaning()));
        if (request.reduction() instanceof Reduction.None || request.reduction() instanceof Reduction.TopK) {
            built.heads(heads);
        }
        return built.build();
    }

    private TokenSequence tokens(int count, boolean keys) {
        TokenSequence given = tokens;
        if (request.input() instanceof AttentionInput.Tensors tensors) {
            given = keys ? tensors.keyTokens() : tensors.queryTokens();
        }
        return given != null && given.size() == count ? given : TokenSequence.ofPositions(count);
    }

    private static List<Integer> range(int count) {
        return new ArrayList<>(IntStream.range(0, count).boxed().toList());
    }
}
