package io.github.attention4j.djl.script.internal.flow;

import java.util.List;

/**
 * A program's data flow.
 *
 * @param nodes all values, in the order of the computation
 * @param blindSpots what could not be looked into, in words
 */
public record Graph(List<Node> nodes, List<String> blindSpots) {}
