package io.github.attention4j.render.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.attention4j.Exhaustive;
import io.github.attention4j.render.Chromium;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a browser makes of the SVGs: the same as the PNGs, nothing clipped, no label over another. */
class SvgInChromiumTest {
    private static final Map<String, Picture> PICTURES = Gallery.pictures();

    @TempDir
    Path folder;

    /** Colours are the same in every theme; one length in the dark stands for the others. */
    private static Stream<String> names() {
        return PICTURES.keySet().stream().filter(name -> name.endsWith("-light") || name.endsWith("-40-dark"));
    }

    private static boolean isOfALength(String name) {
        return name.matches(".*-\\d+-(light|dark)");
    }

    static Stream<String> kinds() {
        return names().filter(name -> !isOfALength(name));
    }

    static Stream<String> lengths() {
        return names().filter(SvgInChromiumTest::isOfALength);
    }

    @Exhaustive
    @ParameterizedTest
    @MethodSource("lengths")
    void looksLikeThePngAtEveryLength(String name) throws IOException {
        looksLikeThePng(name);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void looksLikeThePng(String name) throws IOException {
        Picture picture = Objects.requireNonNull(PICTURES.get(name));
        Path file = folder.resolve("picture.svg");
        picture.writeTo(file);
        Chromium chromium = Chromium.shared();
        try (Page page = chromium.open(file)) {
            page.setViewportSize((int) Math.ceil(picture.width()), (int) Math.ceil(picture.height()));
            byte[] screenshot = page.screenshot();
            Path kept = Files.createDirectories(Path.of("target", "pictures"));
            Files.write(kept.resolve(name + "-chromium.png"), screenshot);
            BufferedImage shown = ImageIO.read(new ByteArrayInputStream(screenshot));
            BufferedImage drawn = picture.toImage(2);
            // Letters are smoothed differently, so a quarter of the size is where the two must agree.
            BufferedImage smaller = Perceived.thumbnail(drawn, Math.max(drawn.getWidth(), drawn.getHeight()) / 4);
            assertThat(Perceived.distance(shown, smaller)).isLessThan(1.5);
            assertThat(clipped(page)).isEmpty();
            assertThat(overlapping(page)).isEmpty();
        }
        List<String> complaints = List.copyOf(chromium.complaints());
        chromium.clear();
        assertThat(complaints)
                .filteredOn(line -> !line.startsWith("request to data:"))
                .isEmpty();
    }

    private static List<?> clipped(Page page) {
        return (List<?>)
                page.evaluate(
                        """
                () => {
                  const sheet = document.documentElement.getBoundingClientRect();
                  return [...document.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect();
                    return box.left < sheet.left || box.right > sheet.right
                        || box.top < sheet.top || box.bottom > sheet.bottom;
                  }).map(text => text.textContent);
                }
                """);
    }

    /** Pairs of texts whose letters meet; the empty space above and below letters may. */
    private static List<?> overlapping(Page page) {
        return (List<?>)
                page.evaluate(
                        """
                () => {
                  const boxes = [...document.querySelectorAll('text')].map(text => {
                    const box = text.getBoundingClientRect();
                    const upright = (text.getAttribute('transform') || '').includes('rotate');
                    const dx = (upright ? 0.22 : 0.02) * box.width, dy = (upright ? 0.02 : 0.22) * box.height;
                    return { text: text.textContent, left: box.left + dx, right: box.right - dx,
                             top: box.top + dy, bottom: box.bottom - dy };
                  });
                  const pairs = [];
                  for (let i = 0; i < boxes.length; i++) {
                    for (let j = 0; j < i; j++) {
                      const a = boxes[i], b = boxes[j];
                      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) {
                        pairs.push(a.text + ' / ' + b.text);
                      }
                    }
                  }
                  return pairs;
                }
                """);
    }
}
