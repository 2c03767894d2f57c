package io.github.attention4j.render.image.internal.text;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A font file whose glyphs are PNG images (the OpenType tables CBLC and CBDT), such as Noto Color Emoji: Java's own
 * text drawing passes over these.
 */
final class BitmapFont {
    private static final int CMAP = 0x636d6170;
    private static final int CBLC = 0x43424c43;
    private static final int CBDT = 0x43424454;
    private static final int BITMAP_SIZE_RECORD = 16;

    private final ByteBuffer font;
    private final Map<Integer, Integer> tables = new HashMap<>();

    private BitmapFont(ByteBuffer font) throws IOException {
        this.font = font;
        int count = unsigned16(4);
        for (int i = 0; i < count; i++) {
            int entry = 12 + 16 * i;
            tables.put(font.getInt(entry), font.getInt(entry + 8));
        }
        if (!tables.keySet().containsAll(java.util.List.of(CMAP, CBLC, CBDT))) {
            throw new IOException("has no colour bitmaps");
        }
    }

    /** Opens a font file; only the glyphs that are asked for are read from it. */
    static BitmapFont open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new BitmapFont(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("is no OpenType font", e);
        }
    }

    /** The glyph of a character, or null if the font has none. */
    @Nullable
    BufferedImage image(int codePoint) throws IOException {
        int glyph = glyph(codePoint);
        if (glyph == 0) {
            return null;
        }
        int locations = table(CBLC);
        int array = locations + font.getInt(locations + 8);
        int subtables = font.getInt(locations + BITMAP_SIZE_RECORD);
        for (int i = 0; i < subtables; i++) {
            int entry = array + 8 * i;
            int first = unsigned16(entry);
            if (glyph >= first && glyph <= unsigned16(entry + 2)) {
                return image(array + font.getInt(entry + 4), glyph - first);
            }
        }
        return null;
    }

    private @Nullable BufferedImage image(int subtable, int position) throws IOException {
        int width =
                switch (unsigned16(subtable)) {
                    case 1 -> 4;
                    case 3 -> 2;
                    default -> 0;
                };
        int metrics =
                switch (unsigned16(subtable + 2)) {
                    case 17 -> 5;
                    case 18 -> 8;
                    case 19 -> 0;
                    default -> -1;
                };
        if (width == 0 || metrics < 0) {
            return null;
        }
        int offsets = subtable + 8 + width * position;
        int start = width == 4 ? font.getInt(offsets) : unsigned16(offsets);
        int end = width == 4 ? font.getInt(offsets + 4) : unsigned16(offsets + 2);
        if (end <= start) {
            return null;
        }
        int at = table(CBDT) + font.getInt(subtable + 4) + start + metrics;
        byte[] png = new byte[font.getInt(at)];
        font.get(at + 4, png);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /** Looks a character up in a character map of format 12, the one that reaches beyond 16 bits. */
    private int glyph(int codePoint) {
        int map = table(CMAP);
        int encodings = unsigned16(map + 2);
        for (int i = 0; i < encodings; i++) {
            int subtable = map + font.getInt(map + 4 + 8 * i + 4);
            if (unsigned16(subtable) == 12) {
                int groups = font.getInt(subtable + 12);
                for (int group = subtable + 16; group < subtable + 16 + 12 * groups; group += 12) {
                    if (codePoint >= font.getInt(group) && codePoint <= font.getInt(group + 4)) {
                        return font.getInt(group + 8) + codePoint - font.getInt(group);
                    }
                }
            }
        }
        return 0;
    }

    private int table(int tag) {
        return Objects.requireNonNull(tables.get(tag), "checked when opened");
    }

    private int unsigned16(int at) {
        return font.getShort(at) & 0xffff;
    }
}
