package io.github.attention4j.djl.script.internal.source;

import java.util.List;

/**
 * A parsed source file.
 *
 * @param path below the archive's code folder
 * @param text the text itself
 * @param classes its classes
 * @param functions its functions outside of classes
 */
public record SourceFile(String path, String text, List<ClassSource> classes, List<FunctionSource> functions) {}
