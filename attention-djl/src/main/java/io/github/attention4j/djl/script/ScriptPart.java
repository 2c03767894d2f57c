package io.github.attention4j.djl.script;

/** What a rewritten model hands out of an attention site. */
public enum ScriptPart {
    /** The probabilities, before dropout: {@code [batch, heads, queries, keys]}. */
    WEIGHTS(0),
    /** The factor of the scores that holds the queries, as the model has it: usually {@code [batch, heads, queries, dim]}. */
    QUERIES(1),
    /** The factor of the scores that holds the keys, as the model has it, often transposed: {@code [.., dim, keys]}. */
    KEYS(2),
    /** What the weights are multiplied with: usually {@code [batch, heads, keys, dim]}. */
    VALUES(3);

    /** How many there are. */
    static final int COUNT = 4;

    private final int number;

    ScriptPart(int number) {
        this.number = number;
    }

    /** The number that rewritten models give this part. */
    int number() {
        return number;
    }

    static ScriptPart ofNumber(int number) {
        for (ScriptPart part : values()) {
            if (part.number == number) {
                return part;
            }
        }
        throw new IllegalArgumentException("No part has the number " + number);
    }
}
