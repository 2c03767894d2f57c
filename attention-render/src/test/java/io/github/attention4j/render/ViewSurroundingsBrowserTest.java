package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.attention4j.Exhaustive;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every view on small screens, under fingers, zoomed, in forced colours, and with inputs that are long. */
class ViewSurroundingsBrowserTest extends BrowserTest {
    /** Nothing of the page is cut off to the right, every control can be got at, and something is drawn. */
    private static void assertFits(EveryView each, ViewPage page, int width) {
        Page window = page.page();
        assertThat(((Number) window.evaluate("() => document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(width);
        List<Locator> controls = page.find("button:visible, select:visible, input:visible, summary")
                .all();
        assertThat(controls).hasSizeGreaterThan(6);
        for (Locator control : controls) {
            var box = control.boundingBox();
            assertThat(box.x).as("left of %s", control).isGreaterThanOrEqualTo(0);
            assertThat(box.x + box.width).as("right of %s", control).isLessThanOrEqualTo(width);
            assertThat(box.width * box.height).isGreaterThan(100);
        }
        if (each.isText()) {
            assertThat(page.find(".paragraph").first().boundingBox().width).isBetween(200.0, (double) width);
        } else {
            assertThat(page.ink()).isGreaterThan(0.005);
        }
    }

    /** A window of 1280 x 800 at 200 % zoom has half as many CSS pixels, each twice as large. */
    @OnTwoViews
    void fitsAScreenOf360PixelsAndAWindowAtTwiceTheSize(EveryView each) {
        ViewPage page =
                open(each.view(), options -> options.setViewportSize(360, 640).setDeviceScaleFactor(2));
        page.find("summary").click();
        assertFits(each, page, 360);
        page.painted(() -> page.page().setViewportSize(640, 400));
        assertFits(each, page, 640);
        String before = page.readout();
        if (each.isText()) {
            page.painted(() -> page.find(".piece").nth(1).click());
        } else {
            page.click(each.area(), 1);
        }
        assertThat(page.readout()).isNotEqualTo(before);
    }

    @OnEveryOtherView
    void fitsAScreenOf360PixelsAndAWindowAtTwiceTheSizeInEveryOtherView(EveryView each) {
        fitsAScreenOf360PixelsAndAWindowAtTwiceTheSize(each);
    }

    @OnTwoViews
    void aFingerHoldsAndLetsGoHoweverSoon(EveryView each) {
        ViewPage page = open(each.view(), options -> options.setHasTouch(true)
                .setIsMobile(true)
                .setDeviceScaleFactor(1)
                .setViewportSize(412, 860));
        double[] at = at(each, page);
        page.painted(() -> page.page().touchscreen().tap(at[0], at[1]));
        assertThat(page.state()).contains("token=" + each.area() + ".");
        // What the read-out says must not move what it speaks of from under the finger.
        assertThat(at(each, page)).containsExactly(at);
        page.painted(() -> page.page().touchscreen().tap(at[0], at[1]));
        assertThat(page.state()).doesNotContain("token=");
    }

    /** In a generation it is the step that is held. */
    @Exhaustive
    @ParameterizedTest
    @EnumSource(
            value = EveryView.class,
            mode = Mode.EXCLUDE,
            names = {"HEAD", "TEXT", "GENERATION", "CROSS"})
    void aFingerHoldsAndLetsGoHoweverSoonInEveryOtherView(EveryView each) {
        aFingerHoldsAndLetsGoHoweverSoon(each);
    }

    private static double[] at(EveryView each, ViewPage page) {
        if (!each.isText()) {
            return page.place(each.area(), 4);
        }
        page.find(".piece").nth(4).scrollIntoViewIfNeeded();
        var box = page.find(".piece").nth(4).boundingBox();
        return new double[] {box.x + box.width / 2, box.y + box.height / 2};
    }

    /** With forced colours nothing is drawn in a colour that the reader has not chosen, and nothing moves by itself. */
    @OnTwoViews
    void forcedColoursAndStillnessAreKept(EveryView each) {
        ViewPage page = open(each.view(), options -> options.setForcedColors(ForcedColors.ACTIVE)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setDeviceScaleFactor(1));
        assertThat(page.page().evaluate("() => document.getAnimations().length"))
                .isEqualTo(0);
        if (each.isText()) {
            assertThat(page.page()
                            .locator(".piece[style*='--strength: 100%']")
                            .first()
                            .evaluate("piece => getComputedStyle(piece).backgroundColor"))
                    .isNotEqualTo("rgba(0, 0, 0, 0)");
            return;
        }
        Object coloured = page.view()
                .evaluate(
                        """
                view => {
                  const canvas = [...view.shadowRoot.querySelectorAll('canvas')].at(-1);
                  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  let coloured = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    const spread = Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]);
                    coloured += data[i + 3] > 128 && spread > 24 ? 1 : 0;
                  }
                  return coloured / (data.length / 4);
                }
                """);
        // Highlight is one of the reader's colours, too: it marks what is chosen.
        assertThat(((Number) coloured).doubleValue()).isLessThan(0.02);
        assertThat(page.ink()).isGreaterThan(0.001);
    }

    @OnEveryOtherView
    void forcedColoursAndStillnessAreKeptInEveryOtherView(EveryView each) {
        forcedColoursAndStillnessAreKept(each);
    }

    @OnTwoViews
    void aLongInputStaysASmallDocument(EveryView each) {
        ViewPage page = open(
                each.of(ViewSamples.longInput(each == EveryView.CROSS)), options -> options.setDeviceScaleFactor(1));
        page.find(".footer [aria-expanded]").click();
        page.find("tbody tr").first().waitFor();
        // With cross-attention there are two texts of 512 tokens.
        assertThat(DomSize.nodes(page.page())).isLessThan(each == EveryView.CROSS ? 4_000 : 3_000);
        if (each == EveryView.HEAD || each == EveryView.NEURON) {
            page.find("[data-area=query]").focus();
            page.page().keyboard().press("End");
            page.page().waitForCondition(() -> page.readout().startsWith("511 looks"));
            assertThat(((Number) page.view().evaluate("view => view.shadowRoot.querySelector('.stage').scrollTop"))
                            .doubleValue())
                    .isGreaterThan(10_000);
        }
    }

    @OnEveryOtherView
    void aLongInputStaysASmallDocumentInEveryOtherView(EveryView each) {
        aLongInputStaysASmallDocument(each);
    }
}
