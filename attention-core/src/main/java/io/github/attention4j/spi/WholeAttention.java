package io.github.attention4j.spi;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * For backends whose engine hands out whole matrices: cuts out of them what a request asks for. A backend that can
 * leave the rest uncomputed does better to ask its engine.
 */
public final class WholeAttention {
    private WholeAttention() {}

    /**
     * The part of an extraction that a request asks for.
     *
     * @param whole everything the model gave: all layers of one window each, all heads, rows and columns
     * @param request what is wanted of it; a transfer other than exact is met by exact weights
     * @return the part, with the request in it; shares no memory with the whole, vectors apart
     * @throws InvalidRequestException if the request names a kind, layer, head, row or column that does not exist, or
     *     wants scores, or vectors that the whole lacks
     */
    public static AttentionResult part(AttentionResult whole, AttentionRequest request) {
        List<AttentionStack> stacks = whole.stacks().stream()
                .filter(stack -> request.kinds().contains(stack.kind()))
                .toList();
        if (stacks.isEmpty()) {
            throw new InvalidRequestException("The model has no attention of the kinds " + request.kinds());
        }
        TreeSet<Integer> numbers = new TreeSet<>();
        stacks.forEach(stack -> numbers.addAll(stack.layers()));
        List<Integer> wanted = request.layers().from(List.copyOf(numbers), "layer");
        AttentionResult.Builder part =
                AttentionResult.builder().model(whole.model()).request(request);
        for (AttentionStack stack : stacks) {
            stack.stream()
                    .filter(layer -> wanted.contains(layer.number()))
                    .forEach(layer -> part.layer(part(layer, request)));
        }
        if (request.outputs()) {
            whole.outputs().forEach(part::output);
        }
        return part.build();
    }

    private static AttentionLayer part(AttentionLayer whole, AttentionRequest request) {
        List<Integer> heads = request.heads().from(whole.heads(), "head");
        List<Integer> rows =
                request.queryRows().from(positions(whole.queryTokens().size()), "query row");
        List<Integer> columns =
                request.keyColumns().from(positions(whole.keyTokens().size()), "key column");
        float[] weights = new float[heads.size() * rows.size() * columns.size()];
        int at = 0;
        for (int head : heads) {
            AttentionMatrix matrix = whole.matrix(head);
            for (int row : rows) {
                for (int column : columns) {
                    weights[at++] = matrix.weight(row, column);
                }
            }
        }
        Reduction reduction = request.reduction();
        AttentionLayer.Builder part = AttentionLayer.builder(whole.kind(), whole.number())
                .tokens(whole.queryTokens().select(rows), whole.keyTokens().select(columns))
                .weights(HeadReduction.reduced(weights, heads.size(), rows.size(), columns.size(), reduction))
                .errorBound(whole.errorBound())
                .rowMeaning(request.rowMeaning(
                        reduction instanceof Reduction.None ? whole.rowMeaning() : reduction.rowMeaning()));
        if (reduction instanceof Reduction.None || reduction instanceof Reduction.TopK) {
            part.heads(heads);
        }
        if (request.scores()) {
            throw lacking("scores", whole);
        }
        if (request.vectors()) {
            part.queries(whole.queries().orElseThrow(() -> lacking("vectors", whole)))
                    .keys(whole.keys().orElseThrow(() -> lacking("vectors", whole)))
                    .values(whole.values().orElseThrow(() -> lacking("vectors", whole)));
        }
        return part.build();
    }

    private static InvalidRequestException lacking(String what, AttentionLayer layer) {
        return new InvalidRequestException("This backend gives no " + what + " of "
                + layer.kind().label() + " layer " + layer.number() + "; request without them");
    }

    private static List<Integer> positions(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
