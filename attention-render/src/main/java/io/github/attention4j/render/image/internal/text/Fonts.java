package io.github.attention4j.render.image.internal.text;

import io.github.attention4j.render.image.internal.scene.Letter;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system's sans serif font, and for characters that it lacks, whichever installed font has them. */
final class Fonts {
    /** How lengths are measured: as on paper, independent of any screen. */
    static final FontRenderContext PAPER = new FontRenderContext(null, true, true);

    /** Letters have any number of accents; more letters than these at a time are rare. */
    private static final int KEPT = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Fonts.class);
    private static final Font SANS_SERIF = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Map<Integer, Font> CHOSEN = new ConcurrentHashMap<>();
    private static final Map<String, Optional<Font>> CHOSEN_FOR_ALL = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Font>> eldest) {
            return size() > KEPT;
        }
    };

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

    /**
     * The usual font, or one that has all of a character as a person counts them, so that accents sit where they
     * belong; null if no font has all.
     */
    static @Nullable Font havingAll(String cluster, Letter letter) {
        Font font = CHOSEN.computeIfAbsent(cluster.codePointAt(0), Fonts::choose);
        if (!drawsAll(font, cluster)) {
            synchronized (CHOSEN_FOR_ALL) {
                font = CHOSEN_FOR_ALL
                        .computeIfAbsent(cluster, Fonts::chooseForAll)
                        .orElse(null);
            }
        }
        return font == null ? null : in(font, letter);
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
        if (isSelector(codePoint) || draws(SANS_SERIF, codePoint)) {
            return SANS_SERIF;
        }
        Optional<Font> other = best(font -> draws(font, codePoint));
        if (other.isEmpty()) {
            warn(codePoint);
        }
        return other.orElse(SANS_SERIF);
    }

    private static Optional<Font> chooseForAll(String cluster) {
        return drawsAll(SANS_SERIF, cluster) ? Optional.of(SANS_SERIF) : best(font -> drawsAll(font, cluster));
    }

    private static Optional<Font> best(Predicate<Font> suits) {
        return Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
                .filter(suits)
                .min(Comparator.comparing(
                                (Font font) -> !font.getFamily(Locale.ROOT).contains("Sans"))
                        .thenComparing(font -> !font.getFontName(Locale.ROOT).contains("Regular"))
                        .thenComparing(font -> font.getFontName(Locale.ROOT)));
    }

    private static boolean drawsAll(Font font, String cluster) {
        return cluster.codePoints().allMatch(point -> isSelector(point) || draws(font, point));
    }

    /** Selectors and joiners say how others are drawn, and have no shape of their own. */
    private static boolean isSelector(int codePoint) {
        return (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
                || (codePoint >= 0xe0020 && codePoint <= 0xe01ef)
                || codePoint == 0x200c
                || codePoint == 0x200d;
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
                    "No installed font has the character U+{} ({}): it is drawn as an empty box. Install {}.",
                    String.format(Locale.ROOT, "%04X", codePoint),
                    block == null ? "unassigned" : block,
                    Emoji.isPicture(codePoint)
                            ? "Noto Color Emoji"
                            : "a font for its script, such as one of the Noto family");
        }
    }
}
