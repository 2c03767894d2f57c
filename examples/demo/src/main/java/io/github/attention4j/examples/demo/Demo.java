package io.github.attention4j.examples.demo;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.render.AttentionViews;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A page with the attention of the real MiniLM that comes in a Maven jar. */
public final class Demo {
    private static final String SENTENCE = "The cat sat on the mat because it was tired.";

    private Demo() {}

    /**
     * Writes {@code index.html}.
     *
     * @param args the folder to write into
     * @throws IOException if the folder cannot be written to
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Path model = unpack("all-minilm-l6-v2.onnx", folder.resolveSibling("demo-model"));
        Path tokenizer = unpack("all-minilm-l6-v2-tokenizer.json", folder.resolveSibling("demo-model"));
        Path page = folder.resolve("index.html");
        try (AttentionExtractor extractor = AttentionExtractors.open(model, tokenizer)) {
            AttentionResult attention = extractor.extract(SENTENCE);
            AttentionViews.headView(attention).title(SENTENCE).writeTo(page);
        }
        System.out.println("The attention of a real model is in " + page.toAbsolutePath());
    }

    private static Path unpack(String resource, Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve(resource);
        try (InputStream in = Demo.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing from the class path");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
