package io.github.attention4j.examples.notebook;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A notebook's file: its code cells, and what they gave. */
record Notebook(JsonNode tree) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Notebook read(Path file) throws IOException {
        return new Notebook(JSON.readTree(file.toFile()));
    }

    List<Cell> codeCells() {
        List<Cell> cells = new ArrayList<>();
        for (JsonNode cell : tree.get("cells")) {
            if (cell.get("cell_type").asText().equals("code")) {
                cells.add(new Cell(cell));
            }
        }
        return cells;
    }

    /** Everything of this notebook with the outputs of another run of it, in the layout in which Jupyter writes. */
    void writeWithOutputsOf(Notebook run, Path file) throws IOException {
        List<Cell> seen = run.codeCells();
        List<Cell> own = codeCells();
        for (int i = 0; i < own.size(); i++) {
            ObjectNode cell = (ObjectNode) own.get(i).json();
            cell.set("outputs", seen.get(i).json().get("outputs"));
            cell.set("execution_count", seen.get(i).json().get("execution_count"));
        }
        DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        Files.writeString(file, JSON.writer(printer).writeValueAsString(tree) + "\n");
    }

    /** One code cell. */
    record Cell(JsonNode json) {
        String source() {
            return joined(json.get("source"));
        }

        /** Printed lines and values as text, and nothing of pictures and views but that they are there. */
        String text() {
            StringBuilder text = new StringBuilder();
            for (JsonNode output : json.get("outputs")) {
                text.append(output.path("name").asText())
                        .append('\n')
                        .append(joined(output.path("text")))
                        .append(joined(output.path("data").path("text/plain")));
            }
            return text.toString();
        }

        List<String> views() {
            return outputs("text/html");
        }

        List<String> pictures() {
            return outputs("image/png");
        }

        private List<String> outputs(String type) {
            List<String> found = new ArrayList<>();
            for (JsonNode output : json.get("outputs")) {
                if (output.path("data").has(type)) {
                    found.add(joined(output.get("data").get(type)));
                }
            }
            return found;
        }

        private static String joined(JsonNode lines) {
            if (lines.isTextual()) {
                return lines.asText();
            }
            StringBuilder all = new StringBuilder();
            lines.forEach(line -> all.append(line.asText()));
            return all.toString();
        }
    }
}
