package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.Exhaustive;
import io.github.attention4j.TokenSequence;
import java.io.File;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a large result is made in a heap that is no larger than one and a half times its weights. */
class PageHeapTest {
    private static final int LAYERS = 12;
    private static final int HEADS = 12;
    private static final int TOKENS = 512;
    private static final long WEIGHTS = (long) LAYERS * HEADS * TOKENS * TOKENS * Float.BYTES;

    /** The child's work. */
    public static void main(String[] arguments) {
        float[] exponentials = new float[1 << 16];
        Random random = new Random(1);
        for (int i = 0; i < exponentials.length; i++) {
            exponentials[i] = (float) Math.exp(2 * random.nextGaussian());
        }
        AttentionResult.Builder result = AttentionResult.builder();
        for (int layer = 0; layer < LAYERS; layer++) {
            float[] weights = new float[HEADS * TOKENS * TOKENS];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = exponentials[(i * 31 + layer) & 0xffff] / 4096;
            }
            result.layer(AttentionLayer.builder(AttentionKind.ENCODER, layer)
                    .tokens(TokenSequence.ofPositions(TOKENS))
                    .weights(FloatBuffer.wrap(weights))
                    .build());
        }
        AttentionViews.headView(result.build()).writeTo(OutputStream.nullOutputStream());
        AttentionViews.modelView(result.build()).writePayload(OutputStream.nullOutputStream());
    }

    private static int run(Path log, long heap) throws Exception {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap / 1024 + "k",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        PageHeapTest.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return child.exitValue();
    }

    @Exhaustive
    @Test
    void aPageOf512TokensIsMadeInOneAndAHalfTimesItsWeights(@TempDir Path folder) throws Exception {
        assertThat(System.getProperty("java.class.path")).contains(File.pathSeparator);
        Path log = folder.resolve("log.txt");
        assertThat(run(log, WEIGHTS * 3 / 2)).as(() -> read(log)).isZero();
        // The bound is one: in a heap of the weights alone the same child fails.
        assertThat(run(log, WEIGHTS)).isNotZero();
        assertThat(log).content().contains("OutOfMemoryError");
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
