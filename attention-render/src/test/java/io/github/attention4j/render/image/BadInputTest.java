package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.HeadTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of picture with input that is hostile, too little, or not finite. */
class BadInputTest {
    private static final String CONTROLS = controls();

    static Stream<Named<Function<AttentionResult, Picture>>> ofTokens() {
        return Stream.of(
                Named.of("heat map", AttentionImages::heatMap),
                Named.of("difference", attention -> AttentionImages.difference(attention, attention)),
                Named.of("head grid", AttentionImages::headGrid),
                Named.of("head view", AttentionImages::headView),
                Named.of("token text", AttentionImages::tokenText),
                Named.of("alignment", AttentionImages::alignment),
                Named.of("steps", AttentionImages::steps),
                Named.of("overlay", attention -> AttentionImages.overlay(attention, Gallery.photo())));
    }

    static Stream<Named<Function<HeadTable, Picture>>> ofTables() {
        return Stream.of(
                Named.of("head matrix", AttentionImages::headMatrix),
                Named.of("head bars", AttentionImages::headBars),
                Named.of("head scatter", table -> AttentionImages.headScatter(table, table)));
    }

    @ParameterizedTest
    @MethodSource("ofTokens")
    void hostileTokensAndTitlesGiveValidXml(Function<AttentionResult, Picture> kind) {
        AttentionResult attention = attention(
                "</text><script>alert(1)</script>",
                "<![CDATA[ ]]>",
                "&amp;\"'",
                "a\0b",
                CONTROLS,
                "\ud83d",
                "\udc00x",
                "\u202eevil",
                "\ufffe\uffff",
                "x".repeat(1_000_000),
                "\u0301".repeat(1000),
                "",
                "\n");
        String svg = requireValid(kind.apply(attention));
        assertThat(svg).doesNotContain("\u202e");
        Picture named = kind.apply(attention).title("<title>\u0007\ud800]]>" + "long ".repeat(100_000));
        assertThat(SvgOutline.parse(requireValid(named)).getDocumentElement().getTextContent())
                .contains("<title>\\u0007\ufffd]]>");
        // Without a heading, the usual one is still there for those who cannot see the picture.
        requireValid(kind.apply(attention).title(""));
    }

    @ParameterizedTest
    @MethodSource("ofTables")
    void hostileMetricsGiveValidXml(Function<HeadTable, Picture> kind) {
        for (String hostile :
                List.of("<script>alert(1)</script>]]>&\ufffe" + CONTROLS, "\ud83d\u202e", "x".repeat(1_000_000))) {
            HeadTable table = new HeadTable(
                    hostile, hostile, AttentionKind.ENCODER, List.of(0), List.of(0, 1), new double[][] {{0.25, 0.5}});
            requireValid(kind.apply(table));
            requireValid(kind.apply(table).title(hostile));
        }
    }

    @ParameterizedTest
    @MethodSource("ofTokens")
    void aSingleTokenIsRefused(Function<AttentionResult, Picture> kind) {
        assertThatThrownBy(kind.apply(attention("alone"))::toSvg)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("one token to one token")
                .hasMessageContaining("at least two");
    }

    @Test
    void noTokenIsRefusedBeforeThereIsAnyPicture() {
        assertThatThrownBy(() -> attention())
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("at least one of each");
    }

    @ParameterizedTest
    @MethodSource("ofTokens")
    void weightsThatAreNotFiniteAreRefused(Function<AttentionResult, Picture> kind) {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] weights = new float[9];
            weights[5] = bad;
            AttentionResult attention = AttentionResult.builder()
                    .layer(AttentionKind.ENCODER, 3, tokens("a", "b", "c"), weights)
                    .build();
            assertThatThrownBy(kind.apply(attention)::toSvg)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("layer 3, head 0 at query 1, key 2 is " + bad);
        }
    }

    @ParameterizedTest
    @MethodSource("ofTables")
    void tablesWithoutNumbersAreRefused(Function<HeadTable, Picture> kind) {
        HeadTable none = new HeadTable("entropy", "", AttentionKind.ENCODER, List.of(), List.of(), new double[0][]);
        assertThatThrownBy(kind.apply(none)::toSvg)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no number for any head");
        for (double bad : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            HeadTable infinite =
                    new HeadTable("entropy", "", AttentionKind.ENCODER, List.of(4), List.of(0), new double[][] {{bad}});
            assertThatThrownBy(kind.apply(infinite)::toSvg)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("layer 4, head 0 is " + bad);
        }
    }

    private static String requireValid(Picture picture) {
        String svg = picture.toSvg();
        // The photograph takes the most of it.
        assertThat(svg.length()).isLessThan(200_000);
        assertThat(SvgOutline.parse(svg).getElementsByTagName("script").getLength())
                .isZero();
        assertThat(picture.toPng(1)).isNotEmpty();
        return svg;
    }

    /** Attention of a model with a hostile name. */
    private static AttentionResult attention(String... texts) {
        float[] weights = new float[2 * texts.length * texts.length];
        Arrays.fill(weights, 1f / Math.max(1, texts.length));
        return AttentionResult.builder()
                .model(new ModelDescription("<model>&" + CONTROLS + "\ud800", "", "", ""))
                .layer(AttentionKind.ENCODER, 0, tokens(texts), weights)
                .build();
    }

    /** Tokens with places in an image, for the one kind that needs them. */
    private static TokenSequence tokens(String... texts) {
        List<Token> tokens = new ArrayList<>(TokenSequence.ofTexts(texts));
        tokens.replaceAll(token ->
                token.withRegion(new TokenRegion((double) token.index() / texts.length, 0, 1.0 / texts.length, 1)));
        return TokenSequence.of(tokens);
    }

    private static String controls() {
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < 32; c++) {
            controls.append(c);
        }
        return controls.toString();
    }
}
