package io.github.attention4j.examples.benchmarks;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.djl.DjlAttentionExtractor;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Extraction from the real MiniLM as TorchScript, returned by the module itself and by the rewritten module, beside a plain
 * prediction of the module without attention outputs.
 */
public final class DjlBenchmark {
    private DjlBenchmark() {}

    /** Ids in, last hidden states out, as a DJL user writes it. */
    private static final class States implements NoBatchifyTranslator<long[], float[]> {
        @Override
        public NDList processInput(TranslatorContext context, long[] ids) {
            long[] ones = new long[ids.length];
            Arrays.fill(ones, 1);
            Shape shape = new Shape(1, ids.length);
            return new NDList(
                    context.getNDManager().create(ids, shape),
                    context.getNDManager().create(ones, shape),
                    context.getNDManager().create(new long[ids.length], shape));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList outputs) {
            return outputs.get(0).toFloatArray();
        }
    }

    /**
     * Prints one line per comparison.
     *
     * @param args the folder with {@code minilm-attentions.pt} and {@code minilm.pt}, as
     *     {@code attention-djl/src/test/python/make_minilm.py} writes them
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (AttentionExtractor returned = DjlAttentionExtractor.builder()
                        .model(folder.resolve("minilm-attentions.pt"))
                        .build();
                AttentionExtractor rewritten = DjlAttentionExtractor.builder()
                        .model(folder.resolve("minilm.pt"))
                        .build();
                Model plain = Model.newInstance("minilm", "PyTorch")) {
            plain.load(folder.resolve("minilm.pt"));
            System.out.println(returned.model());
            for (int length : new int[] {16, 128, 512}) {
                compare("returned,", returned, plain, length);
                compare("rewritten,", rewritten, plain, length);
            }
        }
    }

    private static void compare(String form, AttentionExtractor extractor, Model plain, int length) throws Exception {
        long[] ids = new long[length];
        Arrays.setAll(ids, i -> 1000 + i * 37L % 20000);
        AttentionRequest request = AttentionRequest.ofIds(ids);
        Paired paired = new Paired(length > 256 ? 41 : 101, 8);
        Paired.Work prediction = () -> {
            try (Predictor<long[], float[]> predictor = plain.newPredictor(new States())) {
                predictor.predict(ids);
            }
        };
        paired.compare("T=" + length + " " + form + " all 6 layers", () -> extractor.extract(request), prediction);
        AttentionRequest last = request.toBuilder().layers(5).build();
        paired.compare("T=" + length + " " + form + " layer 5 of 6", () -> extractor.extract(last), prediction);
    }
}
