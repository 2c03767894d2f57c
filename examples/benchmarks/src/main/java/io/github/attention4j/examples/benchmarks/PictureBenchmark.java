package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.render.image.AttentionImages;
import io.github.attention4j.render.image.Picture;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** What pictures cost: time warm and in a fresh JVM, bytes of files, and the heap that is enough. */
public final class PictureBenchmark {
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 8;
    private static final int FRESH = 5;

    private PictureBenchmark() {}

    /**
     * Prints one line per figure.
     *
     * @param args {@code once} draws one grid and prints what that took of a fresh JVM
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("once")) {
            drawOnce();
            return;
        }
        AttentionResult grid = random(12, 12, 128);
        time("12 x 12 x 128 grid, PNG of 2000 px", () -> png(AttentionImages.headGrid(grid)).length);
        time("12 x 12 x 128 grid, SVG", () -> svg(AttentionImages.headGrid(grid)));
        AttentionResult head = random(1, 1, 512);
        time("512 x 512 head, SVG", () -> svg(AttentionImages.heatMap(head)));
        time("512 x 512 head, PNG of 2000 px", () -> png(AttentionImages.heatMap(head)).length);
        System.out.println("12 x 12 x 128 grid, PNG of 2000 px, in fresh JVMs:");
        for (int i = 0; i < FRESH; i++) {
            System.out.println("  " + once());
        }
        System.out.println("  in a heap of 48 MB, three bitmaps: " + once("-Xmx48m", "-XX:+UseSerialGC"));
    }

    private static void drawOnce() {
        AttentionResult grid = random(12, 12, 128);
        long wall = System.nanoTime();
        long cpu = cpu();
        int bytes = png(AttentionImages.headGrid(grid)).length;
        System.out.printf(
                Locale.ROOT,
                "picture %.0f ms (%.0f ms of its thread), %d KB; processor time of the whole process %.0f ms",
                (System.nanoTime() - wall) / 1e6,
                (cpu() - cpu) / 1e6,
                bytes / 1000,
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e6);
    }

    /** Processor time of this thread in nanoseconds: unlike the clock, it knows nothing of what else is running. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static byte[] png(Picture picture) {
        return picture.toPng(2000 / picture.width());
    }

    private static int svg(Picture picture) {
        return picture.toSvg().getBytes(StandardCharsets.UTF_8).length;
    }

    private interface Drawing {
        int bytes();
    }

    private static void time(String name, Drawing drawing) {
        double[] times = new double[ROUNDS];
        double[] cpuTimes = new double[ROUNDS];
        int bytes = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long cpu = cpu();
            long start = System.nanoTime();
            bytes = drawing.bytes();
            if (round >= 0) {
                times[round] = (System.nanoTime() - start) / 1e6;
                cpuTimes[round] = (cpu() - cpu) / 1e6;
            }
        }
        Arrays.sort(times);
        Arrays.sort(cpuTimes);
        System.out.printf(
                Locale.ROOT,
                "%-40s %8.1f ms (fastest %.1f, slowest %.1f; processor %.1f)   %d KB%n",
                name,
                times[ROUNDS / 2],
                times[0],
                times[ROUNDS - 1],
                cpuTimes[ROUNDS / 2],
                bytes / 1000);
    }

    private static String once(String... options) throws Exception {
        String[] rest = {
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            PictureBenchmark.class.getName(),
            "once"
        };
        String[] command = new String[1 + options.length + rest.length];
        command[0] = ProcessHandle.current().info().command().orElse("java");
        System.arraycopy(options, 0, command, 1, options.length);
        System.arraycopy(rest, 0, command, 1 + options.length, rest.length);
        // From outside: what a process knows of its own start is right to a second only.
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = process.waitFor();
        long millis = (System.nanoTime() - start) / 1_000_000;
        return exit == 0 ? "from start to end " + millis + " ms; " + said : "failed: " + said;
    }

    /** Softmax rows over normal scores, as peaked as real attention is. */
    private static AttentionResult random(int layers, int heads, int tokens) {
        Random random = new Random(7);
        AttentionResult.Builder result = AttentionResult.builder();
        for (int layer = 0; layer < layers; layer++) {
            float[] weights = new float[heads * tokens * tokens];
            for (int row = 0; row < heads * tokens; row++) {
                double sum = 0;
                for (int key = 0; key < tokens; key++) {
                    double exponential = Math.exp(2 * random.nextGaussian());
                    weights[row * tokens + key] = (float) exponential;
                    sum += exponential;
                }
                for (int key = 0; key < tokens; key++) {
                    weights[row * tokens + key] /= (float) sum;
                }
            }
            result.layer(AttentionKind.ENCODER, layer, TokenSequence.ofPositions(tokens), weights);
        }
        return result.build();
    }
}
