package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.djl.script.internal.source.ClassSource;
import io.github.attention4j.djl.script.internal.source.Expression;
import io.github.attention4j.djl.script.internal.source.FunctionSource;
import io.github.attention4j.djl.script.internal.source.SourceFile;
import io.github.attention4j.djl.script.internal.source.SourceParser;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All source of an archive, by dotted names. Files are parsed when they are first asked for; not thread-safe. */
public final class Program {
    /** How the names of an archive's own classes and functions start. */
    static final String ROOT = "__torch__";

    private final Map<String, String> texts;
    private final Map<String, SourceFile> parsed = new HashMap<>();

    /**
     * A program.
     *
     * @param texts source files by their path below the archive's code folder
     */
    public Program(Map<String, String> texts) {
        this.texts = texts;
    }

    /** The class of a dotted name, or null. */
    public @Nullable ModuleType type(String name) {
        SourceFile file = file(name);
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (file != null) {
            for (ClassSource source : file.classes()) {
                if (source.name().equals(last)) {
                    return new ModuleType(file, source);
                }
            }
        }
        return null;
    }

    /** The function of a dotted name, or null. */
    @Nullable
    FunctionSource function(String name) {
        SourceFile file = file(name);
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (file != null) {
            for (FunctionSource source : file.functions()) {
                if (source.name().equals(last)) {
                    return source;
                }
            }
        }
        return null;
    }

    /** The file that holds a dotted name, or null. */
    @Nullable
    SourceFile file(String name) {
        int dot = name.lastIndexOf('.');
        String path = (dot < 0 ? name : name.substring(0, dot)).replace('.', '/') + ".py";
        String text = texts.get(path);
        if (text == null) {
            return null;
        }
        SourceFile file = parsed.get(path);
        if (file == null) {
            file = SourceParser.parse(path, text);
            parsed.put(path, file);
        }
        return file;
    }

    /** {@code a.b.c} as text, or null if the expression is something else. */
    static @Nullable String dotted(@Nullable Expression expression) {
        if (expression instanceof Expression.Name name) {
            return name.text();
        }
        if (expression instanceof Expression.Attribute attribute) {
            String of = dotted(attribute.of());
            return of == null ? null : of + "." + attribute.name();
        }
        return null;
    }
}
