package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.attention4j.Exhaustive;
import io.github.attention4j.render.Chromium;
import io.github.attention4j.render.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The walkthrough as its readers and its speaker meet it. */
class WalkthroughTest {
    private static final int MEGABYTE = 1 << 20;
    private static final String OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth";

    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    static List<Path> pages() {
        return BuiltSite.pages();
    }

    @AfterEach
    void nothingWentWrongAndNothingWasAskedOfTheNetwork() {
        List<String> complaints = List.copyOf(chromium.complaints());
        chromium.clear();
        assertThat(complaints).isEmpty();
    }

    private static Page open(Path page, int width, int height) {
        return open(page, "", width, height, ColorScheme.LIGHT);
    }

    private static Page open(Path page, String fragment, int width, int height, ColorScheme scheme) {
        Page opened = chromium.openSite(
                page, fragment, kind -> kind.setViewportSize(width, height).setColorScheme(scheme));
        opened.waitForFunction("() => [...document.querySelectorAll('.live > :first-child')]"
                + ".filter(view => view.checkVisibility()).every(view => view.hasAttribute('data-rendered'))");
        return opened;
    }

    private static void assertAccessible(Page page) {
        assertThat(new AxeBuilder(page).setLegacyMode(true).analyze().getViolations())
                .isEmpty();
    }

    /** One page of each kind: the list of sections, lines, and what is wide. */
    @ParameterizedTest
    @ValueSource(strings = {"index.html", "what-a-line-means.html", "neurons.html"})
    void aPageShowsItsPicturesIsAccessibleAndFitsAPhone(String name) {
        assertGood(BuiltSite.folder().resolve(name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    @Exhaustive
    void everyPageShowsItsPicturesIsAccessibleAndFitsAPhone(Path file) {
        assertGood(file);
    }

    private static void assertGood(Path file) {
        Page page = open(file, 1280, 720);
        for (Locator view : page.locator(".live > :first-child").all()) {
            assertThat(view.locator(".error").count()).isZero();
            assertThat(view.locator("canvas, .piece").count()).isPositive();
        }
        assertThat(page.locator("main > section > h1").count()).isEqualTo(1);
        assertAccessible(page);
        page.setViewportSize(390, 844);
        assertFitsAPhone(page);
    }

    /** Nothing must be scrolled sideways but what is wide by nature, in its own box; and no text is tiny. */
    private static void assertFitsAPhone(Page page) {
        assertThat(((Number) page.evaluate(OVERFLOW)).intValue()).isLessThanOrEqualTo(0);
        Object small = page.evaluate("() => [...document.querySelectorAll('main p, main td, main th, main li')]"
                + ".filter(each => parseFloat(getComputedStyle(each).fontSize) < 15).map(each => each.textContent)");
        assertThat((List<?>) small).isEmpty();
    }

    @Test
    @Exhaustive
    void darkPagesAreAccessible() {
        for (String name : List.of("index.html", "what-a-line-means.html", "neurons.html")) {
            assertAccessible(open(BuiltSite.folder().resolve(name), "", 1280, 720, ColorScheme.DARK));
        }
    }

    @Test
    void theFirstPageIsUsableWithinASecond() {
        List<Double> milliseconds = new ArrayList<>();
        for (int time = 0; time < 5; time++) {
            Page page = open(BuiltSite.folder().resolve("index.html"), 1280, 720);
            Object painted = page.evaluate("() => performance.now()");
            milliseconds.add(((Number) painted).doubleValue());
        }
        milliseconds.sort(null);
        System.out.println("The first page is usable after " + milliseconds + " ms");
        assertThat(milliseconds.get(0)).isLessThan(1000);
    }

    @Test
    void theWholeSiteIsSmall() throws IOException {
        System.out.println("The whole site has " + BuiltSite.size() + " bytes");
        assertThat(BuiltSite.size()).isBetween((long) MEGABYTE, 15L * MEGABYTE);
    }

    /** From screen to screen, and over the edges of pages, there and back. */
    @Test
    void theArrowKeysLeadThroughAPageAndToTheNext() {
        Page page = open(BuiltSite.folder().resolve("index.html"), 1280, 720);
        page.keyboard().press("p");
        List<String> seen = present(page, 9);
        assertThat(seen.get(0)).isEqualTo("index.html#present=cover");
        assertThat(seen.get(8)).startsWith("where-a-word-looks.html#present=");
        page.keyboard().press("ArrowLeft");
        page.waitForCondition(() -> page.url().endsWith(seen.get(7)));
        page.keyboard().press("Escape");
        assertThat(page.locator(".presenting").count()).isZero();
        assertThat(page.locator(".screen >> visible=true").count()).isGreaterThan(1);
    }

    /** From the first page to the last screen of the last one with the arrow key alone. */
    @Test
    @Exhaustive
    void theTalkIsGivenWithOneKey() {
        int screens = 0;
        for (Path file : pages()) {
            screens += open(file, 1280, 720).locator(".screen").count();
        }
        Page page = open(BuiltSite.folder().resolve("index.html"), 1280, 720);
        page.keyboard().press("p");
        List<String> seen = present(page, screens);
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.get(screens - 1)).isEqualTo("two-files.html#present=end");
    }

    /** Turns screen by screen; each must fit a projector. Returns the screens' addresses. */
    private static List<String> present(Page page, int screens) {
        List<String> seen = new ArrayList<>();
        while (true) {
            page.locator(".presenting .screen.current").waitFor();
            page.waitForCondition(() -> !page.url().endsWith("=first"));
            String screen = page.url().replaceFirst(".*/", "");
            seen.add(screen);
            assertReadsWellOnAProjector(page);
            if (seen.size() == screens) {
                return seen;
            }
            page.keyboard().press("ArrowRight");
            page.waitForCondition(
                    () -> !page.url().endsWith(screen) && page.url().contains("present="));
        }
    }

    /** One idea a screen: one screen is shown, its text is large and not below the edge, and so is its picture. */
    private static void assertReadsWellOnAProjector(Page page) {
        assertThat(page.locator(".screen >> visible=true").count()).isEqualTo(1);
        Locator screen = page.locator(".screen.current");
        Object bottom = screen.evaluate("screen => Math.max(...[...screen.querySelectorAll('h1, h2, p, table')]"
                + ".filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().bottom))");
        assertThat(((Number) bottom).doubleValue()).as(page.url()).isLessThanOrEqualTo(720);
        Object size = screen.evaluate("screen => Math.min(...[...screen.querySelectorAll('.text p, .summary')]"
                + ".filter(each => each.checkVisibility()).map(each => parseFloat(getComputedStyle(each).fontSize)))");
        assertThat(size == null ? 24 : ((Number) size).doubleValue())
                .as(page.url())
                .isGreaterThanOrEqualTo(17);
        for (Locator picture : screen.locator(".live").all()) {
            assertThat(((Number) picture.evaluate("live => live.getBoundingClientRect().top")).doubleValue())
                    .as(page.url())
                    .isLessThan(360);
        }
        assertThat(((Number) page.evaluate(OVERFLOW)).intValue()).isLessThanOrEqualTo(0);
    }

    /** Into a picture with Tab, through its words with the arrows, out with Escape, on with Page Down. */
    @Test
    void picturesAreReadWithTheKeyboardWhilePresenting() {
        Page page = open(
                BuiltSite.folder().resolve("what-a-line-means.html"), "#present=line", 1280, 720, ColorScheme.LIGHT);
        Locator readout = page.locator(".screen.current .readout");
        assertThat(readout.textContent()).startsWith("it looks at");
        page.keyboard().press("Tab");
        page.keyboard().press("Escape");
        page.keyboard().press("Tab");
        page.keyboard().press("ArrowUp");
        page.waitForCondition(() -> !readout.textContent().startsWith("it looks at"));
        assertThat(page.url()).endsWith("#present=line");
        page.keyboard().press("PageDown");
        page.waitForCondition(() -> page.url().endsWith("#present=not"));
        page.keyboard().press("Escape");
        assertThat(page.locator(".presenting").count()).isZero();
    }

    @Test
    void theKeyboardLeadsFromTheFirstPageToTheFirstSection() {
        Page page = open(BuiltSite.folder().resolve("index.html"), 1280, 720);
        Locator begin = page.locator(".start");
        for (int tab = 0; tab < 10 && !(boolean) begin.evaluate("it => it === document.activeElement"); tab++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.waitForURL("**/what-a-line-means.html");
        page.locator(".live-buttons button").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("select[name=layer] >> visible=true").count()).isPositive();
    }

    /** When a page has been changed on purpose, the new pictures are in {@code target/screenshots}. */
    @Test
    void thePicturesInTheDocumentationShowTheWalkthrough() throws IOException {
        assertPictured("what-a-line-means.html", "line", "walkthrough.png");
        assertPictured("pronouns.html", "all", "walkthrough-pronouns.png");
    }

    private static void assertPictured(String file, String screen, String name) throws IOException {
        Page page = open(BuiltSite.folder().resolve(file), "#present=" + screen, 1280, 720, ColorScheme.LIGHT);
        Picture.assertLooksLike(Path.of("..", "..", "docs", "images", name), page.screenshot(), 0.03);
    }
}
