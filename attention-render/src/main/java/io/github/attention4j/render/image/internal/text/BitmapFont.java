package io.github.attention4j.render.image.internal.text;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * The glyphs of a font file that are PNG images (the OpenType tables CBLC and CBDT), such as those of Noto Color Emoji:
 * Java's own text drawing passes over these.
 */
final class BitmapFont {
    private static final int CBLC = 0x43424c43;
    private static final int CBDT = 0x43424454;
    private static final int BITMAP_SIZE_RECORD = 16;

    private final ByteBuffer font;
    private final int locations;
    private final int data;

    private BitmapFont(ByteBuffer font) throws IOException {
        this.font = font;
        this.locations = table(CBLC);
        this.data = table(CBDT);
    }

    /** Opens a font file; only the glyphs that are asked for are read from it. */
    static BitmapFont open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new BitmapFont(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("is no OpenType font", e);
        }
    }

    /** The image of a glyph, or null if it has none. */
    @Nullable
    BufferedImage image(int glyph) throws IOException {
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
        int at = data + font.getInt(subtable + 4) + start + metrics;
        byte[] png = new byte[font.getInt(at)];
        font.get(at + 4, png);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private int table(int tag) throws IOException {
        int count = unsigned16(4);
        for (int i = 0; i < count; i++) {
            int entry = 12 + 16 * i;
            if (font.getInt(entry) == tag) {
                return font.getInt(entry + 8);
            }
        }
        throw new IOException("has no colour bitmaps");
    }

    private int unsigned16(int at) {
        return font.getShort(at) & 0xffff;
    }
}
