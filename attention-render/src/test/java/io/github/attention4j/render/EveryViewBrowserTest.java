package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.HeadTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for each of the views beyond head and model view. */
class EveryViewBrowserTest extends BrowserTest {
    private static final String TEXT = "The cat sat on the mat because it was warm, and it purred.\n"
            + "قطة صغيرة جلست على السجادة لأنها كانت دافئة.\n猫がマットの上に座った。";

    /** The share of each row that is on the token before, a number for every head. */
    static HeadTable previousToken(AttentionResult result) {
        List<Integer> layers = result.stack(AttentionKind.ENCODER).layers();
        List<Integer> heads = result.stack(AttentionKind.ENCODER).heads();
        double[][] values = new double[layers.size()][heads.size()];
        for (int i = 0; i < layers.size(); i++) {
            for (int j = 0; j < heads.size(); j++) {
                var matrix = result.stack(AttentionKind.ENCODER).matrix(layers.get(i), heads.get(j));
                for (int query = 1; query < matrix.queryCount(); query++) {
                    values[i][j] += matrix.weight(query, query - 1) / (matrix.queryCount() - 1);
                }
            }
        }
        values[1][2] = Double.NaN;
        return new HeadTable("previous token", "", AttentionKind.ENCODER, layers, heads, values);
    }

    enum View {
        NEURON(AttentionViews.neuronView(ViewSamples.catSatWithVectors())),
        HEAT_MAP(AttentionViews.heatMap(Samples.catSat())),
        TEXT(AttentionViews.textView(ViewSamples.running(2, 4, EveryViewBrowserTest.TEXT))),
        COMPARISON(AttentionViews.comparison(
                Samples.catSat(),
                Samples.random(
                        6,
                        12,
                        TokenSequence.ofTexts("[CLS]", "A", "cat", "sat", "on", "the", "old", "mat", "[SEP]"),
                        false))),
        GENERATION(AttentionViews.generationView(ViewSamples.date())),
        CROSS(AttentionViews.generationView(ViewSamples.date()).kind(AttentionKind.CROSS)),
        OVERVIEW(AttentionViews.overview(Samples.catSat(), previousToken(Samples.catSat()))),
        IMAGE(AttentionViews.imageView(ViewSamples.digit(), ViewSamples.digitPng()));

        @SuppressWarnings("ImmutableEnumChecker") // views are immutable
        private final HtmlView view;

        View(HtmlView view) {
            this.view = view;
        }
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void isAccessibleAndLooksRightInBothThemes(View each) {
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            ViewPage view = ViewPage.open(chromium(), folder, each.view.theme(theme), ColorScheme.LIGHT);
            Page page = view.page();
            page.setViewportSize(1280, 720);
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            assertThat(view.find(".error").count()).isZero();
            screenshot(page, each, theme, 1280);
            view.painted(() -> page.setViewportSize(390, 760));
            assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            screenshot(page, each, theme, 390);
            page.close();
        }
    }

    private static void screenshot(Page page, View view, Theme theme, int width) {
        String name = view.name().toLowerCase(Locale.ROOT) + "-" + theme.label() + "-" + width + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name)));
    }
}
