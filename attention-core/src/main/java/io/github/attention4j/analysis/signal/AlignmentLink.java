package io.github.attention4j.analysis.signal;

/**
 * Two tokens, or words, that belong together.
 *
 * @param query position of the one that looks, zero-based: in a translation the target
 * @param key position of the one looked at, zero-based: the source
 * @param weight the weight from query to key, mean over the heads that were asked
 */
public record AlignmentLink(int query, int key, double weight) {}
