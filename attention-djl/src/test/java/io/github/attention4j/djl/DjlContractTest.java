package io.github.attention4j.djl;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractorContract;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The kit that every backend passes, on every form of model and on both engines. */
class DjlContractTest {
    abstract static class Kit extends AttentionExtractorContract {
        private final String model;

        Kit(String model) {
            this.model = model;
        }

        @Override
        protected AttentionExtractor openExtractor() throws Exception {
            return Models.open(model);
        }

        @Override
        protected List<AttentionInput> inputs() {
            return List.of(
                    new AttentionInput.TokenIds(2, 17, 5, 44, 5, 9, 3),
                    new AttentionInput.TokenIds(2, 8, 9, 3),
                    new AttentionInput.TokenIds(2, 30, 31, 32, 33, 34, 35, 36, 37, 38, 3));
        }
    }

    /** An encoder and a decoder, whose lengths differ or are the same. */
    abstract static class Sequences extends Kit {
        Sequences(String model) {
            super(model);
        }

        @Override
        protected List<AttentionInput> inputs() {
            return List.of(pair(7, 4), pair(3, 8), pair(5, 5));
        }

        private static AttentionInput pair(int encoder, int decoder) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            long[] ids = new long[encoder];
            Arrays.setAll(ids, i -> 3 + i * 5L);
            long[] ones = new long[encoder];
            Arrays.fill(ones, 1);
            long[] targets = new long[decoder];
            Arrays.setAll(targets, i -> 50 - i * 3L);
            tensors.put("input_ids", Tensor.ofLongs(ids, 1, encoder));
            tensors.put("attention_mask", Tensor.ofLongs(ones, 1, encoder));
            tensors.put("decoder_input_ids", Tensor.ofLongs(targets, 1, decoder));
            return new AttentionInput.Tensors(tensors, null, null);
        }
    }

    abstract static class Images extends Kit {
        private final String model;

        Images(String model) {
            super(model);
            this.model = model;
        }

        @Override
        protected AttentionExtractor openExtractor() throws Exception {
            DjlAttentionExtractor.Builder builder =
                    DjlAttentionExtractor.builder().sample(inputs().get(0));
            return model.endsWith(".onnx")
                    ? builder.model(Models.onnxRuntime(Models.file(model))).build()
                    : builder.model(Models.file(model)).build();
        }

        @Override
        protected List<AttentionInput> inputs() {
            float[] waves = new float[3 * 12 * 16];
            for (int i = 0; i < waves.length; i++) {
                waves[i] = (float) Math.sin(i * 0.7);
            }
            Map<String, Tensor> other = Map.of("pixel_values", Tensor.ofFloats(waves, 1, 3, 12, 16));
            return List.of(Models.input("vit.npz", "pixel_values"), new AttentionInput.Tensors(other, null, null));
        }
    }

    @Nested
    class TracedEncoder extends Kit {
        TracedEncoder() {
            super("bert.pt");
        }
    }

    @Nested
    class ScriptedEncoder extends Kit {
        ScriptedEncoder() {
            super("bert-scripted.pt");
        }
    }

    @Nested
    class DictionaryOfTwelveLayers extends Kit {
        DictionaryOfTwelveLayers() {
            super("bert12-dict.pt");
        }
    }

    @Nested
    class Decoder extends Kit {
        Decoder() {
            super("gpt2.pt");
        }
    }

    @Nested
    class EncoderDecoder extends Sequences {
        EncoderDecoder() {
            super("t5.pt");
        }
    }

    @Nested
    class Vision extends Images {
        Vision() {
            super("vit.pt");
        }
    }

    @Nested
    class EncoderOnOnnxRuntime extends Kit {
        EncoderOnOnnxRuntime() {
            super("bert.onnx");
        }
    }

    @Nested
    class EncoderDecoderOnOnnxRuntime extends Sequences {
        EncoderDecoderOnOnnxRuntime() {
            super("t5.onnx");
        }
    }

    @Nested
    class VisionOnOnnxRuntime extends Images {
        VisionOnOnnxRuntime() {
            super("vit.onnx");
        }
    }
}
