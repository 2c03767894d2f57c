package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.ExtractionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Results are on the heap and everything native is freed after each call, also after one that fails. */
class NativeMemoryTest {
    /** 5,000 predictions with 40 tokens return 96 MB of attention and states. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void fiveThousandPredictionsLeaveItFlat() throws Exception {
        String output = Forked.run(
                path -> true, Predictions.class, Models.file("bert.pt").toString());
        String[] kilobytes = output.strip().split("\\s+");
        assertThat(kilobytes).as(output).hasSize(2);
        assertThat(Integer.parseInt(kilobytes[1]) - Integer.parseInt(kilobytes[0]))
                .as("growth of the resident set, in kB: %s", output)
                .isLessThan(16 * 1024);
    }

    /** Runs in a process of its own, whose heap is there from the start. */
    static final class Predictions {
        private Predictions() {}

        /** Prints the resident set before and after 5,000 predictions. */
        public static void main(String[] args) throws IOException {
            long[] ids = new long[40];
            Arrays.setAll(ids, i -> 2 + i);
            AttentionRequest request =
                    AttentionRequest.ofIds(ids).toBuilder().outputs(true).build();
            AttentionRequest wrong = AttentionRequest.ofIds(999);
            try (AttentionExtractor extractor =
                    DjlAttentionExtractor.builder().model(Path.of(args[0])).build()) {
                // Until the compilers of the JVM and of PyTorch have seen enough, their own memory grows.
                predict(extractor, request, wrong, 5000);
                System.out.println(residentSet());
                predict(extractor, request, wrong, 5000);
                System.out.println(residentSet());
            }
        }

        private static void predict(
                AttentionExtractor extractor, AttentionRequest request, AttentionRequest wrong, int times) {
            for (int i = 0; i < times; i++) {
                extractor.extract(request);
                if (i % 10 == 0) {
                    try {
                        extractor.extract(wrong);
                        throw new IllegalStateException("ran on an id that is not in the vocabulary");
                    } catch (ExtractionException e) {
                        // Expected.
                    }
                }
            }
        }

        private static String residentSet() throws IOException {
            System.gc();
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
