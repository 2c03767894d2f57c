package io.github.attention4j.djl;

/** What one of a model's outputs holds of a layer's attention. */
public enum OutputPart {
    /** The probabilities, {@code [batch, heads, queries, keys]}, or {@code [batch, queries, keys]} with heads averaged. */
    WEIGHTS,
    /** The query vectors, {@code [batch, heads, queries, dimension]}. */
    QUERIES,
    /** The key vectors, {@code [batch, key heads, keys, dimension]}. */
    KEYS,
    /** The value vectors, {@code [batch, key heads, keys, dimension]}. */
    VALUES
}
