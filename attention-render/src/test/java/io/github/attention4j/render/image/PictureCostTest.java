package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.TokenSequence;
import io.github.attention4j.render.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Sizes of files and of memory. */
class PictureCostTest {
    /** Random rows deflate worse than real ones. */
    @Test
    void svgOf512By512StaysBelow400Kilobytes() {
        Picture picture = AttentionImages.heatMap(Samples.random(1, 1, TokenSequence.ofPositions(512), false));
        String svg = picture.toSvg();
        assertThat(svg.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(400_000);
        assertThat(SvgOutline.of(svg)).anyMatch(line -> line.startsWith("image 512x512"));
    }

    @Test
    void aGridOf144HeadsIsDrawnInAHeapOfThreeBitmaps() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx48m", // 2000 x 2000 pixels of 4 bytes, three times; the attention itself is in it, too
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GridOf144Heads.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("2000 pixels wide");
    }

    /** A program of its own. */
    static final class GridOf144Heads {
        private GridOf144Heads() {}

        public static void main(String[] args) throws IOException {
            Picture grid = AttentionImages.headGrid(Samples.random(12, 12, TokenSequence.ofPositions(128), false));
            byte[] png = grid.toPng(2000 / grid.width());
            System.out.println(
                    ImageIO.read(new ByteArrayInputStream(png)).getWidth() + " pixels wide, " + png.length + " bytes");
        }
    }
}
