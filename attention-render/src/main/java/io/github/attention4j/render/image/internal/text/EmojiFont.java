package io.github.attention4j.render.image.internal.text;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.GlyphVector;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The font that Linux distributions install for colour emoji. Java finds out which glyph a sequence of characters has,
 * joined, toned or flag as it may be, and {@link BitmapFont} what the glyph looks like.
 */
final class EmojiFont {
    private static final Logger LOG = LoggerFactory.getLogger(EmojiFont.class);

    private static final String FAMILY = "Noto Color Emoji";

    /** Where Debian, Arch, Fedora, Alpine and openSUSE put it. */
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/noto/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/google-noto-color-emoji-fonts/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/google-noto-emoji/NotoColorEmoji.ttf"),
            Path.of("/usr/share/fonts/truetype/NotoColorEmoji.ttf"));

    private final Font shapes;
    private final BitmapFont images;

    private EmojiFont(Font shapes, BitmapFont images) {
        this.shapes = shapes;
        this.images = images;
    }

    /** The first that there is; null if there is none, or if this machine's font settings leave it out. */
    static @Nullable EmojiFont find() {
        if (!new Font(FAMILY, Font.PLAIN, 12).getFamily(Locale.ROOT).equals(FAMILY)) {
            return null;
        }
        for (Path place : PLACES) {
            if (Files.isReadable(place)) {
                try {
                    BitmapFont images = BitmapFont.open(place);
                    return new EmojiFont(Font.createFont(Font.TRUETYPE_FONT, place.toFile()), images);
                } catch (IOException | FontFormatException e) {
                    LOG.debug("{} {}", place, e.getMessage());
                }
            }
        }
        return null;
    }

    /** What one character as a person counts them looks like: one image, or several side by side, or none. */
    List<BufferedImage> images(String cluster) throws IOException {
        char[] characters = cluster.toCharArray();
        GlyphVector glyphs =
                shapes.layoutGlyphVector(Fonts.PAPER, characters, 0, characters.length, Font.LAYOUT_LEFT_TO_RIGHT);
        List<BufferedImage> found = new ArrayList<>();
        for (int i = 0; i < glyphs.getNumGlyphs(); i++) {
            BufferedImage image = glyphs.getGlyphCode(i) == 0 ? null : images.image(glyphs.getGlyphCode(i));
            if (image != null) {
                found.add(image);
            }
        }
        return List.copyOf(found);
    }
}
