package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.render.Theme;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of picture looks as it did when somebody last looked at it. After a wanted change, run with
 * {@code -Dgolden.update=true} and look at every file that changed.
 */
class GoldenPictureTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden-pictures");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final int THUMBNAIL = 160;
    /** What another sans serif font may change; a wrong head or palette changes more, see below. */
    private static final double NOTICED = 2.3;

    private static final Map<String, Picture> PICTURES = Gallery.pictures();

    static Stream<String> names() {
        return PICTURES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void looksTheSame(String name) throws IOException {
        BufferedImage image = picture(name).toImage(1);
        Path golden = GOLDEN.resolve(name + ".png");
        if (UPDATE) {
            Files.createDirectories(GOLDEN);
            ImageIO.write(Perceived.thumbnail(image, THUMBNAIL), "png", golden.toFile());
        }
        assertThat(Perceived.distance(image, ImageIO.read(golden.toFile()))).isLessThan(NOTICED);
    }

    @ParameterizedTest
    @MethodSource("names")
    void consistsOfTheSame(String name) throws IOException {
        List<String> outline = SvgOutline.of(picture(name).toSvg());
        Path golden = GOLDEN.resolve(name + ".txt");
        if (UPDATE) {
            Files.createDirectories(GOLDEN);
            Files.write(golden, outline);
        }
        assertThat(outline).containsExactlyElementsOf(Files.readAllLines(golden));
    }

    @Test
    void theDistanceTellsPicturesApart() {
        Picture head = AttentionImages.heatMap(Gallery.CAT_SAT).layer(2).head(3);
        BufferedImage drawn = Perceived.thumbnail(head.toImage(1), THUMBNAIL);
        assertThat(Perceived.distance(head.toImage(2), drawn)).isLessThan(NOTICED);
        assertThat(Perceived.distance(head.head(4).toImage(1), drawn)).isGreaterThan(NOTICED);
        assertThat(Perceived.distance(head.layer(3).toImage(1), drawn)).isGreaterThan(NOTICED);
        assertThat(Perceived.distance(head.palette(Palette.CIVIDIS).toImage(1), drawn))
                .isGreaterThan(NOTICED);
        assertThat(Perceived.distance(head.theme(Theme.DARK).toImage(1), drawn)).isGreaterThan(NOTICED);
    }

    @Test
    void thereIsNoDisplay() {
        assertThat(GraphicsEnvironment.isHeadless()).isTrue();
    }

    private static Picture picture(String name) {
        return Objects.requireNonNull(PICTURES.get(name));
    }
}
