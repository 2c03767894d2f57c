package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A browser for a class of tests, and nothing to complain about after each. */
abstract class BrowserTest {
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

    static Chromium chromium() {
        return chromium;
    }

    ViewPage open(HtmlView view) {
        return ViewPage.open(chromium, folder, view);
    }

    /** A number in the read-out, by what it is about. */
    static double number(ViewPage page, String selector) {
        return Double.parseDouble(
                page.find(".readout .number" + selector).first().getAttribute("data-value"));
    }
}
