package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person sees and does, in a real browser. */
class HeadViewBrowserTest {
    private static final AttentionResult CAT_SAT = Samples.catSat();
    private static final AttentionStack STACK = CAT_SAT.stack(AttentionKind.ENCODER);
    private static Chromium chromium;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void nobodyComplained() {
        assertThat(chromium.complaints()).isEmpty();
    }

    private Page open(HtmlView view) {
        Path file = folder.resolve("view.html");
        view.writeTo(file);
        Page page = chromium.open(file);
        page.waitForSelector("attention-head-view[data-rendered]");
        return page;
    }

    private static Locator token(Page page, String side, int index) {
        return page.locator("attention-head-view ul." + side + " li").nth(index);
    }

    private static int paints(Page page) {
        return Integer.parseInt(page.locator("attention-head-view").getAttribute("data-paints"));
    }

    private static void waitForPaint(Page page, int before) {
        page.waitForCondition(() -> paints(page) > before);
    }

    /** The share of the canvas that has been drawn upon. */
    private static double ink(Page page) {
        Object share = page.evaluate(
                """
                () => {
                  const canvas = document.querySelector('attention-head-view').shadowRoot.querySelector('canvas');
                  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  let drawn = 0;
                  for (let i = 3; i < data.length; i += 4) drawn += data[i] > 0 ? 1 : 0;
                  return drawn / (data.length / 4);
                }
                """);
        return ((Number) share).doubleValue();
    }

    private static void assertReadout(Page page, boolean fromQuery, int index, int layer, int... heads) {
        Locator numbers = page.locator("attention-head-view .readout .number");
        assertThat(numbers.count()).isEqualTo(4);
        double previous = 2;
        for (int i = 0; i < numbers.count(); i++) {
            int other = Integer.parseInt(numbers.nth(i).getAttribute("data-index"));
            double shown = Double.parseDouble(numbers.nth(i).getAttribute("data-weight"));
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
        Page page = open(AttentionViews.headView(CAT_SAT));
        assertThat(page.locator("attention-head-view .reason").textContent()).contains("Opened at layer");
        assertThat(page.locator("attention-head-view .head[aria-pressed=true]").count())
                .isEqualTo(1);
        assertThat(ink(page)).isBetween(0.005, 0.5);
        assertThat(token(page, "query", 2).textContent()).isEqualTo("cat");
    }

    @Test
    void hoverOnTheLeftShowsWhereATokenLooks() {
        Page page = open(AttentionViews.headView(CAT_SAT).layer(2).heads(3, 5));
        double all = ink(page);
        int before = paints(page);
        token(page, "query", 3).hover();
        waitForPaint(page, before);
        assertThat(page.locator("attention-head-view .readout").textContent())
                .startsWith("sat looks at (mean of 2 heads)");
        assertReadout(page, true, 3, 2, 3, 5);
        assertThat(ink(page)).isLessThan(all);
        page.mouse().move(5, 5);
        page.waitForCondition(
                () -> page.locator("attention-head-view .readout").textContent().startsWith("Point at"));
    }

    @Test
    void hoverOnTheRightShowsWhoLooksAtAToken() {
        Page page = open(AttentionViews.headView(CAT_SAT).layer(4).heads(0));
        int before = paints(page);
        token(page, "key", 6).hover();
        waitForPaint(page, before);
        assertThat(page.locator("attention-head-view .readout").textContent())
                .startsWith("mat is looked at by (head 0)");
        assertReadout(page, false, 6, 4, 0);
    }

    @Test
    void aClickHoldsATokenAndEscapeLetsGo() {
        Page page = open(AttentionViews.headView(CAT_SAT).layer(1).heads(1));
        token(page, "query", 2).click();
        token(page, "query", 5).hover();
        page.waitForCondition(
                () -> token(page, "query", 2).getAttribute("class").contains("locked"));
        assertThat(page.locator("attention-head-view .readout").textContent()).startsWith("cat looks at");
        page.keyboard().press("Escape");
        page.waitForCondition(() ->
                !page.locator("attention-head-view .readout").textContent().startsWith("cat"));
    }

    @Test
    void headsAreSwitchedIsolatedAndAllOff() {
        Page page = open(AttentionViews.headView(CAT_SAT).layer(0).heads(1));
        Locator pressed = page.locator("attention-head-view .head[aria-pressed=true]");
        page.locator("attention-head-view .head").nth(7).click();
        assertThat(pressed.count()).isEqualTo(2);
        page.locator("attention-head-view .head").nth(4).dblclick();
        assertThat(pressed.allTextContents()).containsExactly("4");
        page.getByText("All", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(pressed.count()).isEqualTo(12);
        int before = paints(page);
        page.getByText("None", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(pressed.count()).isZero();
        waitForPaint(page, before);
        assertThat(ink(page)).isZero();
    }

    @Test
    void anotherLayerShowsItsOwnWeights() {
        Page page = open(AttentionViews.headView(CAT_SAT).layer(0).heads(3));
        int before = paints(page);
        page.locator("attention-head-view select").selectOption("5");
        waitForPaint(page, before);
        token(page, "query", 1).hover();
        page.waitForCondition(
                () -> page.locator("attention-head-view .readout").textContent().startsWith("The looks at"));
        assertReadout(page, true, 1, 5, 3);
    }

    @Test
    void theKeyboardReachesEverything() {
        Page page = open(AttentionViews.headView(CAT_SAT).layer(0).heads(3));
        token(page, "query", 0).focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        page.waitForCondition(
                () -> page.locator("attention-head-view .readout").textContent().startsWith("cat looks at"));
        page.keyboard().press("End");
        page.keyboard().press("Enter");
        page.waitForCondition(
                () -> token(page, "query", 7).getAttribute("class").contains("locked"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Theme.class,
            names = {"LIGHT", "DARK"})
    void isAccessibleInBothThemes(Theme theme) {
        Page page = open(AttentionViews.headView(CAT_SAT).layer(2).heads(3, 5).theme(theme));
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
        String ground = (String)
                page.evaluate("() => getComputedStyle(document.querySelector('attention-head-view')).backgroundColor");
        assertThat(ground).isEqualTo(theme == Theme.DARK ? "rgb(20, 22, 29)" : "rgb(255, 255, 255)");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", "head-view-" + theme.label() + ".png")));
    }

    @Test
    void followsTheSystemsColours() {
        Path file = folder.resolve("auto.html");
        AttentionViews.headView(CAT_SAT).writeTo(file);
        Page page = chromium.open(file, ColorScheme.DARK);
        page.waitForSelector("attention-head-view[data-rendered]");
        assertThat(page.locator("attention-head-view").getAttribute("data-dark"))
                .isNotNull();
    }

    @Test
    void hostileTokensAreInertAndShownRecognisably() {
        String[] hostile = {
            "</script><img src=x onerror=window.hacked=1>",
            "<!--",
            "\"'`",
            "a\0b",
            "\ud83d",
            "\u202eevil",
            "\u200b",
            "x".repeat(1_000_000),
            "𠮷",
            "\n"
        };
        AttentionResult result = Samples.random(1, 2, TokenSequence.ofTexts(hostile), false);
        Page page = open(AttentionViews.headView(result).title("</title><script>window.hacked=1</script>"));
        assertThat(page.evaluate("() => window.hacked")).isNull();
        assertThat(token(page, "query", 0).textContent())
                .startsWith("</script>")
                .endsWith("…");
        assertThat(token(page, "query", 1).textContent()).isEqualTo("<!--");
        assertThat(token(page, "query", 3).textContent()).isEqualTo("a\\u0000b");
        assertThat(token(page, "query", 4).textContent()).isEqualTo("\ufffd");
        assertThat(token(page, "query", 5).textContent()).isEqualTo("\\u202eevil");
        assertThat(token(page, "query", 7).textContent()).hasSize(28);
        assertThat(token(page, "query", 8).textContent()).isEqualTo("𠮷");
        assertThat(page.title()).contains("</title>");
    }

    @Test
    void leavesNoGlobalNamesBehind() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.html"), "<!doctype html><title>x</title>");
        Object names = chromium.open(empty).evaluate("() => Object.keys(window).length");
        assertThat(open(AttentionViews.headView(CAT_SAT)).evaluate("() => Object.keys(window).length"))
                .isEqualTo(names);
    }

    @Test
    void worksTwiceInOneDocumentAndInASandboxedFrame() throws IOException {
        HtmlView view = AttentionViews.headView(CAT_SAT);
        Path file = folder.resolve("several.html");
        Files.writeString(
                file,
                "<!doctype html><html lang=en><title>several</title>"
                        + view.layer(1).toFragment() + view.layer(2).toFragment()
                        + view.layer(3).toIframe());
        Page page = chromium.open(file);
        page.waitForCondition(
                () -> page.locator("attention-head-view[data-rendered]").count() == 2);
        // A frame that is scrolled out of sight is given no animation frames to paint in.
        page.locator("iframe").scrollIntoViewIfNeeded();
        FrameLocator frame = page.frameLocator("iframe");
        frame.locator("attention-head-view[data-rendered]").waitFor();
        assertThat(frame.locator("attention-head-view select").inputValue()).isEqualTo("3");
    }
}
