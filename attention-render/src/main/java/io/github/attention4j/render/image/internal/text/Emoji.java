package io.github.attention4j.render.image.internal.text;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which characters are colour emoji, and their images. */
final class Emoji {
    private static final Logger LOG = LoggerFactory.getLogger(Emoji.class);

    /** The pairs of first and last characters below U+10000 that are pictures unless told otherwise (UTS #51). */
    private static final String PICTURES = "\u231a\u231b\u23e9\u23ec\u23f0\u23f0\u23f3\u23f3\u25fd\u25fe\u2614\u2615"
            + "\u2648\u2653\u267f\u267f\u2693\u2693\u26a1\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26ce\u26d4"
            + "\u26d4\u26ea\u26ea\u26f2\u26f3\u26f5\u26f5\u26fa\u26fa\u26fd\u26fd\u2705\u2705\u270a\u270b\u2728\u2728"
            + "\u274c\u274c\u274e\u274e\u2753\u2755\u2757\u2757\u2795\u2797\u27b0\u27b0\u27bf\u27bf\u2b1b\u2b1c\u2b50"
            + "\u2b50\u2b55\u2b55";

    private static final char TEXT_SELECTOR = '\ufe0e';
    private static final char PICTURE_SELECTOR = '\ufe0f';

    /** An image is 70 KB; the texts of one picture hardly have more of them. */
    private static final int KEPT = 128;

    private static final Map<String, List<BufferedImage>> IMAGES = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<BufferedImage>> eldest) {
            return size() > KEPT;
        }
    };

    /** Opened when the first emoji is met. */
    private static final class Installed {
        static final @Nullable EmojiFont FONT = EmojiFont.find();
    }

    private Emoji() {}

    /** The images of one character as a person counts them; none if it is not an emoji or no font has it. */
    static List<BufferedImage> of(String cluster) {
        boolean asked = cluster.indexOf(PICTURE_SELECTOR) > 0;
        if (!asked && (!isPicture(cluster.codePointAt(0)) || cluster.indexOf(TEXT_SELECTOR) > 0)) {
            return List.of();
        }
        synchronized (IMAGES) {
            return IMAGES.computeIfAbsent(cluster, Emoji::read);
        }
    }

    /** Whether a character is a picture unless told otherwise. */
    static boolean isPicture(int point) {
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

    private static List<BufferedImage> read(String cluster) {
        EmojiFont font = Installed.FONT;
        if (font == null) {
            return List.of();
        }
        try {
            return font.images(cluster);
        } catch (IOException | IndexOutOfBoundsException e) {
            LOG.debug("The emoji font is damaged at \"{}\"", cluster, e);
            return List.of();
        }
    }
}
