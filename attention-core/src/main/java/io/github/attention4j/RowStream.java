package io.github.attention4j;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Walks over the query rows of a request block by block; each block is an extraction of its rows alone. */
final class RowStream {
    private final AttentionExtractor extractor;
    private final AttentionRequest request;

    /**
     * Layers with equally many rows.
     *
     * @param layers their numbers
     * @param rows how many rows each of them has
     */
    private record Pass(List<Integer> layers, int rows) {}

    RowStream(AttentionExtractor extractor, AttentionRequest request) {
        this.extractor = extractor;
        this.request = request;
    }

    void run(int blockRows, Consumer<AttentionBlock> consumer) {
        if (blockRows < 1) {
            throw new InvalidRequestException("A block has at least one row, not " + blockRows);
        }
        if (!request.queryRows().isAll() || request.vectors() || request.outputs()) {
            throw new InvalidRequestException("A stream walks over all query rows and brings nothing but weights and "
                    + "scores: request without query rows, vectors and outputs");
        }
        Map<Pass, EnumSet<AttentionKind>> passes = passes();
        long total = passes.keySet().stream().mapToLong(Pass::rows).sum();
        long done = 0;
        for (Map.Entry<Pass, EnumSet<AttentionKind>> entry : passes.entrySet()) {
            Pass pass = entry.getKey();
            AttentionRequest.Builder part =
                    request.toBuilder().kinds(entry.getValue()).layers(Selection.of(pass.layers()));
            for (int first = 0; first < pass.rows(); first += blockRows) {
                int count = Math.min(blockRows, pass.rows() - first);
                AttentionResult block = extractor.extract(part.queryRows(Selection.range(first, first + count - 1))
                        .build());
                done += count;
                consumer.accept(new AttentionBlock(block, first, count, pass.rows(), done, total));
            }
        }
    }

    /** One column of the mean over heads tells how many rows there are and costs no memory to speak of. */
    private Map<Pass, EnumSet<AttentionKind>> passes() {
        AttentionResult column = extractor.extract(request.toBuilder()
                .keyColumns(Selection.of(0))
                .reduction(Reduction.HEAD_MEAN)
                .transfer(Transfer.EXACT)
                .scores(false)
                .build());
        Map<Pass, EnumSet<AttentionKind>> passes = new LinkedHashMap<>();
        for (AttentionStack stack : column.stacks()) {
            Map<Integer, List<Integer>> byRows = new LinkedHashMap<>();
            stack.stream()
                    .forEach(layer -> byRows.computeIfAbsent(layer.queryTokens().size(), rows -> new ArrayList<>())
                            .add(layer.number()));
            byRows.forEach((rows, layers) -> passes.computeIfAbsent(
                            new Pass(layers, rows), pass -> EnumSet.noneOf(AttentionKind.class))
                    .add(stack.kind()));
        }
        return passes;
    }
}
