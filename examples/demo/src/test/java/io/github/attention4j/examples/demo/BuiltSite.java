package io.github.attention4j.examples.demo;

import io.github.attention4j.examples.demo.site.Chapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The walkthrough, written once for all tests. */
final class BuiltSite {
    private static @Nullable Path folder;

    private BuiltSite() {}

    static synchronized Path folder() {
        Path built = folder;
        if (built == null) {
            try {
                // A new one each time, so that nothing of an earlier run is taken for a part of it.
                built = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "demo");
                Demo.main(new String[] {built.toString()});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = built;
        }
        return built;
    }

    /** The pages in the order of the talk. */
    static List<Path> pages() {
        Path built = folder();
        return Stream.concat(Stream.of("index"), Walkthrough.CHAPTERS.stream().map(Chapter::name))
                .map(name -> built.resolve(name + ".html"))
                .toList();
    }

    static long size() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
