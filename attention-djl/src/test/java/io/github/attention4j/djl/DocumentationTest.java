package io.github.attention4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/djl.md shows is what compiles, and every file that it names is there. */
class DocumentationTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void everySnippetCompilesAndEveryLinkLeadsSomewhere() throws IOException {
        String page = Files.readString(DOCS.resolve("djl.md"));
        String sources = squeezed(
                Files.readString(Path.of("src/test/java/io/github/attention4j/djl/DocumentationSnippets.java")));
        Matcher snippets = JAVA.matcher(page);
        int count = 0;
        while (snippets.find()) {
            assertThat(sources).contains(squeezed(snippets.group(1)));
            count++;
        }
        assertThat(count).isEqualTo(5);
        Matcher links = LINK.matcher(page);
        while (links.find()) {
            assertThat(DOCS.resolve(links.group(1))).exists();
        }
    }
}
