package io.github.attention4j.djl.script.internal.edit;

/**
 * Whether a rewritten program is told at each run what is wanted, by an input in front of its own.
 *
 * @param codes how many things could be wanted
 * @param told false if everything that is observed is returned each time
 */
public record Demand(int codes, boolean told) {}
