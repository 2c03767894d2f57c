package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is what compiles, and every file that it links to is there. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");

    static List<Path> pages() throws IOException {
        return files(".md");
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().matches(".*[/\\\\](target|node_modules|\\.git)[/\\\\].*"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySnippetIsCompiledSomewhere(Path page) throws IOException {
        Matcher snippets = JAVA.matcher(Files.readString(page));
        StringBuilder sources = new StringBuilder();
        while (snippets.find()) {
            if (sources.isEmpty()) {
                for (Path source : files("Snippets.java")) {
                    sources.append(squeezed(Files.readString(source)));
                }
            }
            assertThat(sources).contains(squeezed(snippets.group(1)));
        }
    }

    /** So that the test above does not pass for want of snippets. */
    @ParameterizedTest
    @CsvSource({"README.md, 2", "docs/djl.md, 5", "docs/onnx.md, 3", "docs/from-bertviz.md, 2"})
    void pagesThatTeachHaveSnippets(String page, int count) throws IOException {
        assertThat(JAVA.matcher(Files.readString(ROOT.resolve(page))).results()).hasSize(count);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFileThatIsLinkedExists(Path page) throws IOException {
        Matcher links = LINK.matcher(Files.readString(page));
        while (links.find()) {
            assertThat(page.resolveSibling(links.group(1))).exists();
        }
    }

    /** Layout is the formatter's; a snippet may end where the compiled method goes on. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "").replaceAll("}$", "");
    }
}
