package io.github.attention4j.render.image.internal.paint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * Fonts whose letters have no shape, all the same width, and a meaning: what a reader finds and copies from a page on
 * which letters are outlines. A font of this kind has at most 255 letters, so there are as many fonts as need be.
 */
final class PdfLetters {
    /** How wide each letter is, as a share of the size. */
    static final double ADVANCE = 0.5;

    private static final int LETTERS_PER_FONT = 255;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** The number of a letter. */
    int number(String letter) {
        return numbers.computeIfAbsent(letter, unused -> numbers.size());
    }

    /** The font that a letter is in. */
    static int font(int number) {
        return number / LETTERS_PER_FONT;
    }

    /** The code of a letter in its font, in hexadecimal digits. */
    static String code(int number) {
        return String.format(Locale.ROOT, "%02x", 1 + number % LETTERS_PER_FONT);
    }

    /** The name of a font in the page's resources. */
    static String name(int font) {
        return "Letters" + font;
    }

    /** All fonts, by their names. */
    COSDictionary toFonts(PDDocument document) throws IOException {
        COSDictionary fonts = new COSDictionary();
        List<String> letters = new ArrayList<>(numbers.keySet());
        for (int start = 0; start < letters.size(); start += LETTERS_PER_FONT) {
            List<String> some = letters.subList(start, Math.min(start + LETTERS_PER_FONT, letters.size()));
            fonts.setItem(name(font(start)), toFont(document, some));
        }
        return fonts;
    }

    private static COSDictionary toFont(PDDocument document, List<String> letters) throws IOException {
        COSDictionary shapes = new COSDictionary();
        shapes.setItem("empty", stream(document, (int) (1000 * ADVANCE) + " 0 d0"));
        COSArray differences = new COSArray();
        COSArray widths = new COSArray();
        differences.add(COSInteger.ONE);
        for (int i = 0; i < letters.size(); i++) {
            differences.add(COSName.getPDFName("empty"));
            widths.add(COSInteger.get((long) (1000 * ADVANCE)));
        }
        COSDictionary encoding = new COSDictionary();
        encoding.setItem(COSName.TYPE, COSName.ENCODING);
        encoding.setItem(COSName.DIFFERENCES, differences);
        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE3);
        font.setItem(COSName.FONT_BBOX, new PDRectangle(0, -200, 500, 1000));
        COSArray thousandths = new COSArray();
        thousandths.setFloatArray(new float[] {0.001f, 0, 0, 0.001f, 0, 0});
        font.setItem(COSName.FONT_MATRIX, thousandths);
        font.setItem(COSName.CHAR_PROCS, shapes);
        font.setItem(COSName.ENCODING, encoding);
        font.setInt(COSName.FIRST_CHAR, 1);
        font.setInt(COSName.LAST_CHAR, letters.size());
        font.setItem(COSName.WIDTHS, widths);
        font.setItem(COSName.RESOURCES, new COSDictionary());
        font.setItem(COSName.TO_UNICODE, stream(document, meaning(letters)));
        return font;
    }

    /** Which text each code stands for. */
    private static String meaning(List<String> letters) {
        StringBuilder map = new StringBuilder(
                """
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Letters def
                /CMapType 2 def
                1 begincodespacerange
                <00> <ff>
                endcodespacerange
                """);
        for (int i = 0; i < letters.size(); i++) {
            // At most 100 lines may stand in one block.
            if (i % 100 == 0) {
                map.append(i == 0 ? "" : "endbfchar\n")
                        .append(Math.min(100, letters.size() - i))
                        .append(" beginbfchar\n");
            }
            map.append('<').append(code(i)).append("> <");
            for (char unit : letters.get(i).toCharArray()) {
                map.append(String.format(Locale.ROOT, "%04x", (int) unit));
            }
            map.append(">\n");
        }
        return map.append("endbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                .toString();
    }

    private static COSStream stream(PDDocument document, String content) throws IOException {
        return new PDStream(
                        document,
                        new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)),
                        COSName.FLATE_DECODE)
                .getCOSObject();
    }
}
