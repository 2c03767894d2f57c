package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.Exhaustive;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A search leads to what it has found, however long the input; a link leads back to what was in sight. */
class SearchBrowserTest extends BrowserTest {
    private static final int TOKENS = 512;

    /** Whether the middle of a token, or of the cell where it looks at itself, is in sight within what scrolls. */
    private static boolean inSight(EveryView each, ViewPage page, int token) {
        return (Boolean) page.view()
                .evaluate(
                        """
                        (view, [text, name, position, columns]) => {
                          const root = view.shadowRoot;
                          if (text) {
                            const piece = root.querySelectorAll('.piece')[position].getBoundingClientRect();
                            const texts = root.querySelector('.texts').getBoundingClientRect();
                            return piece.top >= texts.top && piece.bottom <= texts.bottom;
                          }
                          const area = root.querySelector(`[data-area="${name}"]`);
                          const box = area.getBoundingClientRect();
                          const stage = area.closest('.stage').getBoundingClientRect();
                          const rows = Math.ceil(area.dataset.count / columns);
                          const x = box.left + (position % columns + 0.5) * box.width / columns;
                          const y = box.top + (Math.floor(position / columns) + 0.5) * box.height / rows;
                          return x > stage.left && x < stage.right && y > stage.top && y < stage.bottom;
                        }
                        """,
                        each.area().equals("cell")
                                ? List.of(false, "cell", token * TOKENS + token, TOKENS)
                                : List.of(
                                        each.isText(), each.area().equals("patch") ? "token" : each.area(), token, 1));
    }

    @OnTwoViews
    void leadsToTheFirstAndOnAndBack(EveryView each) {
        ViewPage page =
                open(each.of(ViewSamples.longInput(each == EveryView.CROSS)), options -> options.setDeviceScaleFactor(1)
                        .setViewportSize(420, 480));
        if (each.area().equals("cell")) {
            page.state("x-zoom=16");
        }
        assertThat(inSight(each, page, 177)).isFalse();
        page.painted(() -> page.find("input[name=search]").fill("177"));
        page.page().waitForCondition(() -> inSight(each, page, 177));
        page.painted(() -> page.find("input[name=search]").fill("77"));
        page.page().waitForCondition(() -> inSight(each, page, 77));
        assertThat(inSight(each, page, 177)).isFalse();
        page.page().keyboard().press("Enter");
        page.page().waitForCondition(() -> inSight(each, page, 177));
        assertThat(inSight(each, page, 77)).isFalse();
        page.page().keyboard().press("Shift+Enter");
        page.page().waitForCondition(() -> inSight(each, page, 77));
        assertThat(inSight(each, page, 177)).isFalse();
        // Before the first comes the last.
        page.page().keyboard().press("Shift+Enter");
        page.page().waitForCondition(() -> !inSight(each, page, 77));
    }

    /** The tokens of the image view that have a place in the picture are all in sight; the others are a list. */
    @Exhaustive
    @ParameterizedTest
    @EnumSource(
            value = EveryView.class,
            mode = Mode.EXCLUDE,
            names = {"HEAD", "TEXT", "OVERVIEW"})
    void leadsToTheFirstAndOnAndBackInEveryOtherView(EveryView each) {
        leadsToTheFirstAndOnAndBack(each);
    }

    @ParameterizedTest
    @EnumSource(
            value = EveryView.class,
            names = {"HEAT_MAP", "COMPARISON"})
    void theZoomIsInTheLinkAndTheHeldCellInSight(EveryView each) {
        int cell = 200 * TOKENS + 200;
        ViewPage page = open(each.of(ViewSamples.longInput(false)), options -> options.setDeviceScaleFactor(1));
        page.state("token=cell." + cell);
        for (int i = 0; i < 4; i++) {
            page.painted(() -> page.page().getByLabel("Zoom in").click());
        }
        double zoomed = page.find("[data-area=cell]").boundingBox().width;
        page.find(".footer button").nth(2).click();
        String link = page.find(".link input").inputValue();
        assertThat(link).contains("x-zoom=5.063", "token=cell." + cell);
        ViewPage again = ViewPage.of(chromium().open(link, options -> options.setDeviceScaleFactor(1)));
        assertThat(again.state()).isEqualTo(page.state());
        assertThat(again.find("[data-area=cell]").boundingBox().width).isEqualTo(zoomed);
        assertThat(inSight(each, again, 200)).isTrue();
    }
}
