package io.github.attention4j.examples.demo.site;

import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Shares as people read them. */
public final class Shares {
    private Shares() {}

    /**
     * A share in percent, with as many digits as tell something.
     *
     * @param share from 0 to 1
     * @return such as 41 %, 3.2 % or 0.04 %
     */
    public static String printed(double share) {
        double percent = 100 * share;
        String format = percent >= 9.95 ? "%.0f %%" : percent >= 0.095 ? "%.1f %%" : "%.2f %%";
        return String.format(Locale.ROOT, format, percent);
    }

    /**
     * A token as it is written on a page: without the marks with which tokenizers glue pieces.
     *
     * @param token the token
     * @return its text
     */
    public static String name(Token token) {
        return token.text()
                .replace("##", "")
                .replace("Ġ", " ")
                .replace("Ċ", "↵")
                .strip();
    }

    /**
     * The shares of one query, the largest first.
     *
     * @param keys what is looked at
     * @param share the share of a key
     * @param count how many to keep
     * @param marked the position of the key that the text speaks of, or -1
     * @return for the template's macro
     */
    public static List<Map<String, Object>> largest(
            TokenSequence keys, IntToDoubleFunction share, int count, int marked) {
        return IntStream.range(0, keys.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer key) -> share.applyAsDouble(key))
                        .reversed())
                .limit(count)
                .map(key -> of(name(keys.get(key)), share.applyAsDouble(key), key == marked))
                .toList();
    }

    /**
     * The shares of one query in the order of the text.
     *
     * @param keys what is looked at
     * @param share the share of a key
     * @param marked the position of the key that the text speaks of, or -1
     * @return for the template's macro
     */
    public static List<Map<String, Object>> inOrder(TokenSequence keys, IntToDoubleFunction share, int marked) {
        return IntStream.range(0, keys.size())
                .mapToObj(key -> of(name(keys.get(key)), share.applyAsDouble(key), key == marked))
                .toList();
    }

    /**
     * One share.
     *
     * @param name what has it
     * @param value from 0 to 1
     * @param marked whether the text speaks of it
     * @return for the template's macro
     */
    public static Map<String, Object> of(String name, double value, boolean marked) {
        return Map.of("name", name, "value", value, "printed", printed(value), "marked", marked);
    }
}
