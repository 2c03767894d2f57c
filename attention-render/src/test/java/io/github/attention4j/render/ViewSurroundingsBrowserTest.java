package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small screens, fingers, zoom, forced colours, and inputs that are long. */
class ViewSurroundingsBrowserTest extends BrowserTest {
    private static final AttentionResult CAT_SAT = Samples.catSat();

    private ViewPage open(String name, AttentionResult attention, UnaryOperator<Browser.NewPageOptions> kind) {
        HtmlView view = name.equals("head")
                ? AttentionViews.headView(attention).layer(0).heads(0)
                : AttentionViews.modelView(attention).layer(0).heads(0);
        Path file = folder.resolve("view.html");
        view.writeTo(file);
        return ViewPage.of(chromium().open(file.toUri().toString(), kind));
    }

    private static int number(Page page, String expression) {
        return ((Number) page.evaluate("() => " + expression)).intValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void fitsAScreenOf360Pixels(String name) {
        ViewPage page = open(name, CAT_SAT, options -> options.setViewportSize(360, 640));
        assertThat(number(page.page(), "document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
        page.point("query", 2);
        assertThat(page.readout()).startsWith("cat looks at");
    }

    /** A window of 1280 x 800 at 200 % zoom has half as many CSS pixels, each twice as large. */
    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void fitsAWindowAtTwiceTheSize(String name) {
        ViewPage page =
                open(name, CAT_SAT, options -> options.setViewportSize(640, 400).setDeviceScaleFactor(2));
        assertThat(number(page.page(), "document.documentElement.scrollWidth")).isLessThanOrEqualTo(640);
        page.point("query", 7);
        assertThat(page.readout()).startsWith("[SEP] looks at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void aFingerHoldsAndLetsGo(String name) {
        ViewPage page = open(name, CAT_SAT, options -> options.setHasTouch(true)
                .setIsMobile(true)
                .setViewportSize(412, 860));
        double[] at = page.place("query", 4);
        page.painted(() -> page.page().touchscreen().tap(at[0], at[1]));
        assertThat(page.readout()).startsWith("on looks at");
        // What the read-out says must not move what it speaks of from under the finger.
        assertThat(page.place("query", 4)).containsExactly(at);
        // Sooner, the second tap would make a double tap of the two.
        page.page().waitForTimeout(1_000);
        page.painted(() -> page.page().touchscreen().tap(at[0], at[1]));
        assertThat(page.readout()).doesNotContain("on looks at");
    }

    /** With forced colours nothing is drawn in a colour that the reader has not chosen. */
    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void forcedColoursAreKept(String name) {
        ViewPage page = open(name, CAT_SAT, options -> options.setForcedColors(ForcedColors.ACTIVE));
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
                  return coloured;
                }
                """);
        assertThat(((Number) coloured).intValue()).isZero();
        assertThat(page.ink()).isGreaterThan(0.001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void nothingMovesByItself(String name) {
        ViewPage page = open(name, CAT_SAT, options -> options.setReducedMotion(ReducedMotion.REDUCE));
        page.point("query", 1);
        assertThat(number(page.page(), "document.getAnimations().length")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "model"})
    void aLongInputStaysASmallDocument(String name) {
        AttentionResult attention = Samples.random(1, 2, TokenSequence.ofPositions(512), false);
        ViewPage page = open(name, attention, options -> options.setDeviceScaleFactor(1));
        Object nodes = page.page()
                .evaluate(
                        """
                        () => {
                          const count = root => {
                            let nodes = 0;
                            const walker = document.createTreeWalker(root);
                            for (let node = root; node; node = walker.nextNode()) {
                              nodes += 1 + (node.shadowRoot ? count(node.shadowRoot) : 0);
                            }
                            return nodes;
                          };
                          return count(document);
                        }
                        """);
        assertThat(((Number) nodes).intValue()).isLessThan(3_000);
        page.find("[data-area=query]").focus();
        page.page().keyboard().press("End");
        page.page().waitForCondition(() -> page.readout().startsWith("511 looks at"));
        assertThat(((Number) page.view()
                                .evaluate("view => [...view.shadowRoot.querySelectorAll('.stage')].at(-1).scrollTop"))
                        .doubleValue())
                .isGreaterThan(10_000);
    }
}
