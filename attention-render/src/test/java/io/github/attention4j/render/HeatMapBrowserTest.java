package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The heat map: cells to read, and to zoom into. */
class HeatMapBrowserTest extends BrowserTest {
    private static void assertCell(ViewPage page, AttentionMatrix matrix, int query, int key) {
        page.point("cell", query * matrix.keyCount() + key);
        assertThat(number(page, "[data-row='" + query + "'][data-column='" + key + "']"))
                .isCloseTo(matrix.weight(query, key), within(1 / 510.0));
    }

    @Test
    void cellsAreReadAndZoomedInto() {
        AttentionResult attention = Samples.catSat();
        ViewPage page = open(AttentionViews.heatMap(attention).layer(4).heads(5));
        AttentionMatrix matrix = attention.stack(AttentionKind.ENCODER).matrix(4, 5);
        assertCell(page, matrix, 2, 6);
        assertThat(page.readout()).startsWith("cat → mat: ").contains("off by at most");
        assertCell(page, matrix, 7, 0);
        double before = page.find("[data-area=cell]").boundingBox().width;
        page.painted(() -> page.page().getByLabel("Zoom in").click());
        assertThat(page.find("[data-area=cell]").boundingBox().width).isGreaterThan(before * 1.1);
        page.find("[data-area=cell]").focus();
        page.painted(() -> page.page().keyboard().press("Home"));
        page.painted(() -> page.page().keyboard().press("ArrowRight"));
        assertThat(page.readout()).startsWith("[CLS] → The: ");
        page.painted(() -> page.page().keyboard().press("0"));
        assertThat(page.find("[data-area=cell]").boundingBox().width).isCloseTo(before, within(1.0));
    }

    @Test
    void longInputsStaySmallAndAreReadExactlyEnough() {
        AttentionResult attention = Samples.random(1, 2, TokenSequence.ofPositions(512), true);
        ViewPage page = open(AttentionViews.heatMap(attention).layer(0).heads(1));
        assertThat(page.elements()).isLessThan(3000);
        for (int i = 0; i < 3; i++) {
            page.painted(() -> page.page().getByLabel("Zoom in").click());
        }
        page.find("[data-area=cell]").focus();
        page.painted(() -> page.page().keyboard().press("End"));
        AttentionMatrix matrix = attention.stack(AttentionKind.DECODER).matrix(0, 1);
        assertThat(number(page, "[data-row='511'][data-column='511']"))
                .isCloseTo(matrix.weight(511, 511), within(1 / 510.0));
    }

    /** As gradient-weighted relevance has them, or the difference of two heads. */
    @Test
    void weightsBelowZeroAreReadWithTheirSigns() {
        AttentionMatrix a = Samples.catSat().stack(AttentionKind.ENCODER).matrix(2, 3);
        AttentionMatrix b = Samples.catSat().stack(AttentionKind.ENCODER).matrix(5, 3);
        float[] weights = new float[64];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = b.toArray()[i] - a.toArray()[i];
        }
        AttentionResult relevance = AttentionResult.builder()
                .layer(AttentionKind.ENCODER, 0, TokenSequence.ofPositions(8), weights)
                .build();
        for (HtmlView view :
                List.of(AttentionViews.heatMap(relevance), AttentionViews.comparison(relevance, relevance))) {
            ViewPage page = open(view);
            page.state("x-show=first");
            boolean below = false;
            for (int cell = 0; cell < weights.length; cell += 5) {
                page.state("token=cell." + cell);
                double largest = 0;
                for (int key = 0; key < 8; key++) {
                    largest = Math.max(largest, Math.abs(weights[cell / 8 * 8 + key]));
                }
                assertThat(number(page, "[data-row]")).isCloseTo(weights[cell], within(largest / 254 + 1e-6));
                below |= weights[cell] < 0;
            }
            assertThat(below).isTrue();
            assertThat(page.find(".note").textContent()).contains("below zero").contains("1/254");
        }
        ViewPage page = open(AttentionViews.headView(relevance));
        page.point("query", 3);
        assertThat(page.readout()).startsWith("3 looks at");
    }
}
