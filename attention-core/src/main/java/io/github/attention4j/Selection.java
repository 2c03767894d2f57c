package io.github.attention4j;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which layers, heads, rows or columns: all of them, or some by their zero-based numbers. Immutable. */
public final class Selection {
    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,9})\\s*(?:-\\s*(\\d{1,9})\\s*)?");
    private static final int LARGEST_RANGE = 1_000_000;
    private static final Selection ALL = new Selection(null);

    private final @Nullable List<Integer> numbers;

    private Selection(@Nullable List<Integer> numbers) {
        this.numbers = numbers;
    }

    /**
     * Everything there is.
     *
     * @return the selection
     */
    public static Selection all() {
        return ALL;
    }

    /**
     * Some numbers.
     *
     * @param numbers zero-based; order and repetition do not matter
     * @return the selection
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public static Selection of(int... numbers) {
        return of(Arrays.stream(numbers).boxed().toList());
    }

    /**
     * Some numbers.
     *
     * @param numbers zero-based; order and repetition do not matter
     * @return the selection
     * @throws InvalidRequestException if there is none, or one is negative
     */
    public static Selection of(List<Integer> numbers) {
        TreeSet<Integer> sorted = new TreeSet<>(numbers);
        if (sorted.isEmpty() || sorted.first() < 0) {
            throw new InvalidRequestException(
                    "A selection names at least one zero-based number, but these were given: " + numbers);
        }
        return new Selection(List.copyOf(sorted));
    }

    /**
     * Consecutive numbers.
     *
     * @param first the first, zero-based
     * @param last the last, included
     * @return the selection
     * @throws InvalidRequestException if the first is negative or after the last
     */
    public static Selection range(int first, int last) {
        return of(IntStream.rangeClosed(first, last).boxed().toList());
    }

    /**
     * Reads {@code 0,2-4} as 0, 2, 3, 4, and {@code all} as everything.
     *
     * @param text numbers and ranges, separated by commas
     * @return the selection
     * @throws InvalidRequestException if the text is not of that form
     */
    public static Selection parse(String text) {
        if (text.strip().equalsIgnoreCase("all")) {
            return ALL;
        }
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw notASelection(text);
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first || last - first > LARGEST_RANGE) {
                throw notASelection(text);
            }
            IntStream.rangeClosed(first, last).forEach(numbers::add);
        }
        return new Selection(List.copyOf(numbers));
    }

    private static InvalidRequestException notASelection(String text) {
        return new InvalidRequestException(
                "Cannot read \"" + text + "\" as a selection; write zero-based numbers and ranges such as 0,2-4");
    }

    /**
     * Whether this selects everything.
     *
     * @return true for {@link #all()}
     */
    public boolean isAll() {
        return numbers == null;
    }

    /**
     * The selected numbers.
     *
     * @return zero-based, ascending
     * @throws IllegalStateException if this selects everything, as it is then not known what there is
     */
    public List<Integer> numbers() {
        if (numbers == null) {
            throw new IllegalStateException("Everything is selected, whatever there is");
        }
        return numbers;
    }

    /**
     * Whether a number is selected.
     *
     * @param number zero-based
     * @return true if selected
     */
    public boolean contains(int number) {
        return numbers == null || numbers.contains(number);
    }

    /**
     * The selected ones of what is there.
     *
     * @param available the numbers there are, ascending
     * @param what the word for one of them in an error message, such as {@code layer}
     * @return the selected numbers, ascending
     * @throws InvalidRequestException if a selected number is not available
     */
    public List<Integer> from(List<Integer> available, String what) {
        if (numbers == null) {
            return available;
        }
        for (int number : numbers) {
            if (!available.contains(number)) {
                throw new InvalidRequestException("There is no " + what + " " + number + "; there are "
                        + available.size() + ", numbered " + describe(available));
            }
        }
        return numbers;
    }

    private static String describe(List<Integer> available) {
        if (available.isEmpty()) {
            return "nothing";
        }
        int first = available.get(0);
        int last = available.get(available.size() - 1);
        return last - first + 1 == available.size() ? first + " to " + last : available.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Selection selection && Objects.equals(numbers, selection.numbers);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(numbers);
    }

    /** The selection in the form that {@link #parse} reads, without ranges. */
    @Override
    public String toString() {
        return numbers == null
                ? "all"
                : String.join(",", numbers.stream().map(String::valueOf).toList());
    }
}
