package io.github.attention4j.examples.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.Reduction;
import io.github.attention4j.Transfer;
import io.github.attention4j.onnx.OnnxAttentionExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Extraction from the real MiniLM beside a plain forward of the untouched model. */
public final class ExtractionBenchmark {
    private static final String MODEL = "all-minilm-l6-v2.onnx";

    private ExtractionBenchmark() {}

    /**
     * Prints one line per comparison.
     *
     * @param args none
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        Path model = unpack();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                        .model(model)
                        .sessionOptions(ExtractionBenchmark::quiet)
                        .build()) {
            quiet(options);
            System.out.println(extractor.model());
            opening(environment, model);
            try (OrtSession plain = environment.createSession(model.toString(), options)) {
                for (int length : new int[] {16, 128, 512}) {
                    compare(environment, plain, extractor, length);
                }
            }
            bytesMoved(extractor);
            batches(extractor);
        }
        twoThreads(model);
    }

    /** The idle threads of one session would otherwise spin on the cores that the other one is timed on. */
    private static void quiet(OrtSession.SessionOptions options) throws OrtException {
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
    }

    /** What crosses from the engine into Java: the sizes of the buffers that it fills. */
    private static void bytesMoved(OnnxAttentionExtractor extractor) {
        long[] ids = ids(512);
        long all = bytes(extractor.extract(AttentionRequest.ofIds(ids)));
        long mean = bytes(extractor.extract(AttentionRequest.ofIds(ids).toBuilder()
                .reduction(Reduction.HEAD_MEAN)
                .build()));
        System.out.printf(
                Locale.ROOT,
                "T=512 bytes moved: all weights %.1f MB, mean over heads %.1f MB, %.1f x fewer%n",
                all / 1e6,
                mean / 1e6,
                (double) all / mean);
    }

    private static long bytes(AttentionResult result) {
        return result.stacks().stream()
                .flatMap(stack -> stack.stream())
                .mapToLong(layer -> 4L * layer.weights().remaining())
                .sum();
    }

    /** Short inputs together beside one by one. */
    private static void batches(OnnxAttentionExtractor extractor) throws Exception {
        List<AttentionRequest> requests = IntStream.range(0, 32)
                .mapToObj(i -> AttentionRequest.ofIds(ids(12 + i % 4)))
                .toList();
        new Paired(41, 5)
                .compare(
                        "32 inputs of 12 to 15 tokens, extractAll",
                        () -> extractor.extractAll(requests),
                        () -> requests.forEach(extractor::extract));
    }

    private static long[] ids(int length) {
        long[] ids = new long[length];
        Arrays.setAll(ids, i -> 1000 + i * 37L % 20000);
        return ids;
    }

    private static void compare(
            OrtEnvironment environment, OrtSession plain, OnnxAttentionExtractor extractor, int length)
            throws Exception {
        long[] ids = ids(length);
        Paired paired = new Paired(length > 256 ? 41 : 101, 8);
        Paired.Work forward = () -> forward(environment, plain, ids);
        AttentionRequest.Builder all = AttentionRequest.builder(new AttentionInput.TokenIds(ids));
        paired.compare("T=" + length + " all 6 layers", extraction(extractor, all.build()), forward);
        paired.compare(
                "T=" + length + " all 6 layers and the outputs",
                extraction(extractor, all.build().toBuilder().outputs(true).build()),
                forward);
        paired.compare(
                "T=" + length + " layer 5 of 6",
                extraction(extractor, all.build().toBuilder().layers(5).build()),
                forward);
        paired.compare(
                "T=" + length + " layer 0 of 6",
                extraction(extractor, all.build().toBuilder().layers(0).build()),
                forward);
        paired.compare(
                "T=" + length + " mean over heads, all layers",
                extraction(
                        extractor,
                        all.build().toBuilder().reduction(Reduction.HEAD_MEAN).build()),
                forward);
        for (Transfer transfer : List.of(Transfer.ROUNDED_TO_FLOAT16, Transfer.ROUNDED_TO_8_BITS)) {
            paired.compare(
                    "T=" + length + " all layers, " + transfer,
                    extraction(
                            extractor,
                            all.build().toBuilder().transfer(transfer).build()),
                    forward);
        }
    }

    private static Paired.Work extraction(OnnxAttentionExtractor extractor, AttentionRequest request) {
        return () -> {
            AttentionResult result = extractor.extract(request);
            if (result.stacks().isEmpty()) {
                throw new IllegalStateException("no attention");
            }
        };
    }

    /** A plain run as a Java caller writes it: inputs made, outputs copied out. */
    private static void forward(OrtEnvironment environment, OrtSession session, long[] ids) throws OrtException {
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> feed = new LinkedHashMap<>();
        feed.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape));
        feed.put("attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape));
        feed.put("token_type_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape));
        try (OrtSession.Result result = session.run(feed)) {
            if (((OnnxTensor) result.get(0)).getFloatBuffer().remaining() == 0) {
                throw new IllegalStateException("no output");
            }
        } finally {
            feed.values().forEach(OnnxTensor::close);
        }
    }

    /** Two threads on one extractor whose sessions have one thread each, beside one thread. */
    private static void twoThreads(Path model) throws Exception {
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(model)
                .sessionOptions(options -> options.setIntraOpNumThreads(1))
                .build()) {
            long[] ids = ids(128);
            Runnable work = () -> {
                for (int i = 0; i < 4; i++) {
                    extractor.extract(AttentionRequest.ofIds(ids));
                }
            };
            // Twice the work on two threads takes 1 x the time where it scales, 2 x where it does not.
            double ratio = new Paired(21, 3)
                    .compare(
                            "T=128 8 extractions on 2 threads",
                            () -> {
                                Thread other = new Thread(work);
                                other.start();
                                work.run();
                                other.join();
                            },
                            work::run);
            System.out.printf(Locale.ROOT, "throughput of two threads: %.2f x that of one%n", 2 / ratio);
        }
    }

    private static void opening(OrtEnvironment environment, Path model) throws Exception {
        new Paired(15, 3)
                .compare(
                        "opening",
                        () -> OnnxAttentionExtractor.builder()
                                .model(model)
                                .build()
                                .close(),
                        () -> environment.createSession(model.toString()).close());
    }

    private static Path unpack() throws IOException {
        Path file = Files.createTempDirectory("attention4j").resolve(MODEL);
        try (InputStream in = ExtractionBenchmark.class.getClassLoader().getResourceAsStream(MODEL)) {
            if (in == null) {
                throw new IOException(MODEL + " is missing from the class path");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        file.toFile().deleteOnExit();
        return file;
    }
}
