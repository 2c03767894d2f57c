package io.github.attention4j.render.image.internal.text;

import io.github.attention4j.render.image.internal.scene.Letter;
import io.github.attention4j.render.image.internal.scene.Node;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.text.AttributedString;
import java.text.Bidi;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures, breaks and draws lines of text. */
public final class Lettering {
    private static final char OBJECT = '\ufffc';

    private Lettering() {}

    /** The width of a line of text. */
    public static double width(String text, Letter letter) {
        if (text.isEmpty()) {
            return 0;
        }
        if (!Fonts.areThere()) {
            return Tofu.width(text, letter.size());
        }
        return isSimple(text)
                ? Fonts.usual(letter).getStringBounds(text, Fonts.PAPER).getWidth()
                : set(text, letter).getAdvance();
    }

    /** A line of text, shortened with an ellipsis where it is too wide. */
    public static String fit(String text, Letter letter, double width) {
        if (width(text, letter) <= width) {
            return text;
        }
        for (int longest = text.codePointCount(0, text.length()) - 1; longest > 1; longest--) {
            String shorter = Clusters.cut(text, longest);
            if (width(shorter, letter) <= width) {
                return shorter;
            }
        }
        return "\u2026";
    }

    /** A text in lines that are not wider than asked for, unless a single word is; at most so many. */
    public static List<String> wrap(String text, Letter letter, double width, int mostLines) {
        List<String> lines = new ArrayList<>();
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
        breaks.setText(text);
        int start = 0;
        int last = 0;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            boolean tooWide = width(text.substring(start, end).strip(), letter) > width;
            if (tooWide && last > start && lines.size() < mostLines - 1) {
                lines.add(text.substring(start, last).strip());
                start = last;
            }
            last = end;
        }
        lines.add(text.substring(start).strip());
        lines.replaceAll(line -> fit(line, letter, width));
        return lines;
    }

    /** Whether a line is to be read from right to left. */
    public static boolean isRightToLeft(String text) {
        return !isSimple(text) && !new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
    }

    /** How much of a line's width lies left of the place it is set at. */
    public static double before(Node.Anchor anchor, double width) {
        return switch (anchor) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
    }

    /** The characters of a line as a person counts them, in the order in which they stand. */
    public static List<String> lettersFromLeftToRight(String text) {
        String[] letters = Clusters.of(text).toArray(String[]::new);
        Bidi bidi = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        byte[] levels = new byte[letters.length];
        int at = 0;
        for (int i = 0; i < letters.length; i++) {
            levels[i] = (byte) bidi.getLevelAt(at);
            at += letters[i].length();
        }
        Bidi.reorderVisually(levels, 0, letters, 0, letters.length);
        return List.of(letters);
    }

    /** Draws a line of text from the left end of its baseline. */
    public static void draw(Graphics2D graphics, String text, Letter letter, double x, double y) {
        if (text.isEmpty()) {
            return;
        }
        if (!Fonts.areThere()) {
            Tofu.draw(graphics, text, letter.size(), x, y);
        } else if (isSimple(text)) {
            graphics.setFont(Fonts.usual(letter));
            graphics.drawString(text, (float) x, (float) y);
        } else {
            set(text, letter).draw(graphics, (float) x, (float) y);
        }
    }

    /** Latin letters and the signs that every font has need no shaping and no other font. */
    private static boolean isSimple(String text) {
        return text.chars().allMatch(c -> c < 0x250 || c == '\u2026' || c == '\u2013' || c == '\u2212');
    }

    private static TextLayout set(String text, Letter letter) {
        StringBuilder shown = new StringBuilder();
        List<Font> fonts = new ArrayList<>();
        Map<Integer, BufferedImage> pictures = new HashMap<>();
        for (String cluster : Clusters.of(text)) {
            List<BufferedImage> emoji = Emoji.of(cluster);
            for (BufferedImage part : emoji) {
                pictures.put(shown.length(), part);
                shown.append(OBJECT);
                fonts.add(Fonts.usual(letter));
            }
            if (emoji.isEmpty()) {
                shown.append(cluster);
                fonts.addAll(fonts(cluster, letter));
            }
        }
        AttributedString styled = new AttributedString(shown.toString());
        for (int i = 0; i < shown.length(); i++) {
            styled.addAttribute(TextAttribute.FONT, fonts.get(i), i, i + 1);
        }
        pictures.forEach((at, picture) ->
                styled.addAttribute(TextAttribute.CHAR_REPLACEMENT, new Inset(picture, letter.size()), at, at + 1));
        return new TextLayout(styled.getIterator(), Fonts.PAPER);
    }

    /** The font of each UTF-16 unit: the same for all, unless no font has them all. */
    private static List<Font> fonts(String cluster, Letter letter) {
        Font whole = Fonts.havingAll(cluster, letter);
        List<Font> fonts = new ArrayList<>();
        cluster.codePoints().forEach(point -> {
            Font font = whole == null ? Fonts.having(point, letter) : whole;
            fonts.addAll(Collections.nCopies(Character.charCount(point), font));
        });
        return fonts;
    }
}
