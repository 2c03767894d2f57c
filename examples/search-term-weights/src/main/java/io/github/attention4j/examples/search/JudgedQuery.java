package io.github.attention4j.examples.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A query and what somebody who read the passages thought of them.
 *
 * @param text the query's words
 * @param grades per passage 0, 1 (about it) or 2 (answers it)
 */
public record JudgedQuery(String text, Map<String, Integer> grades) {
    /**
     * Reads the queries and judgments that come with this example: lines of query, passage and grade.
     *
     * @return the queries in the order of the file
     * @throws IOException if they cannot be read
     */
    static List<JudgedQuery> all() throws IOException {
        Map<String, JudgedQuery> queries = new LinkedHashMap<>();
        InputStream in = Objects.requireNonNull(JudgedQuery.class.getResourceAsStream("/judgments.tsv"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", -1);
                JudgedQuery query =
                        queries.computeIfAbsent(cells[0], text -> new JudgedQuery(text, new LinkedHashMap<>()));
                if (cells.length == 3) {
                    query.grades.put(cells[1], Integer.parseInt(cells[2]));
                }
            }
        }
        return List.copyOf(queries.values());
    }
}
