package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.attention4j.render.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's page as a visitor meets it; also makes the README's picture. */
class DemoTest {
    @TempDir
    Path folder;

    @Test
    void thePageOfARealModelWorks() throws Exception {
        Demo.main(new String[] {folder.resolve("demo").toString()});
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.open(folder.resolve("demo").resolve("index.html"));
            page.waitForSelector("attention-head-view[data-rendered]");
            Locator view = page.locator("attention-head-view");
            Locator readout = page.locator("attention-head-view .readout");
            assertThat(page.locator("attention-head-view ul.query li").allTextContents())
                    .startsWith("[CLS]", "The", "cat")
                    .endsWith("tired", ".", "[SEP]");

            page.locator("attention-head-view ul.query li").nth(2).hover();
            page.waitForCondition(() -> readout.textContent().startsWith("cat looks at"));
            page.locator("attention-head-view ul.key li").nth(6).hover();
            page.waitForCondition(() -> readout.textContent().startsWith("mat is looked at by"));
            int paints = Integer.parseInt(view.getAttribute("data-paints"));
            page.locator("attention-head-view .head").nth(0).click();
            page.locator("attention-head-view select").selectOption("3");
            page.waitForCondition(() -> Integer.parseInt(view.getAttribute("data-paints")) > paints);
            assertThat(page.locator("attention-head-view select").inputValue()).isEqualTo("3");
            assertThat(chromium.complaints()).isEmpty();

            picture(page, readout);
        }
    }

    /** Heads of the third layer, with the pointer on "it". */
    private static void picture(Page page, Locator readout) {
        page.locator("attention-head-view .head").nth(1).dblclick();
        for (int head : new int[] {3, 4, 6, 9}) {
            page.locator("attention-head-view .head").nth(head).click();
        }
        page.locator("attention-head-view ul.query li").nth(8).hover();
        page.waitForCondition(() -> readout.textContent().startsWith("it looks at"));
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "head-view.png")));
    }
}
