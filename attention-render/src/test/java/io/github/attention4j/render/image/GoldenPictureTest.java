package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.attention4j.render.Theme;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
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

    /** The sans serif fonts of a desktop and of a bare server, of which there are golden pictures. */
    private static final List<String> FONTS = List.of("Noto Sans", "DejaVu Sans");

    private static final List<String> SCRIPT_FONTS =
            List.of("Noto Sans CJK SC", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Color Emoji");

    private static final FontRenderContext PAPER = new FontRenderContext(null, true, true);

    private static final Map<String, Picture> PICTURES = Gallery.pictures();

    static Stream<String> names() {
        return PICTURES.keySet().stream();
    }

    /** Labels of another font are of other widths, so that everything beside them stands elsewhere. */
    @ParameterizedTest
    @MethodSource("names")
    void looksTheSame(String name) throws IOException {
        String font = sansSerif();
        assumeTrue(font != null, "Java's sans serif is neither of " + FONTS + ", with which golden pictures were made");
        assumeTrue(
                !name.startsWith("scripts") || SCRIPT_FONTS.stream().allMatch(GoldenPictureTest::isInstalled),
                "The golden pictures of many scripts were made with " + SCRIPT_FONTS);
        BufferedImage image = picture(name).toImage(1);
        Path golden =
                GOLDEN.resolve(font.toLowerCase(Locale.ROOT).replace(' ', '-')).resolve(name + ".png");
        if (UPDATE) {
            Files.createDirectories(golden.getParent());
            ImageIO.write(Perceived.thumbnail(image, THUMBNAIL), "png", golden.toFile());
        }
        assertThat(Perceived.distance(image, ImageIO.read(golden.toFile()))).isLessThan(NOTICED);
    }

    /** Which of the known fonts Java's sans serif is: Java does not say, but widths do. */
    private static @Nullable String sansSerif() {
        double width = width(Font.SANS_SERIF);
        return FONTS.stream()
                .filter(font -> isInstalled(font) && Math.abs(width(font) - width) < 1e-3)
                .findFirst()
                .orElse(null);
    }

    private static double width(String family) {
        return new Font(family, Font.PLAIN, 100)
                .getStringBounds("When the committee finally published its findings", PAPER)
                .getWidth();
    }

    private static boolean isInstalled(String family) {
        return new Font(family, Font.PLAIN, 12).getFamily(Locale.ROOT).equals(family);
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
