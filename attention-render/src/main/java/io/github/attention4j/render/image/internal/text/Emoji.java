package io.github.attention4j.render.image.internal.text;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Colour emoji from the font that Linux distributions install for them. */
final class Emoji {
    private static final Logger LOG = LoggerFactory.getLogger(Emoji.class);

    /** Where Debian, Arch, Fedora, Alpine and openSUSE put it. */
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/noto/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/google-noto-color-emoji-fonts/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/google-noto-emoji/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/truetype/NotoColorEmoji.ttf"));

    /** The pairs of first and last characters below U+10000 that are pictures unless told otherwise (UTS #51). */
    private static final String PICTURES = "\u231a\u231b\u23e9\u23ec\u23f0\u23f0\u23f3\u23f3\u25fd\u25fe\u2614\u2615"
            + "\u2648\u2653\u267f\u267f\u2693\u2693\u26a1\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26ce\u26d4"
            + "\u26d4\u26ea\u26ea\u26f2\u26f3\u26f5\u26f5\u26fa\u26fa\u26fd\u26fd\u2705\u2705\u270a\u270b\u2728\u2728"
            + "\u274c\u274c\u274e\u274e\u2753\u2755\u2757\u2757\u2795\u2797\u27b0\u27b0\u27bf\u27bf\u2b1b\u2b1c\u2b50"
            + "\u2b50\u2b55\u2b55";

    private static final int PICTURE_SELECTOR = 0xfe0f;
    private static final int JOINER = 0x200d;

    private static final Map<Integer, Optional<BufferedImage>> IMAGES = new ConcurrentHashMap<>();

    /** Opened when the first emoji is met. */
    private static final class Installed {
        static final @Nullable BitmapFont FONT = find();

        private static @Nullable BitmapFont find() {
            for (Path place : PLACES) {
                if (Files.isReadable(place)) {
                    try {
                        return BitmapFont.open(place);
                    } catch (IOException e) {
                        LOG.debug("{} {}", place, e.getMessage());
                    }
                }
            }
            return null;
        }
    }

    private Emoji() {}

    /** The picture of the emoji that starts at a place of a text; null if there is none or no font for it. */
    static @Nullable BufferedImage at(String text, int index) {
        int point = text.codePointAt(index);
        int next = index + Character.charCount(point);
        boolean asked = next < text.length() && text.charAt(next) == PICTURE_SELECTOR;
        if (!asked && !isPicture(point)) {
            return null;
        }
        return IMAGES.computeIfAbsent(point, Emoji::read).orElse(null);
    }

    /**
     * Where the emoji ends that starts at a place: behind its selectors, and its skin tone, which is left out. Joined
     * emoji are drawn side by side.
     */
    static int end(String text, int index) {
        int end = text.offsetByCodePoints(index, 1);
        while (end < text.length()) {
            int point = text.codePointAt(end);
            if (point != PICTURE_SELECTOR && point != JOINER && (point < 0x1f3fb || point > 0x1f3ff)) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    private static boolean isPicture(int point) {
        if (point > 0xffff) {
            return (point >= 0x1f1e6 && point <= 0x1f1ff) || (point >= 0x1f300 && point <= 0x1faff);
        }
        for (int i = 0; i < PICTURES.length(); i += 2) {
            if (point >= PICTURES.charAt(i) && point <= PICTURES.charAt(i + 1)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<BufferedImage> read(int point) {
        BitmapFont font = Installed.FONT;
        if (font == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(font.image(point));
        } catch (IOException | IndexOutOfBoundsException e) {
            LOG.debug("The emoji font is damaged at U+{}", Integer.toHexString(point), e);
            return Optional.empty();
        }
    }
}
