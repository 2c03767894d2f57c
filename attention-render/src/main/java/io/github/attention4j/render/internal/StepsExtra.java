package io.github.attention4j.render.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.GenerationStep;
import io.github.attention4j.TokenSequence;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** For each kind of attention the rows that the new tokens of a generation were read from. */
public final class StepsExtra implements Extra {
    private final AttentionResult attention;

    /**
     * The steps of a generation.
     *
     * @param attention a result that says its steps
     */
    public StepsExtra(AttentionResult attention) {
        this.attention = attention;
    }

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public void write(JsonGenerator json, BlockList blocks, SequenceTable sequences) throws IOException {
        json.writeStartObject();
        for (AttentionStack stack : attention.stacks()) {
            // An encoder reads its whole input at once, before the first step.
            List<Integer> rows = stack.kind() == AttentionKind.ENCODER ? List.of() : rows(stack.queryTokens());
            if (!rows.isEmpty()) {
                Numbers.write(json, stack.kind().label(), rows);
            }
        }
        json.writeEndObject();
    }

    /** A step's new token is read from the last of its rows; rows that were not kept are no steps to be shown. */
    private List<Integer> rows(TokenSequence queries) {
        List<Integer> last = attention.steps().stream()
                .map(StepsExtra::lastToken)
                .sorted()
                .distinct()
                .toList();
        return IntStream.range(0, queries.size())
                .filter(row -> last.contains(queries.get(row).index()))
                .boxed()
                .toList();
    }

    private static int lastToken(GenerationStep step) {
        return step.firstRow() + step.rowCount() - 1;
    }
}
