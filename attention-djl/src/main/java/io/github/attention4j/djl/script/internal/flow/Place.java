package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.djl.script.internal.source.Expression;

/**
 * Where a value arises: a call in the source, seen from one of the ways on which the program gets there.
 *
 * @param frame the running function
 * @param call the call in its source
 * @param branch the branches taken up to here
 */
public record Place(Frame frame, Expression.Call call, Branch branch) {}
