package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.djl.OutputPart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the names of outputs tell. */
final class OutputNames {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern LAYER = Pattern.compile("(?:layers?|blocks?|att(?:entio)?ns?|weights)[._/\\[ ]*$");
    private static final Pattern ATTENTION = Pattern.compile("att(?:entio)?n|cross");
    private static final Pattern QUERIES = Pattern.compile("(?<![a-z])(?:q|quer(?:y|ies))(?![a-z])");
    private static final Pattern KEYS = Pattern.compile("(?<![a-z])(?:k|keys?)(?![a-z])");
    private static final Pattern VALUES = Pattern.compile("(?<![a-z])(?:v|values?)(?![a-z])");

    private OutputNames() {}

    static boolean speakOfAttention(@Nullable String name) {
        return name != null && ATTENTION.matcher(lower(name)).find();
    }

    /** The kind that a name says, or null. */
    static @Nullable AttentionKind kind(@Nullable String name) {
        String lower = lower(name == null ? "" : name);
        if (lower.contains("cross")) {
            return AttentionKind.CROSS;
        }
        if (lower.contains("decoder")) {
            return AttentionKind.DECODER;
        }
        // Fairseq's encoder_attn is what a decoder looks at an encoder with.
        return lower.contains("encoder") && !lower.contains("encoder_attn") ? AttentionKind.ENCODER : null;
    }

    /** Whether vectors are queries, keys or values; null where the name does not tell. */
    static @Nullable OutputPart vectors(@Nullable String name) {
        String lower = lower(name == null ? "" : name);
        if (QUERIES.matcher(lower).find()) {
            return OutputPart.QUERIES;
        }
        if (KEYS.matcher(lower).find()) {
            return OutputPart.KEYS;
        }
        return VALUES.matcher(lower).find() ? OutputPart.VALUES : null;
    }

    /**
     * The layers' numbers that some names of one kind say: the numbers behind {@code layer}, {@code attention} and the
     * like, from 0 also where the names count from 1; else their order; null where the names have no numbers that
     * differ.
     */
    static @Nullable List<Integer> layers(List<String> names) {
        List<List<Integer>> numbers = names.stream().map(OutputNames::numbers).toList();
        int groups = numbers.stream().mapToInt(List::size).min().orElse(0);
        for (int group = groups - 1; group >= 0; group--) {
            int at = group;
            List<Integer> column = numbers.stream().map(row -> row.get(at)).toList();
            if (new HashSet<>(column).size() == names.size()) {
                boolean said = names.stream().allMatch(name -> isLayer(name, at));
                List<Integer> sorted = column.stream().sorted().toList();
                boolean consecutive = sorted.get(sorted.size() - 1) - sorted.get(0) == sorted.size() - 1;
                boolean ranked = !said || (consecutive && sorted.get(0) == 1);
                return ranked ? column.stream().map(sorted::indexOf).toList() : column;
            }
        }
        return names.size() == 1 ? List.of(0) : null;
    }

    private static List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(name);
        while (matcher.find() && matcher.group().length() < 9) {
            numbers.add(Integer.parseInt(matcher.group()));
        }
        return numbers;
    }

    private static boolean isLayer(String name, int group) {
        Matcher matcher = NUMBER.matcher(name);
        IntStream.rangeClosed(0, group).forEach(i -> matcher.find());
        return LAYER.matcher(lower(name.substring(0, matcher.start()))).find();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
