package io.github.attention4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be said of the notebook without executing it, on every build. */
class NotebookTest {
    private static final Path FILE = Path.of("attention.ipynb");
    private static final Pattern LINK = Pattern.compile("\\]\\((\\.\\./[^)]+)\\)");
    private static final int MOST_BYTES = 4_000_000;

    /** Every class and method that the cells name is there; JShell's reasons are in the failure's message. */
    @Test
    void everyCellCompiles() throws IOException {
        List<Notebook.Cell> cells = Notebook.read(FILE).codeCells();
        assertThat(cells).hasSizeGreaterThan(9);
        try (CellShell shell = CellShell.compiling()) {
            shell.addToClasspath(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            assertThat(cells.get(0).source()).startsWith("%classpath ");
            shell.evaluate(cells.get(0).source().replaceFirst("%classpath .*", ""));
            for (Notebook.Cell cell : cells.subList(1, cells.size())) {
                shell.evaluate(cell.source());
            }
        }
    }

    @Test
    void everyFileThatItLinksToIsThere() throws IOException {
        List<String> links = LINK.matcher(Files.readString(FILE))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(Path.of(link))
                .exists());
    }

    /** It can be read without running it. */
    @Test
    void itIsCommittedWithWhatItGave() throws IOException {
        List<Notebook.Cell> cells = Notebook.read(FILE).codeCells();
        assertThat(cells.stream().mapToInt(cell -> cell.views().size()).sum()).isGreaterThanOrEqualTo(6);
        assertThat(cells.stream().mapToInt(cell -> cell.pictures().size()).sum())
                .isGreaterThanOrEqualTo(1);
        for (int i = 0; i < cells.size(); i++) {
            assertThat(cells.get(i).json().get("execution_count").asInt()).isEqualTo(i + 1);
        }
        assertThat(Files.size(FILE)).isLessThan(MOST_BYTES);
    }
}
