package io.github.attention4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Selection;
import io.github.attention4j.analysis.signal.AlignmentMethod;
import io.github.attention4j.analysis.signal.TermWeight;
import io.github.attention4j.analysis.signal.TermWeights;
import io.github.attention4j.analysis.signal.WordAlignment;
import io.github.attention4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be done with the attention of real models. */
class SignalTest {
    private static final Path DATES = Path.of("..", "examples", "models", "date-seq2seq");
    private static final String SENTENCE = "Photosynthesis turns the light of the sun into sugar.";

    private static Tensor ids(List<String> vocabulary, String opening, String text, String closing) {
        List<String> tokens = new ArrayList<>(List.of(text.split("")));
        tokens.add(0, opening);
        tokens.add(closing);
        tokens.removeIf(String::isEmpty);
        long[] ids = tokens.stream().mapToLong(vocabulary::indexOf).toArray();
        assertThat(ids).doesNotContain(-1);
        return Tensor.ofLongs(ids, 1, ids.length);
    }

    /**
     * Of "30 Jan 1982" and "1982-01-30" it is known which digits belong together. The decoder's row q writes character
     * q; its century is no digit of the source that it would have to look for, the other digits of year and day are.
     */
    @Test
    void digitsOfDatesAreAlignedWithWhereTheyWereWritten() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> vocabulary =
                List.of(json.readValue(DATES.resolve("vocabulary.json").toFile(), String[].class));
        JsonNode samples = json.readTree(DATES.resolve("card.json").toFile()).get("samples");
        assertThat(samples).hasSize(10);
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(DATES.resolve("date-seq2seq.onnx"))
                .build()) {
            for (JsonNode sample : samples) {
                String text = sample.get("text").asText();
                String iso = sample.get("iso").asText();
                AttentionStack cross = extractor
                        .extract(AttentionRequest.ofTensors(Map.of(
                                "input_ids", ids(vocabulary, "", text, "</s>"),
                                "decoder_input_ids", ids(vocabulary, "<s>", iso, ""))))
                        .stack(AttentionKind.CROSS);
                int year = text.indexOf(iso.substring(0, 4));
                String withoutYear = text.substring(0, year) + "####" + text.substring(year + 4);
                int day = withoutYear.indexOf(iso.substring(8));
                for (AlignmentMethod method : List.of(AlignmentMethod.ARGMAX, AlignmentMethod.ITERMAX)) {
                    WordAlignment alignment = WordAlignment.of(cross, method);
                    assertThat(alignment.keysOf(2)).as(text).contains(year + 2);
                    assertThat(alignment.keysOf(3)).as(text).contains(year + 3);
                    assertThat(alignment.keysOf(8)).as(text).contains(day);
                    assertThat(alignment.keysOf(9)).as(text).contains(day + 1);
                }
            }
        }
    }

    /** Only the one row of the one layer leaves the model. */
    @Test
    void contentWordsOfASentenceWeighMost() {
        try (OnnxAttentionExtractor extractor = OnnxAttentionExtractor.builder()
                .model(MiniLm.FLOAT)
                .tokenizer(MiniLm.TOKENIZER)
                .build()) {
            AttentionStack row = extractor
                    .extract(AttentionRequest.builder(SENTENCE)
                            .layers(5)
                            .queryRows(Selection.of(0))
                            .build())
                    .stack(AttentionKind.ENCODER);
            List<TermWeight> terms =
                    new ArrayList<>(TermWeights.builder().build().of(row.layer(5)));
            terms.sort(Comparator.comparingDouble(TermWeight::weight).reversed());
            assertThat(terms.subList(0, 4))
                    .extracting(TermWeight::term)
                    .containsExactly("photosynthesis", "sugar", "sun", "light");
            AttentionStack all = extractor.extract(SENTENCE).stack(AttentionKind.ENCODER);
            double pieces = 0;
            for (int head = 0; head < 12; head++) {
                AttentionMatrix matrix = all.matrix(5, head);
                pieces += matrix.weight(0, 1) + matrix.weight(0, 2) + matrix.weight(0, 3);
            }
            assertThat(all.keyTokens().texts().subList(1, 4)).isEqualTo(Arrays.asList("Photos", "yn", "thesis"));
            assertThat(terms.get(0).weight()).isCloseTo(Math.sqrt(Math.log1p(pieces / 12)), within(1e-6));
        }
    }
}
