package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.attention4j.render.Chromium;
import io.github.attention4j.render.ViewPage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's page as a visitor meets it. */
class DemoTest {
    @TempDir
    Path folder;

    @Test
    void thePageOfARealModelWorks() throws Exception {
        Demo.main(new String[] {folder.resolve("demo").toString()});
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.open(folder.resolve("demo").resolve("index.html"));
            ViewPage view = ViewPage.of(page);
            view.point("query", 2);
            assertThat(view.readout()).startsWith("cat looks at");
            view.point("key", 6);
            assertThat(view.readout()).startsWith("mat is looked at by");
            view.painted(() -> view.find(".head").nth(0).click());
            view.painted(() -> view.find("select[name=layer]").selectOption("3"));
            assertThat(view.find("select[name=layer]").inputValue()).isEqualTo("3");
            assertThat(chromium.complaints()).isEmpty();
        }
    }
}
