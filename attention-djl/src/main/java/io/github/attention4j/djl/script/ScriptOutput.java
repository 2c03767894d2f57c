package io.github.attention4j.djl.script;

/**
 * What one of the tensors is that a rewritten model returns beside its own outputs.
 *
 * @param site where it comes from
 * @param part which part of the attention it is
 */
public record ScriptOutput(ScriptSite site, ScriptPart part) {}
