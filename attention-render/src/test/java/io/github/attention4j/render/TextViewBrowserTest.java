package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Running text, coloured by what a token looks at. */
class TextViewBrowserTest extends BrowserTest {
    private static final String ARABIC = "قطة صغيرة جلست على السجادة";
    private static final String JAPANESE = "猫がマットの上に座った。";

    /** The span that holds a token's text. */
    private static Locator piece(ViewPage page, String text) {
        return page.page()
                .locator(".piece, .chip")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + text + "$")))
                .first();
    }

    private static void assertStrongest(ViewPage page, AttentionResult attention, int layer, int head, int query) {
        AttentionMatrix matrix = attention.stack(AttentionKind.ENCODER).matrix(layer, head);
        Locator numbers = page.find(".readout .number");
        assertThat(numbers.count()).isEqualTo(4);
        for (Locator number : numbers.all()) {
            int key = Integer.parseInt(number.getAttribute("data-token"));
            assertThat(Double.parseDouble(number.getAttribute("data-value")))
                    .isCloseTo(matrix.weight(query, key), within(1 / 510.0));
        }
    }

    @Test
    void theTextIsThereAsWrittenAndColoured() {
        String text = "The cat sat on the mat.\n" + ARABIC + "\n" + JAPANESE;
        AttentionResult attention = ViewSamples.running(2, 3, text);
        ViewPage page = open(AttentionViews.textView(attention).layer(1).heads(2));
        Locator lines = page.find(".paragraph");
        assertThat(lines.nth(0).textContent()).isEqualTo("[CLS]The cat sat on the mat.");
        assertThat(lines.nth(1).textContent()).isEqualTo(ARABIC);
        assertThat(lines.nth(2).textContent()).isEqualTo(JAPANESE + "[SEP]");
        page.painted(() -> piece(page, "sat").click());
        assertThat(page.readout()).startsWith("sat looks at (head 2): ");
        assertStrongest(page, attention, 1, 2, 3);
        // Full colour is the largest weight on a token that is not special.
        assertThat(page.page().locator(".piece[style*='--strength: 100%']").count())
                .isGreaterThanOrEqualTo(1);
        assertThat(piece(page, "sat").getAttribute("aria-selected")).isEqualTo("true");
        page.painted(() -> piece(page, "猫").click());
        assertThat(page.readout()).startsWith("猫 looks at");
    }

    private static Token piece(int index, String piece, String text, @Nullable CharSpan span) {
        return new Token(index, index, piece, text, span, false, 0, Token.UNKNOWN, null);
    }

    /** What a model wrote has no place in the text that it was given; the mark at a word's start says where a space is. */
    @Test
    void writtenPiecesStandBehindThePromptAsTheyWereWritten() {
        TokenSequence tokens = TokenSequence.of(List.of(
                piece(0, "The", "The", new CharSpan(0, 3)),
                piece(1, "\u0120ship", "ship", new CharSpan(3, 8)),
                piece(2, "'s", "'s", null),
                piece(3, "\u0120crew", "crew", null),
                piece(4, ",", ",", null)));
        float[] weights = new float[25];
        Arrays.fill(weights, 0.2f);
        AttentionResult attention = AttentionResult.builder()
                .request(AttentionRequest.of("The ship"))
                .layer(AttentionKind.DECODER, 0, tokens, weights)
                .build();
        assertThat(open(AttentionViews.textView(attention))
                        .find(".paragraph")
                        .first()
                        .textContent())
                .isEqualTo("The ship's crew,");
    }

    @Test
    void arabicRunsFromRightToLeftAndStaysJoined() {
        ViewPage page = open(AttentionViews.textView(ViewSamples.running(1, 1, ARABIC + " قط")));
        assertThat(page.view()
                        .evaluate("view => getComputedStyle(view.shadowRoot.querySelector('.paragraph')).direction"))
                .isEqualTo("rtl");
        String[] words = ARABIC.split(" ", -1);
        double first = piece(page, words[0]).boundingBox().x;
        double second = piece(page, words[1]).boundingBox().x;
        assertThat(first).isGreaterThan(second);
        // Left is forward.
        page.find(".chip").first().focus();
        page.painted(() -> page.page().keyboard().press("ArrowLeft"));
        assertThat(page.readout()).startsWith(words[0] + " looks at");
        page.painted(() -> page.page().keyboard().press("ArrowRight"));
        assertThat(page.readout()).startsWith("[CLS] looks at");
        page.painted(() -> page.page().keyboard().press("Enter"));
        assertThat(page.view().getAttribute("data-paints")).isNotNull();
    }

    @Test
    void whoLooksAtATokenIsShownToo() {
        AttentionResult attention = Samples.catSat();
        ViewPage page = open(AttentionViews.textView(attention).layer(3).heads(4));
        page.painted(() -> page.find("select[name=side]").selectOption("seen"));
        page.painted(() -> piece(page, "mat").click());
        assertThat(page.readout()).startsWith("mat is looked at by (head 4): ");
        AttentionMatrix matrix = attention.stack(AttentionKind.ENCODER).matrix(3, 4);
        for (Locator number : page.find(".readout .number").all()) {
            int query = Integer.parseInt(number.getAttribute("data-token"));
            assertThat(Double.parseDouble(number.getAttribute("data-value")))
                    .isCloseTo(matrix.weight(query, 6), within(1 / 510.0));
        }
    }

    @Test
    void hostileTextIsInertAndShownRecognisably() {
        String[] hostile = {
            "</script><img src=x onerror=window.hacked=1>",
            "<!--",
            "a\0b",
            "\ud83d",
            "\u202eevil",
            "x".repeat(1_000_000)
        };
        AttentionResult attention = Samples.random(1, 2, TokenSequence.ofTexts(hostile), false);
        ViewPage page = open(AttentionViews.textView(attention).title("</title><script>window.hacked=1</script>"));
        assertThat(page.page().evaluate("() => window.hacked")).isNull();
        Locator pieces = page.find(".piece");
        assertThat(pieces.nth(0).textContent()).isEqualTo(hostile[0]);
        assertThat(pieces.nth(1).textContent()).isEqualTo("<!--");
        assertThat(pieces.nth(2).textContent()).isEqualTo("a\\u0000b");
        assertThat(pieces.nth(3).textContent()).isEqualTo("\ufffd");
        assertThat(pieces.nth(4).textContent()).isEqualTo("\\u202eevil");
        assertThat(pieces.nth(5).textContent()).hasSize(400).endsWith("…");
    }

    @Test
    void whatIsOnScreenIsSavedAsSvg() throws IOException {
        ViewPage page = open(AttentionViews.textView(ViewSamples.running(1, 1, "The cat sat\n" + ARABIC)));
        Download download = page.page()
                .waitForDownload(() -> page.page().getByText("Save SVG").click());
        Path file = folder.resolve("text.svg");
        download.saveAs(file);
        assertThat(Files.readString(file)).contains("The cat sat", ARABIC, "<rect");
    }

    @Test
    void aPageOfTextStaysSmall() {
        String text = "Some words of a longer text. ".repeat(85).strip();
        AttentionResult attention = ViewSamples.running(1, 2, text);
        assertThat(attention.stack(AttentionKind.ENCODER).queryTokens()).hasSize(512);
        ViewPage page = open(AttentionViews.textView(attention));
        assertThat(page.elements()).isLessThan(3000);
    }
}
