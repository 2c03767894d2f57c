package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.HtmlView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What pages weigh, take to make, to show, and to answer the pointer, in a real Chromium. */
public final class ViewBenchmark {
    private static final int MAKINGS = 9;

    private ViewBenchmark() {}

    /**
     * Prints one line per page.
     *
     * @param args none; or {@code heap} for the child that makes a page within a bounded heap
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            AttentionViews.headView(synthetic(12, 512)).writeTo(OutputStream.nullOutputStream());
            return;
        }
        System.out.println("12 x 12 heads               page      made in  first render  hover to paint  DOM nodes");
        try (Browser browser = Browser.start()) {
            for (int length : new int[] {128, 512}) {
                AttentionResult attention = RealAttention.of(length);
                measure(browser, "T=" + length + " head view", AttentionViews.headView(attention));
                measure(browser, "T=" + length + " model view", AttentionViews.modelView(attention));
            }
            measure(browser, "T=2048, 1 layer, head view", AttentionViews.headView(synthetic(1, 2048)));
        }
        heap();
    }

    private static void measure(Browser browser, String name, HtmlView view) throws IOException {
        Path file = Files.createTempFile("view", ".html");
        try {
            double[] made = new double[MAKINGS];
            for (int i = 0; i < MAKINGS; i++) {
                long start = System.nanoTime();
                try (OutputStream out = Files.newOutputStream(file)) {
                    view.writeTo(out);
                }
                made[i] = (System.nanoTime() - start) / 1e6;
            }
            Browser.Shown shown = browser.show(file);
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %6.2f MB  %7.0f ms  %9.0f ms  %11.1f ms  %9d%n",
                    name,
                    Files.size(file) / 1e6,
                    Browser.median(made),
                    shown.firstRender(),
                    shown.hoverToPaint(),
                    shown.nodes());
        } finally {
            Files.delete(file);
        }
    }

    /** Makes the largest page in a virtual machine whose whole heap is 1.5 times the weights. */
    private static void heap() throws IOException, InterruptedException {
        long weights = 12L * 12 * 512 * 512 * Float.BYTES;
        long bound = weights * 3 / 2;
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + bound / 1024 + "k",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        ViewBenchmark.class.getName(),
                        "heap"))
                .inheritIO()
                .start();
        System.out.printf(
                Locale.ROOT,
                "T=512 within a heap of 1.5 x the weights (%.0f of %.0f MB): %s%n",
                bound / 1e6,
                weights / 1e6,
                child.waitFor() == 0 ? "made" : "FAILED");
    }

    /** Softmax rows over normal scores: as peaked as real attention, but without its repetitions. */
    private static AttentionResult synthetic(int layers, int length) {
        Random random = new Random(1);
        float[] exponentials = new float[1 << 16];
        for (int i = 0; i < exponentials.length; i++) {
            exponentials[i] = (float) Math.exp(2 * random.nextGaussian());
        }
        AttentionResult.Builder result = AttentionResult.builder();
        for (int layer = 0; layer < layers; layer++) {
            float[] weights = new float[12 * length * length];
            for (int row = 0; row < 12 * length; row++) {
                int from = random.nextInt(exponentials.length);
                double sum = 0;
                for (int key = 0; key < length; key++) {
                    float exponential = exponentials[(from + key * 31) % exponentials.length];
                    weights[row * length + key] = exponential;
                    sum += exponential;
                }
                for (int key = 0; key < length; key++) {
                    weights[row * length + key] /= (float) sum;
                }
            }
            result.layer(AttentionLayer.builder(AttentionKind.ENCODER, layer)
                    .tokens(TokenSequence.ofPositions(length))
                    .weights(FloatBuffer.wrap(weights))
                    .build());
        }
        return result.build();
    }
}
