package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.Exhaustive;
import io.github.attention4j.ExtractionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Results are on the heap and everything native is freed after each call. */
@Exhaustive
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
    /** The growth of the resident set over 5,000 calls, in kB. */
    private static int growth(String what) throws Exception {
        String output =
                Forked.run(path -> true, Calls.class, Models.file("bert.pt").toString(), what);
        String[] kilobytes = output.strip().split("\\s+");
        assertThat(kilobytes).as(output).hasSize(2);
        return Integer.parseInt(kilobytes[1]) - Integer.parseInt(kilobytes[0]);
    }

    /** 5,000 predictions with 40 tokens return 96 MB of attention and states; not 200 bytes each may be left behind. */
    @Test
    void fiveThousandPredictionsLeaveItFlat() throws Exception {
        assertThat(growth("predictions")).isLessThan(1024);
    }

    /** DJL 0.36 does not close the inputs of a call that fails, which is about 1.1 kB each; and no more than that. */
    @Test
    void fiveThousandFailuresLeaveNothingButTheirInputs() throws Exception {
        assertThat(growth("failures")).isLessThan(7 * 1024);
    }

    /** Runs in a process of its own, whose heap is there from the start. */
    static final class Calls {
        private static final AttentionRequest WRONG = AttentionRequest.ofIds(999);

        private Calls() {}

        /** Prints the resident set before and after 5,000 calls. */
        public static void main(String[] args) throws IOException {
            long[] ids = new long[40];
            Arrays.setAll(ids, i -> 2 + i);
            AttentionRequest request =
                    AttentionRequest.ofIds(ids).toBuilder().outputs(true).build();
            try (AttentionExtractor extractor =
                    DjlAttentionExtractor.builder().model(Path.of(args[0])).build()) {
                Runnable call = args[1].equals("failures") ? () -> fail(extractor) : () -> extractor.extract(request);
                // Until the compilers of the JVM and of PyTorch have seen enough, their own memory grows.
                repeat(call, 2000);
                System.out.println(residentSet());
                repeat(call, 5000);
                System.out.println(residentSet());
            }
        }

        private static void repeat(Runnable call, int times) {
            for (int i = 0; i < times; i++) {
                call.run();
            }
        }

        private static void fail(AttentionExtractor extractor) {
            try {
                extractor.extract(WRONG);
                throw new IllegalStateException("ran on an id that is not in the vocabulary");
            } catch (ExtractionException e) {
                // Expected.
            }
        }

        private static String residentSet() throws IOException {
            System.gc();
            // What the C library keeps for later is no leak.
            Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0});
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
