package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what compiles, and every file that it names is there. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");

    @Test
    void everySnippetCompiles() throws IOException {
        String sources = squeezed(
                Files.readString(Path.of("src/test/java/io/github/attention4j/examples/demo/ReadmeSnippets.java")));
        Matcher snippets = JAVA.matcher(Files.readString(ROOT.resolve("README.md")));
        int count = 0;
        while (snippets.find()) {
            assertThat(sources).contains(squeezed(snippets.group(1)));
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(2);
    }

    @Test
    void everyFileThatIsLinkedExists() throws IOException {
        Matcher links = LINK.matcher(Files.readString(ROOT.resolve("README.md")));
        while (links.find()) {
            assertThat(ROOT.resolve(links.group(1))).exists();
        }
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
