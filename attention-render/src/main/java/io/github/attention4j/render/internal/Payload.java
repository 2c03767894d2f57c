package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionLayer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The data of a view, as {@code docs/payload.md} describes them: a header in JSON, and blocks of deflated chunks. */
public final class Payload {
    private static final int VERSION = 2;
    private static final byte[] MAGIC = "A4JP".getBytes(StandardCharsets.US_ASCII);

    private final String header;
    private final BlockList blocks = new BlockList();

    /**
     * A payload; weights are encoded only when it is written.
     *
     * @param model the model's name, or empty
     * @param included the layers and heads
     * @param opening what is shown first
     * @param labels labels to be replaced, by name
     * @param extras what single views need beyond the weights
     * @throws IOException if an extra cannot be written
     */
    public Payload(String model, Included included, Opening opening, Map<String, String> labels, List<Extra> extras)
            throws IOException {
        StringWriter out = new StringWriter();
        SequenceTable sequences = new SequenceTable();
        try (JsonGenerator json = MarkupSafeJson.to(out)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("model", model);
            json.writeFieldName("stacks");
            writeStacks(json, included, sequences, blocks);
            writeOpening(json, opening);
            if (!labels.isEmpty()) {
                json.writeObjectFieldStart("labels");
                for (Map.Entry<String, String> label : labels.entrySet()) {
                    json.writeStringField(label.getKey(), label.getValue());
                }
                json.writeEndObject();
            }
            if (!extras.isEmpty()) {
                json.writeObjectFieldStart("extras");
                for (Extra extra : extras) {
                    json.writeFieldName(extra.name());
                    extra.write(json, blocks, sequences);
                }
                json.writeEndObject();
            }
            json.writeFieldName("sequences");
            sequences.write(json);
            json.writeEndObject();
        }
        this.header = out.toString();
    }

    /**
     * Writes stacks as the header's {@code stacks} has them; for extras that hold a second result, too.
     *
     * @param json where to
     * @param included the layers and heads
     * @param sequences where to put the tokens
     * @param blocks where to put the weights
     * @throws IOException if {@code json} fails
     */
    public static void writeStacks(JsonGenerator json, Included included, SequenceTable sequences, BlockList blocks)
            throws IOException {
        json.writeStartArray();
        for (Included.Stack stack : included.stacks()) {
            AttentionLayer first = stack.layers().get(0).layer();
            json.writeStartObject();
            json.writeStringField("kind", stack.kind().label());
            json.writeStringField("name", stack.name());
            json.writeNumberField("queries", sequences.add(first.queryTokens()));
            json.writeNumberField("keys", sequences.add(first.keyTokens()));
            json.writeArrayFieldStart("layers");
            for (Included.Layer layer : stack.layers()) {
                json.writeStartObject();
                json.writeNumberField("number", layer.layer().number());
                writeNumbers(json, "heads", layer.heads());
                json.writeNumberField("block", blocks.add(new WeightsBlock(layer, stack.window())));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeOpening(JsonGenerator json, Opening opening) throws IOException {
        json.writeObjectFieldStart("opening");
        json.writeStringField("stack", opening.stack());
        json.writeNumberField("layer", opening.layer());
        writeNumbers(json, "heads", opening.heads());
        json.writeStringField("reason", opening.reason());
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, String name, List<Integer> numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (int number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    /**
     * Writes the data blocks that stand inside a view's element.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeEmbedded(Appendable out) throws IOException {
        out.append("<script type=\"application/json\" data-attention-header>")
                .append(header)
                .append("</script>\n");
        List<Block> all = blocks.blocks();
        ChunkMaker.make(all, (block, chunk, deflated) -> {
            if (chunk == 0) {
                out.append("<script type=\"application/octet-stream\" data-attention-block>");
            }
            out.append(new String(Base64.getEncoder().encode(deflated), StandardCharsets.ISO_8859_1));
            out.append(chunk + 1 < all.get(block).size() ? "\n" : "</script>\n");
        });
    }

    /**
     * Writes the file that a view's {@code src} may name.
     *
     * @param out where to; flushed, not closed
     * @throws IOException if {@code out} fails
     */
    public void writeFile(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        data.write(MAGIC);
        data.writeInt(Integer.reverseBytes(VERSION));
        data.writeInt(Integer.reverseBytes(json.length));
        data.write(json);
        List<Block> all = blocks.blocks();
        List<byte[]> chunks = new ArrayList<>();
        ChunkMaker.make(all, (block, chunk, deflated) -> {
            chunks.add(deflated);
            if (chunks.size() == all.get(block).size()) {
                data.writeInt(Integer.reverseBytes(chunks.size()));
                for (byte[] each : chunks) {
                    data.writeInt(Integer.reverseBytes(each.length));
                }
                for (byte[] each : chunks) {
                    data.write(each);
                }
                chunks.clear();
            }
        });
        data.flush();
    }
}
