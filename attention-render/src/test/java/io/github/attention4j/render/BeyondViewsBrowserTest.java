package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.GenerationStep;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.analysis.HeadTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Comparison, generation, overview and image view. */
class BeyondViewsBrowserTest extends BrowserTest {
    private static final double ONE_ROW = 1 / 510.0;

    private static void assertReadout(ViewPage page, AttentionMatrix matrix, int query) {
        Locator numbers = page.find(".readout .number");
        assertThat(numbers.count()).isEqualTo(4);
        for (Locator number : numbers.all()) {
            int key = Integer.parseInt(number.getAttribute("data-token"));
            assertThat(Double.parseDouble(number.getAttribute("data-value")))
                    .isCloseTo(matrix.weight(query, key), within(ONE_ROW));
        }
    }

    @Test
    void twoResultsAreComparedTokenByToken() {
        AttentionResult first = Samples.catSat();
        AttentionResult second = ViewSamples.unlike(first);
        ViewPage page = open(AttentionViews.comparison(first, second).layer(2).heads(3));
        assertThat(page.readout()).startsWith("Mean absolute difference");
        assertThat(page.find(".note").textContent()).contains("One token has no partner");
        AttentionMatrix a = first.stack(AttentionKind.ENCODER).matrix(2, 3);
        AttentionMatrix b = second.stack(AttentionKind.ENCODER).matrix(2, 3);
        // Eight tokens have a partner: cat is the third of both, mat the seventh and the eighth.
        page.point("cell", 2 * 8 + 6);
        assertThat(page.readout()).startsWith("cat → mat");
        assertThat(number(page, "[data-of=first]")).isCloseTo(a.weight(2, 6), within(ONE_ROW));
        assertThat(number(page, "[data-of=second]")).isCloseTo(b.weight(2, 7), within(ONE_ROW));
        assertThat(number(page, "[data-of=difference]"))
                .isCloseTo(b.weight(2, 7) - a.weight(2, 6), within(2 * ONE_ROW));
        page.point("cell", 1 * 8 + 2);
        assertThat(page.readout()).startsWith("The\u2009/\u2009A → cat");
        assertThatThrownBy(() -> AttentionViews.comparison(first, ViewSamples.groupedQueries(2, 1, 4, 4)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no layer is in both");
    }

    @Test
    void aResultDoesNotDifferFromItself() {
        ViewPage page = open(AttentionViews.comparison(Samples.catSat(), Samples.catSat()));
        assertThat(number(page, "[data-of=mean]")).isZero();
    }

    @Test
    void generationIsFollowedStepByStep() {
        AttentionResult date = ViewSamples.date();
        ViewPage page = open(AttentionViews.generationView(date).layer(1).heads(0));
        AttentionMatrix matrix = date.stack(AttentionKind.DECODER).matrix(1, 0);
        assertReadout(page, matrix, 10);
        page.find("input[name=step]").focus();
        page.painted(() -> page.page().keyboard().press("ArrowLeft"));
        assertThat(page.find(".steps output").textContent()).isEqualTo("10 of 11: writes “5”");
        assertReadout(page, matrix, 9);
        page.painted(() -> page.find("input[name=step]").fill("4"));
        assertThat(page.find(".steps output").textContent()).contains("writes “-”");
        assertThat(page.find(".unwritten").count()).isEqualTo(5);
        assertThat(page.find(".writing").textContent()).isEqualTo("-");
        page.painted(() -> page.find("select[name=kind]").selectOption("cross"));
        assertReadout(page, date.stack(AttentionKind.CROSS).matrix(1, 0), 4);
        assertThat(page.find(".text-panel").nth(1).textContent()).startsWith(ViewSamples.DATE);
    }

    /** As the engines say the steps of a generation: the first has the prompt, each later one the token before it. */
    @Test
    void stepsAreTheRowsThatNewTokensWereReadFrom() {
        AttentionResult date = ViewSamples.date();
        AttentionResult.Builder generated = AttentionResult.builder();
        date.stacks().forEach(stack -> stack.stream().forEach(generated::layer));
        generated.step(new GenerationStep(0, 5));
        for (int row = 5; row < 11; row++) {
            generated.step(new GenerationStep(row, 1));
        }
        ViewPage page =
                open(AttentionViews.generationView(generated.build()).layer(1).heads(0));
        AttentionMatrix matrix = date.stack(AttentionKind.DECODER).matrix(1, 0);
        assertThat(page.find("input[name=step]").getAttribute("max")).isEqualTo("6");
        page.painted(() -> page.find("input[name=step]").fill("0"));
        assertThat(page.find(".steps output").textContent()).isEqualTo("1 of 7: writes “-”");
        assertReadout(page, matrix, 4);
        page.painted(() -> page.page().getByLabel("Step on").click());
        assertThat(page.find(".steps output").textContent()).isEqualTo("2 of 7: writes “0”");
        assertReadout(page, matrix, 5);
        // An encoder has read its input before the first step: each of its rows is one.
        page.painted(() -> page.find("select[name=kind]").selectOption("encoder"));
        assertThat(page.find("input[name=step]").getAttribute("max"))
                .isEqualTo(Integer.toString(ViewSamples.DATE.length()));
    }

    /** Whatever the second result lacks, the controls say what is chosen, and what is there is shown again. */
    @Test
    void aHeadThatOneResultLacksIsSaidToBeMissing() {
        AttentionResult first = Samples.catSat();
        AttentionResult second = Samples.random(4, 6, EveryView.oldMat(), false);
        ViewPage page = open(AttentionViews.comparison(first, second));
        Locator pressed = page.find(".head[aria-pressed=true]");
        assertThat(Integer.parseInt(page.find("select[name=layer]").inputValue()))
                .isLessThan(4);
        page.find(".head").nth(9).click();
        page.page().waitForCondition(() -> page.readout().contains("has no layer"));
        assertThat(page.readout()).contains("with a head 9");
        assertThat(pressed.allTextContents()).containsExactly("9");
        assertThat(page.find("[data-area=cell]").isVisible()).isFalse();
        page.painted(() -> page.find(".head").nth(2).click());
        assertThat(pressed.allTextContents()).containsExactly("2");
        assertThat(page.readout()).startsWith("Mean absolute difference");
        page.find("select[name=layer]").selectOption("5");
        page.page().waitForCondition(() -> page.readout().contains("has no layer 5"));
        assertThat(page.find("select[name=layer]").inputValue()).isEqualTo("5");
    }

    @Test
    void headsAreColouredByATable() {
        AttentionResult attention = Samples.catSat();
        HeadTable table = EveryView.previousToken(attention);
        ViewPage page = open(AttentionViews.overview(attention, table));
        page.point("cell", 4 * 12 + 7);
        assertThat(page.readout()).startsWith("Layer 4, head 7: previous token ");
        assertThat(number(page, "[data-layer='4'][data-head='7']")).isCloseTo(table.value(4, 7), within(1e-12));
        page.point("cell", 5 * 12 + 11);
        assertThat(page.readout()).contains("no value");
        page.painted(() -> page.page().getByText("Table").click());
        assertThat(page.find("tbody tr").count()).isEqualTo(6);
        assertThatThrownBy(() -> AttentionViews.overview(
                        attention,
                        new HeadTable("x", "", AttentionKind.CROSS, List.of(0), List.of(0), new double[][] {{1}})))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cross");
    }

    @Test
    void patchesLieOverThePicture() {
        AttentionResult digit = ViewSamples.digit();
        ViewPage page = open(
                AttentionViews.imageView(digit, ViewSamples.digitPng()).layer(1).heads(1));
        AttentionMatrix matrix = digit.stack(AttentionKind.ENCODER).matrix(1, 1);
        assertThat(page.readout()).startsWith("[CLS] looks at (head 1): ");
        assertReadout(page, matrix, 0);
        page.click("patch", 6);
        assertThat(page.readout()).startsWith("Patch 6 looks at");
        assertReadout(page, matrix, 7);
        page.find("[data-area=patch]").focus();
        page.painted(() -> page.page().keyboard().press("Escape"));
        page.painted(() -> page.page().keyboard().press("ArrowDown"));
        assertThat(page.readout()).startsWith("Patch 10 looks at");
        assertThat(page.ink()).isGreaterThan(0.2);
        assertThatThrownBy(() -> AttentionViews.imageView(digit, new byte[] {1, 2, 3}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("PNG");
        assertThatThrownBy(() -> AttentionViews.imageView(Samples.catSat(), ViewSamples.digitPng()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("region");
    }
}
