package io.github.attention4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every backend keeps, whatever it runs: extend this and say how to open an extractor and what to feed it. */
public abstract class AttentionExtractorContract {
    private AttentionExtractor extractor;

    /** Opens an extractor of a model with at least two layers and two heads. */
    protected abstract AttentionExtractor openExtractor() throws Exception;

    /** Inputs of different lengths, at least two of them, each with at least three tokens. */
    protected abstract List<AttentionInput> inputs();

    @BeforeEach
    void open() throws Exception {
        extractor = openExtractor();
    }

    @AfterEach
    void close() {
        extractor.close();
    }

    private AttentionRequest.Builder request() {
        return AttentionRequest.builder(inputs().get(0));
    }

    private AttentionResult all() {
        return extractor.extract(request().build());
    }

    @Test
    void rowsSumToOneWhereTheirMeaningSaysSo() {
        for (AttentionInput input : inputs()) {
            for (AttentionStack stack :
                    extractor.extract(AttentionRequest.builder(input).build()).stacks()) {
                stack.stream().filter(layer -> layer.rowMeaning().sumsToOne()).forEach(layer -> {
                    for (int head : layer.heads()) {
                        AttentionMatrix matrix = layer.matrix(head);
                        for (int query = 0; query < matrix.queryCount(); query++) {
                            assertThat(matrix.rowSum(query)).isCloseTo(1, within(1e-5));
                        }
                    }
                });
            }
        }
    }

    @Test
    void resultsHoldTheSitesThatAreAnnounced() {
        List<String> announced = new ArrayList<>();
        for (AttentionSite site : extractor.sites()) {
            announced.add(site.kind() + " " + site.layer());
        }
        List<String> found = new ArrayList<>();
        for (AttentionStack stack : all().stacks()) {
            stack.layers().forEach(layer -> found.add(stack.kind() + " " + layer));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(announced);
        assertThat(extractor.sites()).allMatch(site -> site.heads() != AttentionSite.UNKNOWN);
    }

    @Test
    void tokensNameRowsAndColumns() {
        for (AttentionStack stack : all().stacks()) {
            assertThat(stack.queryTokens())
                    .hasSize(stack.layer(stack.layers().get(0))
                            .matrix(stack.heads().get(0))
                            .queryCount());
            assertThat(stack.keyTokens())
                    .hasSize(stack.layer(stack.layers().get(0))
                            .matrix(stack.heads().get(0))
                            .keyCount());
        }
    }

    @Test
    void selectedLayersAndHeadsAreThoseOfTheWhole() {
        AttentionResult whole = all();
        AttentionStack full = whole.stacks().get(0);
        int layer = full.layers().get(1);
        int head = full.heads().get(1);
        AttentionResult part = extractor.extract(
                request().kind(full.kind()).layers(layer).heads(head).build());
        assertThat(part.stacks()).hasSize(1);
        AttentionStack stack = part.stack(full.kind());
        assertThat(stack.layers()).containsExactly(layer);
        assertThat(stack.heads()).containsExactly(head);
        assertThat(stack.matrix(layer, head).toArray())
                .containsExactly(full.matrix(layer, head).toArray());
        assertThatThrownBy(() -> stack.matrix(layer, head - 1)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void selectedRowsAreThoseOfTheWhole() {
        AttentionStack full = all().stacks().get(0);
        AttentionStack rows = extractor
                .extract(request().queryRows(Selection.of(2, 0)).build())
                .stack(full.kind());
        assertThat(rows.queryTokens().stream().map(Token::index)).containsExactly(0, 2);
        int layer = full.layers().get(0);
        for (int head : full.heads()) {
            assertThat(rows.matrix(layer, head).row(0))
                    .isEqualTo(full.matrix(layer, head).row(0));
            assertThat(rows.matrix(layer, head).row(1))
                    .isEqualTo(full.matrix(layer, head).row(2));
        }
    }

    @Test
    void selectedColumnsAreThoseOfTheWhole() {
        AttentionStack full = all().stacks().get(0);
        AttentionLayer columns = extractor
                .extract(request().keyColumns(Selection.of(2, 0)).build())
                .stack(full.kind())
                .layer(full.layers().get(0));
        assertThat(columns.keyTokens().stream().map(Token::index)).containsExactly(0, 2);
        assertThat(columns.rowMeaning()).isEqualTo(RowMeaning.SLICED);
        for (int head : full.heads()) {
            AttentionMatrix whole = full.matrix(columns.number(), head);
            for (int query = 0; query < whole.queryCount(); query++) {
                assertThat(columns.matrix(head).weight(query, 0)).isEqualTo(whole.weight(query, 0));
                assertThat(columns.matrix(head).weight(query, 1)).isEqualTo(whole.weight(query, 2));
            }
        }
    }

    @Test
    void roundedWeightsKeepTheBoundThatTheyState() {
        for (Reduction reduction : List.of(Reduction.NONE, Reduction.HEAD_MEAN, Reduction.topK(2))) {
            AttentionResult exact =
                    extractor.extract(request().reduction(reduction).build());
            for (Transfer transfer : Transfer.values()) {
                AttentionResult rounded = extractor.extract(
                        request().reduction(reduction).transfer(transfer).build());
                for (AttentionStack stack : exact.stacks()) {
                    stack.stream()
                            .forEach(layer -> assertBound(
                                    layer, rounded.stack(stack.kind()).layer(layer.number()), transfer));
                }
            }
        }
    }

    private static void assertBound(AttentionLayer exact, AttentionLayer rounded, Transfer transfer) {
        assertThat(rounded.errorBound()).isLessThanOrEqualTo(transfer.errorBound());
        boolean approximate = rounded.errorBound() > 0;
        assertThat(rounded.rowMeaning())
                .isEqualTo(approximate && exact.rowMeaning().sumsToOne() ? RowMeaning.ROUNDED : exact.rowMeaning());
        float[] expected = new float[exact.weights().remaining()];
        exact.weights().get(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(rounded.weights().get(i)).isCloseTo(expected[i], within(rounded.errorBound()));
        }
    }

    @Test
    void streamedBlocksAreThoseOfTheWhole() {
        AttentionResult whole = all();
        List<AttentionBlock> blocks = new ArrayList<>();
        extractor.stream(request().build(), 2, blocks::add);
        AttentionBlock last = blocks.get(blocks.size() - 1);
        assertThat(last.rowsDone()).isEqualTo(last.rowsTotal());
        for (AttentionBlock block : blocks) {
            assertThat(block.rowCount()).isBetween(1, 2);
            for (AttentionStack stack : block.attention().stacks()) {
                stack.stream().forEach(layer -> {
                    AttentionLayer full = whole.stack(stack.kind()).layer(layer.number());
                    assertThat(block.layerRows()).isEqualTo(full.queryTokens().size());
                    for (int head : layer.heads()) {
                        for (int row = 0; row < block.rowCount(); row++) {
                            assertThat(layer.matrix(head).row(row))
                                    .isEqualTo(full.matrix(head).row(block.firstRow() + row));
                        }
                    }
                });
            }
        }
    }

    @Test
    void reductionsAreThoseOfTheWhole() {
        AttentionResult whole = all();
        AttentionResult mean =
                extractor.extract(request().reduction(Reduction.HEAD_MEAN).build());
        AttentionResult max =
                extractor.extract(request().reduction(Reduction.HEAD_MAX).build());
        AttentionResult top =
                extractor.extract(request().reduction(Reduction.topK(2)).build());
        for (AttentionStack stack : whole.stacks()) {
            stack.stream().forEach(layer -> {
                AttentionMatrix meanMatrix = mean.stack(stack.kind()).matrix(layer.number(), 0);
                AttentionMatrix maxMatrix = max.stack(stack.kind()).matrix(layer.number(), 0);
                for (int query = 0; query < layer.queryTokens().size(); query++) {
                    for (int key = 0; key < layer.keyTokens().size(); key++) {
                        double sum = 0;
                        float largest = 0;
                        for (int head : layer.heads()) {
                            float weight = layer.matrix(head).weight(query, key);
                            sum += weight;
                            largest = Math.max(largest, weight);
                        }
                        assertThat(meanMatrix.weight(query, key))
                                .isCloseTo((float) (sum / layer.heads().size()), within(1e-6f));
                        assertThat(maxMatrix.weight(query, key)).isEqualTo(largest);
                    }
                }
                for (int head : layer.heads()) {
                    assertTopTwo(layer.matrix(head), top.stack(stack.kind()).matrix(layer.number(), head));
                }
            });
        }
        assertThat(mean.stacks().get(0).layer(0).rowMeaning()).isEqualTo(RowMeaning.HEAD_MEAN);
    }

    private static void assertTopTwo(AttentionMatrix whole, AttentionMatrix top) {
        assertThat(top.rowMeaning()).isEqualTo(RowMeaning.TOP_K);
        assertThat(top.keyCount()).isEqualTo(whole.keyCount());
        for (int query = 0; query < whole.queryCount(); query++) {
            float[] all = new float[whole.keyCount()];
            float[] kept = new float[whole.keyCount()];
            whole.copyRow(query, all, 0);
            top.copyRow(query, kept, 0);
            double dropped = 0;
            for (int key = 0; key < all.length; key++) {
                assertThat(kept[key]).isIn(0f, all[key]);
                dropped = Math.max(dropped, all[key] - kept[key]);
            }
            java.util.Arrays.sort(all);
            assertThat(dropped).isLessThanOrEqualTo(all[Math.max(0, all.length - 2)]);
        }
    }

    @Test
    void repeatedAndConcurrentCallsGiveTheSameBits() throws Exception {
        List<AttentionResult> expected = new ArrayList<>();
        for (AttentionInput input : inputs()) {
            expected.add(extractor.extract(AttentionRequest.builder(input).build()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<AttentionResult>> futures = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                AttentionInput input = inputs().get(i % inputs().size());
                futures.add(threads.submit(
                        () -> extractor.extract(AttentionRequest.builder(input).build())));
            }
            for (int i = 0; i < futures.size(); i++) {
                assertSame(expected.get(i % inputs().size()), futures.get(i).get(60, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyRequestsGiveWhatEachGivesAlone() {
        List<AttentionRequest> requests = inputs().stream()
                .map(input -> AttentionRequest.builder(input).build())
                .toList();
        List<AttentionResult> together = extractor.extractAll(requests);
        assertThat(together).hasSize(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            AttentionResult alone = extractor.extract(requests.get(i));
            assertClose(alone, together.get(i));
            assertThat(together.get(i).stacks().get(0).keyTokens())
                    .isEqualTo(alone.stacks().get(0).keyTokens());
        }
    }

    /** A batch may round in another order than a single run. */
    private static void assertClose(AttentionResult expected, AttentionResult actual) {
        for (AttentionStack stack : expected.stacks()) {
            stack.stream().forEach(layer -> {
                FloatBuffer weights =
                        actual.stack(stack.kind()).layer(layer.number()).weights();
                assertThat(weights.remaining()).isEqualTo(layer.weights().remaining());
                for (int i = 0; i < weights.limit(); i++) {
                    assertThat(weights.get(i)).isCloseTo(layer.weights().get(i), within(1e-6f));
                }
            });
        }
    }

    private static void assertSame(AttentionResult expected, AttentionResult actual) {
        for (AttentionStack stack : expected.stacks()) {
            stack.stream().forEach(layer -> assertThat(
                            actual.stack(stack.kind()).layer(layer.number()).weights())
                    .isEqualTo(layer.weights()));
        }
    }

    @Test
    void aKindThatTheModelLacksIsNotExtracted() {
        EnumSet<AttentionKind> there = EnumSet.noneOf(AttentionKind.class);
        extractor.sites().forEach(site -> there.add(site.kind()));
        EnumSet<AttentionKind> lacking = EnumSet.complementOf(there);
        if (!lacking.isEmpty()) {
            assertThatThrownBy(() -> extractor.extract(request().kinds(lacking).build()))
                    .isInstanceOf(InvalidRequestException.class);
        }
        assertThat(extractor
                        .extract(request()
                                .kinds(EnumSet.allOf(AttentionKind.class))
                                .build())
                        .stacks())
                .hasSize(there.size());
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> extractor.extract(request().layers(99).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("there are");
        assertThatThrownBy(() -> extractor.extract(request().heads(99).build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("99");
        assertThatThrownBy(() -> extractor.extract(
                        request().keyColumns(Selection.of(999)).build()))
                .isInstanceOf(AttentionException.class)
                .hasMessageContaining("999");
    }

    @Test
    void resultsOutliveTheExtractorAndNothingWorksAfterClose() {
        AttentionResult result = all();
        float[] before = result.stacks().get(0).layer(0).matrix(0).toArray();
        extractor.close();
        assertThat(result.stacks().get(0).layer(0).matrix(0).toArray()).containsExactly(before);
        assertThatThrownBy(() -> extractor.extract(request().build())).isInstanceOf(ExtractorClosedException.class);
        assertThatCode(extractor::close).doesNotThrowAnyException();
    }
}
