package io.github.attention4j.examples.search;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The sentence encoder that a jar on the class path carries, as files.
 *
 * @param graph the ONNX file
 * @param tokenizer its tokenizer
 */
record Model(Path graph, Path tokenizer) {
    static Model unpacked(Path folder) throws IOException {
        return new Model(unpack("all-minilm-l6-v2.onnx", folder), unpack("all-minilm-l6-v2-tokenizer.json", folder));
    }

    private static Path unpack(String resource, Path folder) throws IOException {
        Path file = Files.createDirectories(folder).resolve(resource);
        try (InputStream in = Model.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing from the class path");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
