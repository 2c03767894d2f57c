package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import org.junit.jupiter.api.Test;

/** The grid of heads and the large picture beside it, in a real browser. */
class ModelViewBrowserTest extends BrowserTest {
    private static final AttentionResult CAT_SAT = Samples.catSat();
    private static final int HEADS = 12;

    @Test
    void aClickShowsAHeadLarge() {
        ViewPage page = open(AttentionViews.modelView(CAT_SAT).layer(0).heads(0));
        assertThat(page.find("h2").textContent()).isEqualTo("Layer 0, head 0");
        page.click("cell", 4 * HEADS + 7);
        assertThat(page.find("h2").textContent()).isEqualTo("Layer 4, head 7");
        page.point("query", 3);
        assertThat(page.readout()).startsWith("sat looks at (head 7)");
        double shown = Double.parseDouble(page.find(".readout .number").first().getAttribute("data-value"));
        int key = Integer.parseInt(page.find(".readout .number").first().getAttribute("data-token"));
        AttentionMatrix matrix = CAT_SAT.stack(AttentionKind.ENCODER).matrix(4, 7);
        assertThat(shown).isCloseTo(matrix.weight(3, key), within(1.0 / 510));
        page.point("key", 2);
        assertThat(page.readout()).startsWith("cat is looked at by (head 7)");
    }

    @Test
    void aSmallPictureUnderThePointerTellsItsLargestWeight() {
        ViewPage page = open(AttentionViews.modelView(CAT_SAT));
        page.point("cell", 3 * HEADS + 1);
        AttentionMatrix matrix = CAT_SAT.stack(AttentionKind.ENCODER).matrix(3, 1);
        double largest = 0;
        for (float weight : matrix.toArray()) {
            largest = Math.max(largest, weight);
        }
        assertThat(page.readout()).startsWith("Layer 3, head 1:");
        assertThat(Double.parseDouble(page.find(".readout .number").getAttribute("data-value")))
                .isCloseTo(largest, within(largest / 510));
    }

    @Test
    void includedLayersAndHeadsKeepTheirNumbers() {
        ViewPage page =
                open(AttentionViews.modelView(CAT_SAT).includeLayers(1, 4).includeHeads(2, 9, 11));
        assertThat(page.find("[data-area=cell]").getAttribute("data-count")).isEqualTo("6");
        page.click("cell", 4);
        assertThat(page.find("h2").textContent()).isEqualTo("Layer 4, head 9");
    }

    /** As a shifted-window image model has them: layers of different sizes, and windows within a layer. */
    @Test
    void layersOverOtherTokensAndWindowsAreChosenByName() {
        AttentionResult.Builder result = AttentionResult.builder();
        float[] windows = {1, 0, 0.5f, 0.5f, 0.25f, 0.75f, 0, 1};
        result.layer(AttentionLayer.builder(AttentionKind.ENCODER, 0)
                .tokens(TokenSequence.ofPositions(2))
                .windowCount(2)
                .weights(windows)
                .build());
        result.layer(AttentionKind.ENCODER, 1, TokenSequence.ofTexts("a", "b", "c"), new float[] {
            1, 0, 0, 0, 1, 0, 0.2f, 0.2f, 0.6f
        });
        ViewPage page = open(AttentionViews.modelView(result.build()).layer(0).heads(0));
        page.painted(() -> page.find("select[name=kind]").selectOption("encoder-window-1"));
        page.point("query", 0);
        assertThat(page.readout()).startsWith("0 looks at (head 0): 1 0.750, 0 0.250");
        page.painted(() -> page.find("select[name=kind]").selectOption("encoder-2"));
        page.point("query", 2);
        assertThat(page.readout()).startsWith("c looks at (head 0): c 0.600");
    }

    @Test
    void theKeyboardWalksTheGrid() {
        ViewPage page = open(AttentionViews.modelView(CAT_SAT).layer(0).heads(0));
        page.find("[data-area=cell]").focus();
        page.page().keyboard().press("Home");
        page.page().keyboard().press("ArrowRight");
        page.page().keyboard().press("ArrowDown");
        page.page().keyboard().press("Enter");
        page.page().waitForCondition(() -> page.find("h2").textContent().equals("Layer 1, head 1"));
    }

    @Test
    void smallPicturesMayBeHeatMaps() {
        ViewPage page = open(AttentionViews.modelView(CAT_SAT));
        double lines = page.ink();
        page.painted(() -> page.find("select[name=thumbnails]").selectOption("map"));
        assertThat(page.ink()).isGreaterThan(lines);
    }
}
