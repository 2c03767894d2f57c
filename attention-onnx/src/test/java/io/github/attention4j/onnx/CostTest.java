package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.Exhaustive;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.graph.OnnxModelReader;
import io.github.attention4j.onnx.graph.rewrite.ModelEdit;
import io.github.attention4j.onnx.graph.rewrite.ModelWriter;
import io.github.attention4j.onnx.graph.site.SiteSearch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reading, rewriting and many extractions cost. */
class CostTest {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Weights are stepped over, so that the cost follows the number of nodes. */
    @Test
    void rewritingReadsNoWeights() throws IOException {
        double[] milliseconds = new double[15];
        long allocated = 0;
        int written = 0;
        for (int i = 0; i < milliseconds.length; i++) {
            long bytesBefore =
                    THREAD.getThreadAllocatedBytes(Thread.currentThread().getId());
            long start = System.nanoTime();
            try (FileChannel channel = FileChannel.open(MiniLm.FLOAT)) {
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                OnnxModel model = OnnxModelReader.read(bytes);
                ModelEdit edit = new ModelEdit();
                SiteSearch.in(model).sites().forEach(site -> edit.main()
                        .output(site.tensors().weights()));
                written = ModelWriter.writeReferring(model, edit, "model.onnx").length;
            }
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
            allocated = THREAD.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore;
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "Reading, searching and rewriting MiniLM: median %.1f ms, %.1f MB allocated, %d bytes written%n",
                milliseconds[milliseconds.length / 2],
                allocated / 1e6,
                written);
        assertThat(milliseconds[milliseconds.length / 2]).isLessThan(20);
        assertThat(allocated).isLessThan(20_000_000);
        assertThat(written).isLessThan(1_000_000);
    }

    /** A file of 3 GB beside the model, sparse on disk: it is neither read nor copied. */
    @Test
    void weightsInAnotherFileAreNotTouched(@TempDir Path folder) throws IOException {
        Path corpus = Path.of("src", "test", "resources", "corpus");
        Path model = Files.copy(corpus.resolve("external.onnx"), folder.resolve("external.onnx"));
        Path data = Files.copy(corpus.resolve("external.data"), folder.resolve("external.data"));
        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        long bytesBefore = THREAD.getThreadAllocatedBytes(Thread.currentThread().getId());
        long start = System.nanoTime();
        try (OnnxAttentionExtractor extractor =
                OnnxAttentionExtractor.builder().model(model).build()) {
            double milliseconds = (System.nanoTime() - start) / 1e6;
            long allocated =
                    THREAD.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore;
            System.out.printf(
                    Locale.ROOT,
                    "Opening a model with a 3 GB file beside it: %.0f ms, %.1f MB allocated%n",
                    milliseconds,
                    allocated / 1e6);
            assertThat(extractor.sites()).hasSize(2);
            assertThat(milliseconds).isLessThan(1000);
            assertThat(allocated).isLessThan(100_000_000);
        }
    }

    @Exhaustive
    @Test
    void manyExtractionsLeaveMemoryFlat() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "Memory is read from /proc");
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(Path.of("src", "test", "resources", "corpus", "encoder_decoder.onnx"))
                .build()) {
            AttentionRequest request = AttentionRequest.ofTensors(CorpusTest.inputs("encoder_decoder"));
            run(extractor, request, 20_000);
            double smallest = Double.MAX_VALUE;
            // A leak grows in every round; a heap that finds its size does so once.
            for (int round = 0; round < 3 && smallest >= 0.02; round++) {
                System.gc();
                long before = residentKilobytes();
                run(extractor, request, 10_000);
                System.gc();
                double growth = (double) (residentKilobytes() - before) / before;
                smallest = Math.min(smallest, growth);
                System.out.printf(
                        Locale.ROOT, "10,000 extractions: %d MB resident, %+.1f %%%n", before / 1024, 100 * growth);
            }
            assertThat(smallest).isLessThan(0.02);
        }
    }

    private static void run(OnnxAttentionExtractor extractor, AttentionRequest request, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(extractor.extract(request).stacks()).hasSize(3);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
