package io.github.attention4j;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real trained models that do not belong to this repository; tests of them are skipped where they are absent. */
public final class SharedModels {
    private SharedModels() {}

    /** A file below the folder {@code models} of what the system property {@code attention4j.shared} names. */
    public static Path file(String name) {
        Path file = Path.of(System.getProperty("attention4j.shared", "none"))
                .resolve("models")
                .resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "There is no " + file + " to test with");
        return file;
    }
}
