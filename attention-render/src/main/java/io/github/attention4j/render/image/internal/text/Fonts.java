package io.github.attention4j.render.image.internal.text;

import io.github.attention4j.render.image.internal.scene.Letter;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system's sans serif font, and for characters that it lacks, whichever installed font has them. */
final class Fonts {
    /** How lengths are measured: as on paper, independent of any screen. */
    static final FontRenderContext PAPER = new FontRenderContext(null, true, true);

    private static final Logger LOG = LoggerFactory.getLogger(Fonts.class);
    private static final Font SANS_SERIF = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Map<Integer, Font> CHOSEN = new ConcurrentHashMap<>();
    private static final Set<Character.UnicodeBlock> MISSING = ConcurrentHashMap.newKeySet();

    /** Whether Java can set any text; found out once. */
    private static final class Any {
        static final boolean USABLE = find();

        private static boolean find() {
            try {
                return SANS_SERIF.getStringBounds("x", PAPER).getWidth() > 0;
            } catch (InternalError | LinkageError | RuntimeException e) {
                LOG.warn(
                        "Java finds no fonts on this machine ({}): all text in bitmaps and PDF is drawn as empty boxes."
                                + " Install fontconfig and a font, such as fonts-dejavu-core.",
                        reason(e));
                return false;
            }
        }

        private static @Nullable String reason(Throwable error) {
            Throwable cause = error;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause.getMessage();
        }
    }

    private Fonts() {}

    /** Whether there is any font; without one, nothing else here may be called. */
    static boolean areThere() {
        return Any.USABLE;
    }

    /** The usual font. */
    static Font usual(Letter letter) {
        return in(SANS_SERIF, letter);
    }

    /** The usual font, or one that has a character which the usual font lacks. */
    static Font having(int codePoint, Letter letter) {
        return in(CHOSEN.computeIfAbsent(codePoint, Fonts::choose), letter);
    }

    private static Font in(Font font, Letter letter) {
        int style = (letter.bold() ? Font.BOLD : 0) | (letter.italic() ? Font.ITALIC : 0);
        return font.deriveFont(style, (float) letter.size());
    }

    private static Font choose(int codePoint) {
        if (draws(SANS_SERIF, codePoint)) {
            return SANS_SERIF;
        }
        Optional<Font> other = Arrays.stream(
                        GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
                .filter(font -> draws(font, codePoint))
                .min(Comparator.comparing(
                                (Font font) -> !font.getFamily(Locale.ROOT).contains("Sans"))
                        .thenComparing(font -> !font.getFontName(Locale.ROOT).contains("Regular"))
                        .thenComparing(font -> font.getFontName(Locale.ROOT)));
        if (other.isEmpty()) {
            warn(codePoint);
        }
        return other.orElse(SANS_SERIF);
    }

    /** Some fonts claim characters for which they have nothing that Java can draw. */
    private static boolean draws(Font font, int codePoint) {
        return font.canDisplay(codePoint)
                && (Character.isWhitespace(codePoint)
                        || Character.getType(codePoint) == Character.FORMAT
                        || Character.getType(codePoint) == Character.NON_SPACING_MARK
                        || !font.createGlyphVector(PAPER, Character.toString(codePoint))
                                .getOutline()
                                .getBounds()
                                .isEmpty());
    }

    private static void warn(int codePoint) {
        Character.UnicodeBlock block = Character.UnicodeBlock.of(codePoint);
        if (block == null || MISSING.add(block)) {
            LOG.warn(
                    "No installed font has the character U+{} ({}): it is drawn as an empty box. Install a font for"
                            + " its script, such as one of the Noto family.",
                    String.format(Locale.ROOT, "%04X", codePoint),
                    block == null ? "unassigned" : block);
        }
    }
}
