package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.BufferedImageFactory;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DJL's own ways to run a model: Criteria, Predictor, batches, images and raw arrays, on both engines. */
class AttentionTranslatorTest {
    private static final AttentionRequest LONG = AttentionRequest.builder(
                    new AttentionInput.TokenIds(2, 17, 5, 44, 5, 9, 3))
            .outputs(true)
            .build();
    private static final AttentionRequest SHORT =
            AttentionRequest.ofIds(2, 8, 9, 3).toBuilder().outputs(true).build();

    private static <I> Criteria.Builder<I, AttentionResult> criteria(String model, Class<I> input) {
        return Criteria.builder()
                .setTypes(input, AttentionResult.class)
                .optModelPath(Models.file(model))
                .optEngine(model.endsWith(".pt") ? "PyTorch" : "OnnxRuntime");
    }

    /** Segments of these ids differ from the golden's, which are of two sentences. */
    private static void assertShort(AttentionResult result, String output) {
        Map<String, Tensor> golden = Models.golden("bert.npz");
        AttentionStack stack = result.stack(AttentionKind.ENCODER);
        for (int layer = 0; layer < 3; layer++) {
            Models.assertClose(stack.layer(layer).weights(), golden.get("short_encoder_" + layer), 1e-6f);
        }
        assertThat(stack.queryTokens().ids()).containsExactly(2, 8, 9, 3);
        assertThat(result.outputs().get(output).shape()).containsExactly(1, 4, 16);
        Models.assertClose(result.outputs().get(output).floats(), golden.get("short_output"), 1e-5f);
    }

    @ParameterizedTest
    @CsvSource({"bert.pt, output_0", "bert-scripted.pt, output_0", "bert.onnx, output"})
    void aPaddedBatchGivesWhatEachInputGivesAlone(String file, String output) throws Exception {
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria(file, AttentionRequest.class)
                        .optTranslator(AttentionTranslator.builder().build())
                        .build()
                        .loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            AttentionResult alone = predictor.predict(LONG);
            List<AttentionResult> together = predictor.batchPredict(List.of(LONG, SHORT, LONG));
            assertThat(together).hasSize(3);
            assertShort(together.get(1), output);
            assertShort(predictor.predict(SHORT), output);
            for (int layer = 0; layer < 3; layer++) {
                float[] expected = new float[2 * 7 * 7];
                alone.stack(AttentionKind.ENCODER).layer(layer).weights().get(expected);
                for (int i : new int[] {0, 2}) {
                    Models.assertClose(
                            together.get(i)
                                    .stack(AttentionKind.ENCODER)
                                    .layer(layer)
                                    .weights(),
                            Tensor.ofFloats(expected, expected.length),
                            1e-6f);
                }
            }
            assertThat(together.get(2).outputs().get(output).shape()).containsExactly(1, 7, 16);
        }
    }

    @Test
    void everyRequestOfABatchKeepsItsOwnOptions() throws Exception {
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria("bert.pt", AttentionRequest.class)
                        .optTranslatorFactory(new AttentionTranslatorFactory())
                        .build()
                        .loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            List<AttentionResult> results = predictor.batchPredict(List.of(
                    LONG.toBuilder().layers(2).heads(1).build(),
                    SHORT.toBuilder().queryRows(Selection.of(3)).outputs(false).build()));
            assertThat(results.get(0).stack(AttentionKind.ENCODER).layers()).containsExactly(2);
            assertThat(results.get(0).stack(AttentionKind.ENCODER).heads()).containsExactly(1);
            assertThat(results.get(1).stack(AttentionKind.ENCODER).queryTokens().stream()
                            .map(Token::index))
                    .containsExactly(3);
            assertThat(results.get(1).outputs()).isEmpty();
        }
    }

    @Test
    void aDecoderNeedsNoMaskForPaddingAndAnEncoderDoes() throws Exception {
        AttentionTranslator translator = AttentionTranslator.builder().build();
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria("gpt2.pt", AttentionRequest.class)
                        .optTranslator(translator)
                        .build()
                        .loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            AttentionResult together =
                    predictor.batchPredict(List.of(LONG, SHORT)).get(1);
            AttentionResult alone = predictor.predict(SHORT);
            for (int layer = 0; layer < 3; layer++) {
                for (int head = 0; head < 2; head++) {
                    float[] expected = alone.stack(AttentionKind.DECODER)
                            .matrix(layer, head)
                            .toArray();
                    float[] actual = together.stack(AttentionKind.DECODER)
                            .matrix(layer, head)
                            .toArray();
                    assertThat(actual).containsExactly(expected, within(1e-6f));
                }
            }
        }
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria("bert-vectors.pt", AttentionRequest.class)
                        .optTranslator(AttentionTranslator.builder().build())
                        .build()
                        .loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            assertThatThrownBy(() -> predictor.batchPredict(List.of(LONG, SHORT)))
                    .hasCauseInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("attention mask");
        }
    }

    @Test
    void modelsThatTakeOneInputAtATimeAreGivenOne() throws Exception {
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria("bert-vectors.pt", AttentionRequest.class)
                        .optTranslator(
                                AttentionTranslator.builder().batching(false).build())
                        .build()
                        .loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            List<AttentionResult> results = predictor.batchPredict(List.of(LONG, SHORT));
            assertThat(results.get(1).stack(AttentionKind.ENCODER).keyTokens()).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"bert.pt", "bert.onnx"})
    void rawArrays(String file) throws Exception {
        AttentionTranslator translator = AttentionTranslator.builder().build();
        try (ZooModel<NDList, AttentionResult> model = criteria(file, NDList.class)
                        .optTranslator(translator.forNDLists(o -> o.layers(1)))
                        .build()
                        .loadModel();
                Predictor<NDList, AttentionResult> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager()) {
            AttentionResult result = predictor.predict(new NDList(
                    manager.create(new long[][] {{2, 17, 5, 44, 5, 9, 3}}),
                    manager.create(new long[][] {{1, 1, 1, 1, 1, 1, 1}}),
                    manager.create(new long[][] {{0, 0, 0, 0, 1, 1, 1}})));
            AttentionStack stack = result.stack(AttentionKind.ENCODER);
            assertThat(stack.layers()).containsExactly(1);
            Models.assertClose(
                    stack.layer(1).weights(), Models.golden("bert.npz").get("encoder_1"), 1e-6f);
            assertThat(stack.keyTokens().ids()).containsExactly(2, 17, 5, 44, 5, 9, 3);
            assertThatThrownBy(() -> predictor.predict(new NDList(manager.create(new long[][] {{2, 3}}))))
                    .hasCauseInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("3 inputs");
        }
    }

    private static Image image() {
        Tensor pixels = Models.golden("vit.npz").get("image");
        long[] values = pixels.toLongArray();
        BufferedImage image = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 12; y++) {
            for (int x = 0; x < 16; x++) {
                int at = (y * 16 + x) * 3;
                image.setRGB(x, y, (int) (values[at] << 16 | values[at + 1] << 8 | values[at + 2]));
            }
        }
        return new BufferedImageFactory().fromImage(image);
    }

    private static ImageAttentionTranslator.Builder images() {
        return ImageAttentionTranslator.builder(AttentionTranslator.builder().build())
                .size(16, 12)
                .patchSize(4);
    }

    @ParameterizedTest
    @CsvSource({"vit.pt", "vit.onnx"})
    void images(String file) throws Exception {
        try (ZooModel<Image, AttentionResult> model = criteria(file, Image.class)
                        .optTranslator(images().build())
                        .build()
                        .loadModel();
                Predictor<Image, AttentionResult> predictor = model.newPredictor()) {
            for (AttentionResult result : List.of(
                    predictor.predict(image()),
                    predictor.batchPredict(List.of(image(), image())).get(1))) {
                Models.assertGolden(result, Models.golden("vit.npz"), "");
                TokenSequence tokens = result.stack(AttentionKind.ENCODER).keyTokens();
                assertThat(tokens).hasSize(13);
                assertThat(tokens.get(0).special()).isTrue();
                assertThat(tokens.get(0).region()).isNull();
                assertThat(tokens.get(7).special()).isFalse();
                assertThat(tokens.get(7).region()).isEqualTo(new TokenRegion(0.5, 1 / 3.0, 0.25, 1 / 3.0));
            }
        }
    }

    @Test
    void patchesMustFitTheModel() throws Exception {
        try (ZooModel<Image, AttentionResult> model = criteria("vit.pt", Image.class)
                        .optTranslator(images().specialTokens(2).build())
                        .build()
                        .loadModel();
                Predictor<Image, AttentionResult> predictor = model.newPredictor()) {
            assertThatThrownBy(() -> predictor.predict(image()))
                    .hasCauseInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("13 tokens")
                    .hasMessageContaining("specialTokens");
        }
        assertThatThrownBy(() -> images().patchSize(5).build()).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void factoryArgumentsHaveTheNamesOfTheRequest() throws Exception {
        try (ZooModel<Image, AttentionResult> model = criteria("vit.pt", Image.class)
                        .optTranslatorFactory(new AttentionTranslatorFactory())
                        .optArgument("width", "16")
                        .optArgument("height", "12")
                        .optArgument("patchSize", "4")
                        .optArgument("layers", "1")
                        .optArgument("reduction", "head-mean")
                        .build()
                        .loadModel();
                Predictor<Image, AttentionResult> predictor = model.newPredictor()) {
            AttentionStack stack = predictor.predict(image()).stack(AttentionKind.ENCODER);
            assertThat(stack.layers()).containsExactly(1);
            float[] heads = Models.golden("vit.npz").get("encoder_1").toFloatArray();
            assertThat(stack.matrix(1, 0).weight(3, 4))
                    .isCloseTo((heads[3 * 13 + 4] + heads[169 + 3 * 13 + 4]) / 2, within(1e-6f));
        }
        try (ZooModel<AttentionRequest, AttentionResult> model = criteria("gpt2.pt", AttentionRequest.class)
                        .optTranslatorFactory(new AttentionTranslatorFactory())
                        .optArgument("attention", "encoder:2-3")
                        .build()
                        .loadModel();
                Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor()) {
            AttentionStack stack = predictor.predict(SHORT).stack(AttentionKind.ENCODER);
            assertThat(stack.layers()).containsExactly(0, 1);
        }
        assertThatThrownBy(() -> new AttentionTranslatorFactory()
                        .newInstance(Integer.class, AttentionResult.class, null, Map.of()))
                .isInstanceOf(TranslateException.class)
                .hasMessageContaining("Integer");
    }
}
