package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import java.io.IOException;

/** A second result, to be compared with the first. */
public final class SecondExtra implements Extra {
    private final AttentionResult second;

    /**
     * A second result.
     *
     * @param first the result that the page is about
     * @param second the one that it is compared with
     * @throws InvalidRequestException if they have no layer of one kind in common
     */
    public SecondExtra(AttentionResult first, AttentionResult second) {
        if (first.stacks().stream().noneMatch(stack -> shares(stack, second))) {
            throw new InvalidRequestException("These results cannot be compared: no layer is in both. The first is "
                    + first + ", the second " + second);
        }
        this.second = second;
    }

    private static boolean shares(AttentionStack stack, AttentionResult second) {
        return second.has(stack.kind())
                && stack.layers().stream().anyMatch(second.stack(stack.kind()).layers()::contains);
    }

    @Override
    public String name() {
        return "second";
    }

    @Override
    public boolean opens(AttentionLayer layer) {
        return second.has(layer.kind()) && second.stack(layer.kind()).layers().contains(layer.number());
    }

    @Override
    public void write(JsonGenerator json, BlockList blocks, SequenceTable sequences) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", second.model().name());
        json.writeFieldName("stacks");
        Payload.writeStacks(json, Included.of(second, Selection.all(), Selection.all()), sequences, blocks);
        json.writeEndObject();
    }
}
