package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees and does, in a real browser. */
class HeadViewBrowserTest extends BrowserTest {
    private static final AttentionResult CAT_SAT = Samples.catSat();
    private static final AttentionStack STACK = CAT_SAT.stack(AttentionKind.ENCODER);

    /** The label of a token, as the keyboard meets it. */
    private static String token(ViewPage page, String side, int position) {
        page.find("[data-area=" + side + "]").focus();
        page.page().keyboard().press("Home");
        for (int i = 0; i < position; i++) {
            page.page().keyboard().press("ArrowDown");
        }
        String place = "token " + (position + 1) + " of ";
        page.page().waitForCondition(() -> option(page, side).contains(place));
        return option(page, side).substring(0, option(page, side).lastIndexOf(", " + place));
    }

    private static String option(ViewPage page, String side) {
        return page.find("[data-area=" + side + "] [role=option]").textContent();
    }

    private static void assertReadout(ViewPage page, boolean fromQuery, int index, int layer, int... heads) {
        Locator numbers = page.find(".readout .number");
        assertThat(numbers.count()).isEqualTo(4);
        double previous = 2;
        for (int i = 0; i < numbers.count(); i++) {
            int other = Integer.parseInt(numbers.nth(i).getAttribute("data-token"));
            double shown = Double.parseDouble(numbers.nth(i).getAttribute("data-value"));
            double exact = 0;
            double bound = 1e-6;
            for (int head : heads) {
                AttentionMatrix matrix = STACK.matrix(layer, head);
                int query = fromQuery ? index : other;
                exact += matrix.weight(query, fromQuery ? other : index) / heads.length;
                float largest = 0;
                for (int key = 0; key < matrix.keyCount(); key++) {
                    largest = Math.max(largest, matrix.weight(query, key));
                }
                bound += largest / 510 / heads.length;
            }
            assertThat(shown).isCloseTo(exact, within(bound)).isLessThanOrEqualTo(previous);
            assertThat(Double.parseDouble(numbers.nth(i).textContent())).isCloseTo(shown, within(0.0005001));
            previous = shown;
        }
    }

    @Test
    void opensOnATellingHeadAndSaysWhy() {
        ViewPage page = open(AttentionViews.headView(CAT_SAT));
        assertThat(page.find(".reason").textContent()).contains("Opened at layer");
        assertThat(page.find(".head[aria-pressed=true]").count()).isEqualTo(1);
        assertThat(page.ink()).isBetween(0.005, 0.5);
        assertThat(token(page, "query", 2)).isEqualTo("cat");
    }

    @Test
    void hoverOnTheLeftShowsWhereATokenLooks() {
        ViewPage page = open(AttentionViews.headView(CAT_SAT).layer(2).heads(3, 5));
        double all = page.ink();
        page.point("query", 3);
        assertThat(page.readout()).startsWith("sat looks at (mean of 2 heads)");
        assertReadout(page, true, 3, 2, 3, 5);
        assertThat(page.ink()).isLessThan(all);
        page.page().mouse().move(5, 5);
        page.page().waitForCondition(() -> page.readout().startsWith("Point at"));
    }

    @Test
    void hoverOnTheRightShowsWhoLooksAtAToken() {
        ViewPage page = open(AttentionViews.headView(CAT_SAT).layer(4).heads(0));
        page.point("key", 6);
        assertThat(page.readout()).startsWith("mat is looked at by (head 0)");
        assertReadout(page, false, 6, 4, 0);
    }

    @Test
    void aClickHoldsATokenAndEscapeLetsGo() {
        ViewPage page = open(AttentionViews.headView(CAT_SAT).layer(1).heads(1));
        page.click("query", 2);
        page.point("query", 5);
        assertThat(page.readout()).startsWith("cat looks at");
        page.page().keyboard().press("Escape");
        page.page().waitForCondition(() -> !page.readout().startsWith("cat"));
    }

    @Test
    void headsAreSwitchedIsolatedAndAllOff() {
        ViewPage page = open(AttentionViews.headView(CAT_SAT).layer(0).heads(1));
        Locator pressed = page.find(".head[aria-pressed=true]");
        page.painted(() -> page.find(".head").nth(7).click());
        assertThat(pressed.count()).isEqualTo(2);
        page.find(".head").nth(4).dblclick();
        page.page().waitForCondition(() -> pressed.allTextContents().equals(List.of("4")));
        page.find(".head").nth(4).dblclick();
        page.page().waitForCondition(() -> pressed.count() == 12);
        page.find(".heads .plain").nth(1).click();
        page.page().waitForCondition(() -> pressed.count() == 0);
        assertThat(page.readout()).startsWith("No head is shown");
        page.find(".heads .plain").nth(0).click();
        page.page().waitForCondition(() -> pressed.count() == 12);
    }

    @Test
    void anotherLayerShowsItsOwnWeights() {
        ViewPage page = open(AttentionViews.headView(CAT_SAT).layer(0).heads(3));
        page.painted(() -> page.find("select[name=layer]").selectOption("5"));
        page.point("query", 1);
        assertThat(page.readout()).startsWith("The looks at");
        assertReadout(page, true, 1, 5, 3);
    }

    @Test
    void theKeyboardReachesEverything() {
        ViewPage page = open(AttentionViews.headView(CAT_SAT).layer(0).heads(3));
        page.find("[data-area=query]").focus();
        page.page().keyboard().press("Home");
        page.page().keyboard().press("ArrowDown");
        page.page().keyboard().press("ArrowDown");
        page.page().waitForCondition(() -> page.readout().startsWith("cat looks at"));
        page.page().keyboard().press("End");
        page.page().keyboard().press("Enter");
        page.page().waitForCondition(() -> page.readout().startsWith("[SEP] looks at"));
        page.page().keyboard().press("Tab");
        page.page().waitForCondition(() -> option(page, "query").startsWith("[SEP]"));
        assertThat(page.readout()).startsWith("[SEP] looks at");
    }

    @Test
    void followsTheSystemsColours() {
        ViewPage page = ViewPage.open(chromium(), folder, AttentionViews.headView(CAT_SAT), ColorScheme.DARK);
        assertThat(page.view().getAttribute("data-dark")).isNotNull();
    }
}
