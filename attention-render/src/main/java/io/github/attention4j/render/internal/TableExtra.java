package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.analysis.HeadTable;
import java.io.IOException;

/** A number for each head of each layer, to colour an overview by. */
public final class TableExtra implements Extra {
    private final HeadTable table;

    /**
     * A table for a result.
     *
     * @param table the numbers
     * @param attention the result that they are about
     * @throws InvalidRequestException if the result has no attention of the table's kind
     */
    public TableExtra(HeadTable table, AttentionResult attention) {
        if (!attention.has(table.kind())) {
            throw new InvalidRequestException("The table of " + table.metric() + " is about "
                    + table.kind().label() + " attention, which this result does not have");
        }
        this.table = table;
    }

    @Override
    public String name() {
        return "table";
    }

    @Override
    public void write(JsonGenerator json, BlockList blocks, SequenceTable sequences) throws IOException {
        json.writeStartObject();
        json.writeStringField("metric", table.metric());
        json.writeStringField("unit", table.unit());
        json.writeStringField("kind", table.kind().label());
        Numbers.write(json, "layers", table.layers());
        Numbers.write(json, "heads", table.heads());
        json.writeArrayFieldStart("values");
        for (int layer : table.layers()) {
            json.writeStartArray();
            for (int head : table.heads()) {
                double value = table.value(layer, head);
                if (Double.isFinite(value)) {
                    json.writeNumber(value);
                } else {
                    json.writeNull();
                }
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
