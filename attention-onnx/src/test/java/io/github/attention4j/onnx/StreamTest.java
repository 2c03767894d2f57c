package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.Selection;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.AttentionSafetensors;
import io.github.attention4j.io.AttentionStreamFile;
import io.github.attention4j.io.Npz;
import io.github.attention4j.io.TokensJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention of a real model, block by block into a file. */
class StreamTest {
    private static final TokensJson NO_TOKENS = new TokensJson(TokenSequence.ofTexts(), TokenSequence.ofTexts());

    @TempDir
    private Path folder;

    private static AttentionRequest.Builder request(int length) {
        long[] ids = new long[length];
        Arrays.setAll(ids, i -> 1000 + i * 37L % 20000);
        return AttentionRequest.ofIds(ids).toBuilder();
    }

    private static OnnxAttentionExtractor open() {
        return OnnxAttentionExtractor.builder().model(MiniLm.FLOAT).build();
    }

    private static void assertSame(AttentionResult expected, AttentionResult actual) {
        assertThat(actual.stack(AttentionKind.ENCODER).layers())
                .isEqualTo(expected.stack(AttentionKind.ENCODER).layers());
        for (AttentionLayer layer :
                expected.stack(AttentionKind.ENCODER).stream().toList()) {
            assertThat(actual.stack(AttentionKind.ENCODER).layer(layer.number()).weights())
                    .isEqualTo(layer.weights());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream.npz", "stream.safetensors"})
    void aStreamedFileHoldsWhatIsExtractedAtOnce(String name) {
        Path file = folder.resolve(name);
        try (OnnxAttentionExtractor extractor = open()) {
            AttentionRequest request = request(100).build();
            List<Long> progress = new ArrayList<>();
            AttentionStreamFile.write(file, extractor, request, 32, block -> {
                assertThat(block.rowsTotal()).isEqualTo(100);
                progress.add(block.rowsDone());
            });
            assertThat(progress).containsExactly(32L, 64L, 96L, 100L);
            AttentionResult expected = extractor.extract(request);
            boolean npz = name.endsWith("npz");
            AttentionResult mapped =
                    npz ? AttentionNpz.map(file, NO_TOKENS) : AttentionSafetensors.map(file, NO_TOKENS);
            assertSame(expected, mapped);
            assertThat(mapped.stack(AttentionKind.ENCODER).layer(0).weights().isDirect())
                    .isTrue();
            if (npz) {
                // The JDK's reader checks the checksums.
                assertThat(Npz.read(file)).hasSize(6);
            }
        }
    }

    @Test
    void onlyWhatWasAskedIsStreamed() {
        Path file = folder.resolve("mean.npz");
        try (OnnxAttentionExtractor extractor = open()) {
            AttentionRequest request = request(40)
                    .layers(1, 4)
                    .keyColumns(Selection.of(0, 7))
                    .reduction(Reduction.HEAD_MEAN)
                    .build();
            AttentionStreamFile.write(file, extractor, request, 7, block -> {});
            assertSame(extractor.extract(request), AttentionNpz.map(file, NO_TOKENS));
            assertThatThrownBy(() -> extractor.stream(request, 0, block -> {}))
                    .isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() ->
                            extractor.stream(request.toBuilder().vectors(true).build(), 5, block -> {}))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void aStreamThatFailsLeavesTheFileAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("kept.npz"), "before");
        try (OnnxAttentionExtractor extractor = open()) {
            assertThatThrownBy(() -> AttentionStreamFile.write(
                            file, extractor, request(40).build(), 10, block -> {
                                throw new IllegalStateException("enough");
                            }))
                    .hasMessage("enough");
        }
        assertThat(file).hasContent("before");
        assertThat(folder.toFile().list()).containsExactly("kept.npz");
    }

    /** 75 MB of attention in a process that has 40 MB of heap, and no more beside it. */
    @Test
    void attentionLargerThanTheHeapGoesIntoAFile() throws IOException, InterruptedException {
        Path file = folder.resolve("large.npz");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:MaxDirectMemorySize=40m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("512 of 512 rows");
        try (OnnxAttentionExtractor extractor = open()) {
            AttentionRequest row =
                    request(512).queryRows(Selection.of(300)).layers(5).build();
            AttentionLayer expected =
                    extractor.extract(row).stack(AttentionKind.ENCODER).layer(5);
            AttentionLayer mapped = AttentionNpz.map(file, NO_TOKENS)
                    .stack(AttentionKind.ENCODER)
                    .layer(5);
            for (int head : expected.heads()) {
                assertThat(mapped.matrix(head).row(300))
                        .isEqualTo(expected.matrix(head).row(0));
            }
        }
    }

    /** What the small process runs. */
    static final class SmallHeap {
        private SmallHeap() {}

        /**
         * Streams into a file.
         *
         * @param args the file
         */
        public static void main(String[] args) {
            long result = 6L * 12 * 512 * 512 * Float.BYTES;
            if (Runtime.getRuntime().maxMemory() > result / 2 + (result >> 3)) {
                throw new IllegalStateException("The heap would hold the result");
            }
            try (OnnxAttentionExtractor extractor = open()) {
                AttentionStreamFile.write(
                        Path.of(args[0]),
                        extractor,
                        request(512).build(),
                        64,
                        block -> System.out.println(block.rowsDone() + " of " + block.rowsTotal() + " rows"));
            }
        }
    }
}
