package io.github.attention4j.analysis.signal;

/**
 * A word of a document and how much it counts there.
 *
 * @param term the word as it is indexed
 * @param weight its weight within the document, at least 0
 */
public record TermWeight(String term, double weight) {}
