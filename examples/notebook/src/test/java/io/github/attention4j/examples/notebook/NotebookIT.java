package io.github.attention4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.attention4j.render.Chromium;
import io.github.attention4j.render.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The notebook executed from its first cell to its last, and looked at. With {@code -Dnotebook.refresh=true} what it
 * gave is written into the committed file; with {@code -Dnotebook.jjava=true} an installed JJava executes it.
 */
@EnabledIfSystemProperty(
        named = "attention4j.notebook",
        matches = "true",
        disabledReason = "The profile notebook executes the notebook")
class NotebookIT {
    private static final Path FILE = Path.of("attention.ipynb");
    private static final Path EXECUTED = Path.of("target", "executed.ipynb");

    private static Notebook committed;
    private static Notebook executed;

    @BeforeAll
    static void execute() throws Exception {
        Jupyter.demand();
        Jupyter.execute(FILE, EXECUTED, Boolean.getBoolean("notebook.jjava"));
        executed = Notebook.read(EXECUTED);
        if (Boolean.getBoolean("notebook.refresh")) {
            Notebook.read(FILE).writeWithOutputsOf(executed, FILE);
        }
        committed = Notebook.read(FILE);
    }

    @Test
    void everyCellGivesWhatIsCommitted() {
        List<Notebook.Cell> expected = committed.codeCells();
        List<Notebook.Cell> seen = executed.codeCells();
        assertThat(seen).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Notebook.Cell cell = expected.get(i);
            PrintedText.assertSame(seen.get(i).text(), cell.text());
            assertThat(seen.get(i).views()).as(cell.source()).hasSameSizeAs(cell.views());
            assertThat(seen.get(i).pictures()).as(cell.source()).hasSameSizeAs(cell.pictures());
        }
        assertThat(executed.tree().findValuesAsText("output_type")).doesNotContain("error");
        assertThat(executed.tree().findValuesAsText("name")).doesNotContain("stderr");
    }

    @Test
    void everyViewOfTheRunIsDrawn() throws Exception {
        assertDrawn(EXECUTED);
    }

    /** What is committed is what most readers open. */
    @Test
    void everyViewOfTheCommittedFileIsDrawn() throws Exception {
        assertDrawn(FILE);
    }

    /** When views have been changed on purpose, the new picture is in {@code target/screenshots}. */
    private static void assertDrawn(Path notebook) throws Exception {
        Path html = Path.of("target", "notebook.html");
        Jupyter.toHtml(notebook, html);
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.open(html.toUri().toString(), options -> options.setViewportSize(1000, 880)
                    .setDeviceScaleFactor(1));
            Locator frames = page.locator("iframe[srcdoc]");
            assertThat(frames.count()).isEqualTo(count(Notebook.Cell::views)).isPositive();
            for (Locator frame : frames.all()) {
                frame.scrollIntoViewIfNeeded();
                frame.contentFrame().locator("[data-rendered]").waitFor();
            }
            assertThat(page.locator(".jp-RenderedImage img").count()).isEqualTo(count(Notebook.Cell::pictures));
            page.locator("[id='What-does-a-word-look-at?']")
                    .evaluate("heading => {heading.scrollIntoView(); scrollBy(0, -12);}");
            Picture.assertLooksLike(Path.of("..", "..", "docs", "images", "notebook.png"), page.screenshot(), 0.03);
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    private static int count(Function<Notebook.Cell, List<String>> outputs) {
        return committed.codeCells().stream()
                .mapToInt(cell -> outputs.apply(cell).size())
                .sum();
    }
}
