package io.github.attention4j.djl.script.internal.flow;

import io.github.attention4j.djl.script.internal.source.ClassSource;
import io.github.attention4j.djl.script.internal.source.FunctionSource;
import io.github.attention4j.djl.script.internal.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * One activation of a function; a function called twice has two. Compared by identity.
 */
public final class Frame {
    private final @Nullable Place caller;
    private final SourceFile file;
    private final @Nullable ClassSource owner;
    private final FunctionSource function;
    private final String module;
    private final int depth;

    Frame(
            @Nullable Place caller,
            SourceFile file,
            @Nullable ClassSource owner,
            FunctionSource function,
            String module) {
        this.caller = caller;
        this.file = file;
        this.owner = owner;
        this.function = function;
        this.module = module;
        this.depth = caller == null ? 0 : caller.frame().depth + 1;
    }

    /** The call that started it; null for the program's entry. */
    public @Nullable Place caller() {
        return caller;
    }

    /** The file its source is in. */
    public SourceFile file() {
        return file;
    }

    /** The class, if it is a method. */
    public @Nullable ClassSource owner() {
        return owner;
    }

    /** Its source. */
    public FunctionSource function() {
        return function;
    }

    /** The module it runs in, as attribute names from the top; empty for the top itself. */
    public String module() {
        return module;
    }

    int depth() {
        return depth;
    }
}
