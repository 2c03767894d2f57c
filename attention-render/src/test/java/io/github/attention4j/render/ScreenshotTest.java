package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.attention4j.AttentionResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Views look as they looked when somebody last looked at them. */
class ScreenshotTest {
    private static final AttentionResult CAT_SAT = Samples.catSat();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"head,LIGHT", "head,DARK", "model,LIGHT", "model,DARK"})
    void looksAsCommitted(String name, Theme theme) throws IOException {
        try (Chromium chromium = Chromium.start()) {
            HtmlView view = name.equals("head")
                    ? AttentionViews.headView(CAT_SAT).layer(2).heads(3, 5)
                    : AttentionViews.modelView(CAT_SAT).layer(2).heads(5);
            Path file = folder.resolve("view.html");
            view.title("The cat sat on the mat").theme(theme).writeTo(file);
            ViewPage page =
                    ViewPage.of(chromium.open(file.toUri().toString(), options -> options.setDeviceScaleFactor(1)));
            page.click("query", 3);
            page.page().mouse().move(2, 2);
            Picture.assertLooksLike(
                    name + "-view-" + theme.label() + ".png", page.page().screenshot());
        }
    }

    /** The comparison itself: another head is another picture. */
    @Test
    void anotherHeadLooksDifferent() throws IOException {
        try (Chromium chromium = Chromium.start()) {
            Path file = folder.resolve("view.html");
            AttentionViews.modelView(CAT_SAT)
                    .layer(2)
                    .heads(5)
                    .title("The cat sat on the mat")
                    .theme(Theme.LIGHT)
                    .writeTo(file);
            ViewPage page =
                    ViewPage.of(chromium.open(file.toUri().toString(), options -> options.setDeviceScaleFactor(1)));
            page.painted(() -> page.find("select[name=thumbnails]").selectOption("map"));
            byte[] other = page.page().screenshot();
            assertThat(catchThrowable(() -> Picture.assertLooksLike("model-view-light.png", other)))
                    .isInstanceOf(AssertionError.class);
        }
    }
}
