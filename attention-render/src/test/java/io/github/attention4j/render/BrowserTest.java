package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A browser, shared with other tests, and nothing to complain about after each. */
abstract class BrowserTest {
    @TempDir
    Path folder;

    @AfterEach
    void nobodyComplained() {
        List<String> complaints = List.copyOf(chromium().complaints());
        chromium().clear();
        assertThat(complaints).isEmpty();
    }

    static Chromium chromium() {
        return Chromium.shared();
    }

    ViewPage open(HtmlView view) {
        return ViewPage.open(chromium(), folder, view);
    }

    /** Opens a view in a browser of some size or kind. */
    ViewPage open(HtmlView view, UnaryOperator<Browser.NewPageOptions> kind) {
        Path file = folder.resolve("view.html");
        view.writeTo(file);
        return ViewPage.of(chromium().open(file.toUri().toString(), kind));
    }

    /** A number in the read-out, by what it is about. */
    static double number(ViewPage page, String selector) {
        return Double.parseDouble(
                page.find(".readout .number" + selector).first().getAttribute("data-value"));
    }
}
