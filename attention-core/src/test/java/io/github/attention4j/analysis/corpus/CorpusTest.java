package io.github.attention4j.analysis.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Constructed;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.Reference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    /** Attention that depends on the text alone. */
    private static AttentionResult attention(String text) {
        Random random = new Random(text.hashCode());
        int size = 2 + random.nextInt(5);
        TokenSequence tokens = TokenSequence.ofTexts(IntStream.range(0, size)
                .mapToObj(i -> i == 0 ? "[CLS]" : i % 2 == 0 ? "a" : ".")
                .toArray(String[]::new));
        return AttentionResult.builder()
                .layer(AttentionKind.ENCODER, 0, tokens, Constructed.rows(random, 2 * size, size))
                .build();
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "sentence " + i).toList();
    }

    @Property(tries = 300)
    void sumsAreExactInAnyOrder(@ForAll @Size(max = 40) List<Double> numbers, @ForAll long seed) {
        List<Double> usable = numbers.stream()
                .filter(x -> Math.abs(x) < 1e28 && (x == 0 || Math.abs(x) > 1e-25))
                .toList();
        ExactSum inOrder = new ExactSum();
        BigDecimal exact = BigDecimal.ZERO;
        for (double x : usable) {
            inOrder.add(x);
            exact = exact.add(new BigDecimal(x));
        }
        List<Double> shuffled = new ArrayList<>(usable);
        Collections.shuffle(shuffled, new Random(seed));
        ExactSum left = new ExactSum();
        ExactSum right = new ExactSum();
        for (int i = 0; i < shuffled.size(); i++) {
            (i % 3 == 0 ? left : right).add(shuffled.get(i));
        }
        left.add(right);
        assertThat(inOrder.value()).isEqualByComparingTo(left.value());
        // Only what is below 2^-160 may be missing.
        assertThat(inOrder.value().subtract(exact).abs()).isLessThan(new BigDecimal("1e-45"));
    }

    @Test
    void meanAndVarianceDoNotCancel() {
        MetricSummary summary = new MetricSummary(HeadMetric.DISTANCE);
        for (double x : new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) {
            summary.add(x);
        }
        assertThat(summary.mean()).isEqualTo(1e9 + 10);
        assertThat(summary.variance()).isEqualTo(30);
    }

    @Property(tries = 60)
    void quantilesAreWithinOnePercent(@ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int count) {
        double[] numbers = new Random(seed).doubles(count, -3, 40).toArray();
        MetricSummary summary = new MetricSummary(HeadMetric.SIGNED_DISTANCE);
        Arrays.stream(numbers).forEach(summary::add);
        Arrays.sort(numbers);
        for (double share : new double[] {0, 0.1, 0.5, 0.99, 1}) {
            double exact = numbers[(int) Math.floor(share * (count - 1))];
            assertThat(summary.quantile(share)).isCloseTo(exact, within(Math.abs(exact) * 0.0100001 + 1e-9));
        }
        assertThat(summary.minimum()).isEqualTo(numbers[0]);
        assertThat(Arrays.stream(summary.histogram()).sum()).isEqualTo(count);
    }

    @Property(tries = 40)
    void mergingInAnyOrderAndGroupingGivesTheSameBytes(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int count,
            @ForAll @IntRange(min = 1, max = 6) int parts)
            throws IOException {
        for (Supplier<? extends CorpusAccumulator<?>> kind : kinds()) {
            mergesFreely(kind, seed, count, parts);
        }
    }

    private static List<Supplier<? extends CorpusAccumulator<?>>> kinds() {
        return List.of(
                HeadStatistics::new,
                () -> new TypeWeights(token -> token.text()),
                () -> new TopExamples(HeadMetric.ENTROPY, 3));
    }

    @SuppressWarnings("unchecked")
    private static <A extends CorpusAccumulator<A>> void mergesFreely(
            Supplier<? extends CorpusAccumulator<?>> kind, long seed, int count, int parts) throws IOException {
        Supplier<A> empty = (Supplier<A>) kind;
        List<String> texts = texts(count);
        A whole = empty.get();
        List<A> split = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            split.add(empty.get());
        }
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(order, random);
        for (int i = 0; i < count; i++) {
            whole.add(i, texts.get(i), attention(texts.get(i)));
            int at = order.get(i);
            split.get(random.nextInt(parts)).add(at, texts.get(at), attention(texts.get(at)));
        }
        while (split.size() > 1) {
            A taken = split.remove(random.nextInt(split.size()));
            split.get(random.nextInt(split.size())).merge(taken);
        }
        split.get(0).merge(empty.get());
        byte[] expected = bytes(whole);
        assertThat(bytes(split.get(0))).isEqualTo(expected);
        A read = empty.get();
        read.readFrom(new DataInputStream(new ByteArrayInputStream(expected)));
        assertThat(bytes(read)).isEqualTo(expected);
    }

    private static byte[] bytes(CorpusAccumulator<?> accumulator) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        accumulator.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void statisticsAreThoseOfTheMetrics() {
        HeadStatistics statistics = new HeadStatistics();
        double sum = 0;
        for (String text : texts(50)) {
            statistics.add(attention(text));
            sum += HeadMetrics.of(attention(text).stack(AttentionKind.ENCODER))
                    .table(HeadMetric.ENTROPY)
                    .value(0, 1);
        }
        MetricSummary entropy = statistics.summary(AttentionKind.ENCODER, HeadMetric.ENTROPY, 0, 1);
        assertThat(entropy.count()).isEqualTo(50);
        assertThat(entropy.mean()).isCloseTo(sum / 50, within(1e-14));
        assertThat(statistics
                        .table(AttentionKind.ENCODER, HeadMetric.ENTROPY, "mean", MetricSummary::mean)
                        .value(0, 1))
                .isEqualTo(entropy.mean());
        assertThatThrownBy(() -> statistics.summary(AttentionKind.CROSS, HeadMetric.ENTROPY, 0, 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cross layer 0 head 1");
    }

    @Test
    void javaSerialisationKeepsEverything() throws IOException, ClassNotFoundException {
        HeadStatistics statistics = new HeadStatistics();
        texts(9).forEach(text -> statistics.add(attention(text)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(statistics);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            HeadStatistics read = (HeadStatistics) in.readObject();
            assertThat(read.toBytes()).isEqualTo(statistics.toBytes());
            assertThat(read.inputs()).isEqualTo(9);
        }
    }

    @Test
    void typesGiveTheClosedFormOnUniformAttention() {
        TypeWeights weights = new TypeWeights(token -> token.special() ? "special" : "word");
        weights.add(
                0,
                "",
                AttentionResult.builder()
                        .layer(Constructed.stack(AttentionKind.ENCODER, Reference.CAT_TOKENS, Constructed.uniform(8))
                                .layer(0))
                        .build());
        assertThat(weights.mean(AttentionKind.ENCODER, 0, 0, "word", "special")).isEqualTo(0.25);
        assertThat(weights.mean(AttentionKind.ENCODER, 0, 0, "special", "word")).isEqualTo(0.75);
        assertThat(weights.mean(AttentionKind.ENCODER, 0, 0, "verb", "word")).isNaN();
        assertThat(weights.findings().rows()).hasSize(4);
    }

    @Test
    void topExamplesAreTheLargest() {
        TopExamples top = new TopExamples(HeadMetric.CONFIDENCE, 2);
        for (int i = 0; i < 40; i++) {
            top.add(i, "sentence " + i, attention("sentence " + i));
        }
        double[] all = texts(40).stream()
                .mapToDouble(text -> HeadMetrics.of(attention(text).stack(AttentionKind.ENCODER))
                        .table(HeadMetric.CONFIDENCE)
                        .value(0, 0))
                .sorted()
                .toArray();
        assertThat(top.of(AttentionKind.ENCODER, 0, 0))
                .extracting(TopExamples.Example::value)
                .containsExactly(all[39], all[38]);
    }

    @Test
    void aKilledRunOfTenThousandGoesOnWithTheSameNumbers(@TempDir Path folder) {
        List<String> corpus = texts(10_000);
        byte[] expected = new CorpusRun<>(HeadStatistics::new, CorpusTest::attention)
                .run(corpus)
                .toBytes();
        Path checkpoint = folder.resolve("run.checkpoint");
        List<Long> extracted = Collections.synchronizedList(new ArrayList<>());
        CorpusRun<HeadStatistics> killed = new CorpusRun<>(HeadStatistics::new, text -> {
                    if (text.equals("sentence 7321")) {
                        throw new IllegalStateException("killed");
                    }
                    return attention(text);
                })
                .checkpoint(checkpoint)
                .chunkSize(500);
        assertThatThrownBy(() -> killed.run(corpus)).hasMessage("killed");
        List<CorpusProgress> progress = new ArrayList<>();
        HeadStatistics resumed = new CorpusRun<>(HeadStatistics::new, text -> {
                    extracted.add(1L);
                    return attention(text);
                })
                .checkpoint(checkpoint)
                .chunkSize(400)
                .parallel()
                .progress(progress::add)
                .run(corpus);
        assertThat(resumed.toBytes()).isEqualTo(expected);
        assertThat(resumed.inputs()).isEqualTo(10_000);
        assertThat(extracted).hasSize(3_000);
        assertThat(progress).extracting(CorpusProgress::done).startsWith(7_400L).endsWith(10_000L);
        assertThat(progress.get(0).resumed()).isEqualTo(7_000);
        assertThat(progress.get(0).perSecond()).isPositive();
    }

    @Test
    void memoryDoesNotGrowWithTheCorpus() {
        HeadStatistics statistics = new HeadStatistics();
        List<Long> heap = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            statistics.add(attention("sentence " + i));
            if (i == 1_999 || i == 9_999) {
                heap.add(usedHeap());
                bytes.add(statistics.toBytes().length);
            }
        }
        assertThat(heap.get(1) - heap.get(0)).isLessThan(4L << 20);
        assertThat(bytes.get(1)).isLessThan(bytes.get(0) * 3 / 2);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void checkpointsOfOtherCorporaAndOtherFilesAreRefused(@TempDir Path folder) throws IOException {
        Path checkpoint = folder.resolve("run.checkpoint");
        CorpusRun<HeadStatistics> run =
                new CorpusRun<>(HeadStatistics::new, CorpusTest::attention).checkpoint(checkpoint);
        run.run(texts(5));
        assertThatThrownBy(() -> run.run(List.of("something", "else", "of", "five", "words")))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("another corpus");
        assertThatThrownBy(() -> run.run(texts(3))).isInstanceOf(AttentionFileException.class);
        Files.writeString(checkpoint, "no checkpoint at all");
        assertThatThrownBy(() -> run.run(texts(5)))
                .isInstanceOf(AttentionFileException.class)
                .hasMessageContaining("delete it");
    }
}
