package io.github.attention4j.djl.internal;

import io.github.attention4j.ExtractionException;
import io.github.attention4j.djl.script.RewrittenScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A rewritten model on disk, as engines open files.
 *
 * @param path the file, in a folder of its own
 */
public record TemporaryModel(Path path) implements AutoCloseable {
    /**
     * Writes a model to a new file in the folder for temporary files.
     *
     * @param script the model
     * @param original the file that it was made of, whose name it gets
     * @return the file, to be closed
     * @throws ExtractionException if there is no room for it
     */
    public static TemporaryModel write(RewrittenScript script, Path original) {
        try {
            Path folder = Files.createTempDirectory("attention4j");
            TemporaryModel model = new TemporaryModel(folder.resolve(original.getFileName()));
            try {
                script.writeTo(model.path);
                return model;
            } catch (IOException | RuntimeException e) {
                model.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ExtractionException(
                    "The rewritten copy of " + original + " cannot be written to the folder for temporary files "
                            + "(java.io.tmpdir): " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
