package io.github.attention4j.analysis;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.io.AtomicFile;
import io.github.attention4j.io.internal.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Named columns and rows of what an analysis found, to be printed or written as CSV or JSON. Immutable, thread-safe.
 *
 * @param title what was found, in a few words
 * @param columns the columns' names
 * @param rows per row one text or number per column; NaN where there is none
 */
public record Findings(String title, List<String> columns, List<List<Object>> rows) {
    /**
     * Checks that rows fit the columns.
     *
     * @param title what was found
     * @param columns the columns' names
     * @param rows per row one text or number per column
     * @throws IllegalArgumentException if a row is longer or shorter, or holds something else
     */
    public Findings {
        Objects.requireNonNull(title, "title");
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            boolean plain = row.stream().allMatch(cell -> cell instanceof String || cell instanceof Number);
            if (row.size() != columns.size() || !plain) {
                throw new IllegalArgumentException(
                        "A row of " + columns + " holds one text or number each, not " + row);
            }
        }
    }

    /**
     * Starts findings.
     *
     * @param title what was found
     * @param columns the columns' names
     * @return a builder without rows
     */
    public static Builder builder(String title, List<String> columns) {
        return new Builder(title, columns);
    }

    /**
     * Heads with their numbers, as {@link HeadTable#ranked()} gives them.
     *
     * @param title what was found
     * @param scores the heads in the order to print
     * @return a row per head
     */
    public static Findings ofScores(String title, List<HeadScore> scores) {
        Builder findings = builder(title, List.of("measure", "kind", "layer", "head", "score"));
        scores.forEach(it -> findings.row(it.measure(), it.kind().label(), it.layer(), it.head(), it.score()));
        return findings.build();
    }

    /**
     * The findings as a table for a terminal, numbers with four decimals.
     *
     * @return lines, each ended by a line feed
     */
    public String toText() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(row.stream().map(Findings::shortForm).toList()));
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        StringBuilder out = new StringBuilder(title).append('\n');
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                boolean text = !rows.isEmpty() && rows.get(0).get(column) instanceof String;
                String padding = " ".repeat(widths[column] - line.get(column).length());
                out.append(column == 0 ? "" : "  ");
                out.append(text ? line.get(column) + padding : padding + line.get(column));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String shortForm(Object cell) {
        if (cell instanceof Double || cell instanceof Float) {
            double number = ((Number) cell).doubleValue();
            return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.4f", number);
        }
        return cell.toString().replaceAll("\\p{Cntrl}", " ");
    }

    /**
     * The findings as CSV with a line of names first, numbers with all their digits; empty for NaN.
     *
     * @return text as RFC 4180 describes it
     */
    public String toCsv() {
        StringBuilder out = new StringBuilder();
        List<List<?>> lines = new ArrayList<>();
        lines.add(columns);
        lines.addAll(rows);
        for (List<?> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                out.append(column == 0 ? "" : ",").append(csv(line.get(column)));
            }
            out.append("\r\n");
        }
        return out.toString();
    }

    private static String csv(Object cell) {
        String text = cell instanceof Number number && Double.isNaN(number.doubleValue()) ? "" : cell.toString();
        boolean plain = text.chars().noneMatch(unit -> unit == ',' || unit == '"' || unit == '\n' || unit == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /**
     * The findings as JSON: a list with an object per row, numbers with all their digits; null for NaN.
     *
     * @return one line
     */
    public String toJson() {
        StringBuilder out = new StringBuilder("[");
        for (List<Object> row : rows) {
            out.append(out.length() == 1 ? "{" : ",{");
            for (int column = 0; column < row.size(); column++) {
                out.append(column == 0 ? "" : ",");
                Json.quote(columns.get(column), out);
                out.append(':');
                Object cell = row.get(column);
                if (cell instanceof Integer || cell instanceof Long) {
                    out.append(cell);
                } else if (cell instanceof Number number) {
                    Json.number(number.doubleValue(), out);
                } else {
                    Json.quote(cell.toString(), out);
                }
            }
            out.append('}');
        }
        return out.append(']').toString();
    }

    /**
     * Writes a file: JSON, CSV or the printed table, as its name ends in {@code .json}, {@code .csv} or otherwise. On
     * failure the file is as it was.
     *
     * @param file where to
     * @throws AttentionFileException if the file cannot be written
     */
    public void writeTo(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String text = name.endsWith(".json") ? toJson() + "\n" : name.endsWith(".csv") ? toCsv() : toText();
        try {
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AttentionFileException("Cannot write " + file, e);
        }
    }

    /** Collects rows; not thread-safe. */
    public static final class Builder {
        private final String title;
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Builder(String title, List<String> columns) {
            this.title = title;
            this.columns = columns;
        }

        /**
         * Adds a row.
         *
         * @param cells one text or number per column
         * @return this builder
         */
        public Builder row(Object... cells) {
            return row(List.of(cells));
        }

        /**
         * Adds a row.
         *
         * @param cells one text or number per column
         * @return this builder
         */
        public Builder row(List<Object> cells) {
            rows.add(cells);
            return this;
        }

        /**
         * Makes the findings.
         *
         * @return the findings
         * @throws IllegalArgumentException if a row does not fit the columns
         */
        public Findings build() {
            return new Findings(title, columns, rows);
        }
    }
}
