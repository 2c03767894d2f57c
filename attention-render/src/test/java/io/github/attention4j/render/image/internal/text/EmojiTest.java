package io.github.attention4j.render.image.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Colour emoji of more than one character, as far as Noto Color Emoji has them. */
class EmojiTest {
    @BeforeAll
    static void theFontIsThere() {
        assumeTrue(
                new Font("Noto Color Emoji", Font.PLAIN, 12)
                        .getFamily(Locale.ROOT)
                        .equals("Noto Color Emoji"),
                "Noto Color Emoji is not installed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "😀",
                "❤️",
                "1️⃣",
                "🇩🇪",
                "👍🏽",
                "👨‍👩‍👧",
                "👨‍👩‍👧‍👦",
                "👩🏽‍💻",
                "🏴‍☠️",
                "🏳️‍🌈",
                "❤️‍🔥",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿"
            })
    void aSequenceIsOneImage(String sequence) {
        assertThat(Clusters.of(sequence)).containsExactly(sequence);
        assertThat(Emoji.of(sequence)).hasSize(1);
        assertThat(PlainText.label(sequence)).isEqualTo(sequence);
    }

    @Test
    void whatWasNeverJoinedStandsSideBySide() {
        assertThat(Emoji.of("😀‍😀")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "❤", "☺", "👍︎", "注", "é", "\ud83d"})
    void whatIsMeantAsTextIsNoImage(String text) {
        assertThat(Emoji.of(text)).isEmpty();
    }

    @Test
    void aFlagHasItsColoursInOrder() {
        BufferedImage flag = Emoji.of("🇩🇪").get(0);
        assertThat(Clusters.of("🇩🇪🇫🇷")).containsExactly("🇩🇪", "🇫🇷");
        int middle = flag.getWidth() / 2;
        assertThat(rowOf(flag, middle, rgb -> red(rgb) < 80 && green(rgb) < 80)).isLessThan(flag.getHeight() / 2);
        assertThat(rowOf(flag, middle, rgb -> red(rgb) > 180 && green(rgb) < 80))
                .isGreaterThan(rowOf(flag, middle, rgb -> red(rgb) < 80 && green(rgb) < 80))
                .isLessThan(rowOf(flag, middle, rgb -> red(rgb) > 200 && green(rgb) > 150));
    }

    @Test
    void skinTonesDiffer() {
        List<Integer> tones = List.of("👍🏻", "👍🏽", "👍🏿").stream()
                .map(thumb -> Emoji.of(thumb).get(0))
                .map(image -> red(image.getRGB(image.getWidth() / 2, image.getHeight() * 2 / 3)))
                .toList();
        assertThat(tones).isSortedAccordingTo((left, right) -> right - left).doesNotHaveDuplicates();
    }

    private static int rowOf(BufferedImage image, int x, IntPredicate colour) {
        for (int y = 0; y < image.getHeight(); y++) {
            if (image.getRGB(x, y) >>> 24 == 255 && colour.test(image.getRGB(x, y))) {
                return y;
            }
        }
        throw new AssertionError("no such colour");
    }

    private static int red(int rgb) {
        return rgb >> 16 & 0xff;
    }

    private static int green(int rgb) {
        return rgb >> 8 & 0xff;
    }
}
