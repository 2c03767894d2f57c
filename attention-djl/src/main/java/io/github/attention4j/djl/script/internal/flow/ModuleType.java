package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.djl.script.internal.source.ClassSource;
import io.github.attention4j.djl.script.internal.source.SourceFile;

/**
 * A class of the program.
 *
 * @param file where it stands
 * @param source its source
 */
public record ModuleType(SourceFile file, ClassSource source) {}
