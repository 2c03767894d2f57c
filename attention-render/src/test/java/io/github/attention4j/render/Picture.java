package io.github.attention4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Compares what a browser shows with a committed picture. Fonts and smoothing differ a little between machines, so a
 * few pixels may differ a lot, and all may differ a little.
 */
public final class Picture {
    private static final Path REFERENCES = Path.of("src", "test", "resources", "screenshots");
    private static final Path SEEN = Path.of("target", "screenshots");
    private static final int VISIBLE = 48;
    static final double MOST_DIFFERENT = 0.02;

    private Picture() {}

    /** Fails if the picture differs; what was seen is kept in {@code target/screenshots}. */
    static void assertLooksLike(String name, byte[] png) throws IOException {
        assertLooksLike(REFERENCES.resolve(name), png, MOST_DIFFERENT);
    }

    /**
     * Fails if the picture differs in more than some share of its pixels; what was seen is kept in
     * {@code target/screenshots}.
     */
    public static void assertLooksLike(Path file, byte[] png, double mostDifferent) throws IOException {
        Files.createDirectories(SEEN);
        Path seen = Files.write(SEEN.resolve(file.getFileName().toString()), png);
        if (!Files.exists(file)) {
            fail("There is no " + file + "; look at " + seen + " and commit it if it is right");
        }
        assertThat(different(file, png))
                .as("share of pixels that differ from %s", file)
                .isLessThan(mostDifferent);
    }

    /** The share of pixels that differ visibly from a committed screenshot. */
    static double different(String name, byte[] png) throws IOException {
        return different(REFERENCES.resolve(name), png);
    }

    private static double different(Path file, byte[] png) throws IOException {
        BufferedImage expected = ImageIO.read(file.toFile());
        BufferedImage seen = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(seen.getWidth()).as("width of %s", file).isEqualTo(expected.getWidth());
        assertThat(seen.getHeight()).as("height of %s", file).isEqualTo(expected.getHeight());
        long different = 0;
        for (int y = 0; y < seen.getHeight(); y++) {
            for (int x = 0; x < seen.getWidth(); x++) {
                different += difference(seen.getRGB(x, y), expected.getRGB(x, y)) > VISIBLE ? 1 : 0;
            }
        }
        return (double) different / seen.getWidth() / seen.getHeight();
    }

    /** How far apart two colours are, 0 to 255. */
    static int difference(int a, int b) {
        int largest = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            largest = Math.max(largest, Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)));
        }
        return largest;
    }
}
