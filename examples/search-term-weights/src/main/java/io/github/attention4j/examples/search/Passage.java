package io.github.attention4j.examples.search;

/**
 * A short document.
 *
 * @param id where it comes from
 * @param text what it says
 */
public record Passage(String id, String text) {}
