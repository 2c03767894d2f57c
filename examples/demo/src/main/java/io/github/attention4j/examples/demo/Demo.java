package io.github.attention4j.examples.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the walkthrough: a site of live pictures of real models, in the order of a talk. */
public final class Demo {
    private Demo() {}

    /**
     * Writes {@code index.html} and the pages beside it.
     *
     * @param args the folder to write into
     * @throws IOException if the folder cannot be written to
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (Models models = new Models(folder.resolveSibling("demo-models"))) {
            Path first = Walkthrough.write(folder, models);
            System.out.println("The walkthrough begins with " + first.toAbsolutePath());
        }
    }
}
