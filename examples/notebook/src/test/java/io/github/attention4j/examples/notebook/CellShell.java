package io.github.attention4j.examples.notebook;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** Evaluates cells snippet by snippet as JJava's evaluator does: a cell's value is its last snippet's, if it has one. */
final class CellShell implements AutoCloseable {
    /** What JJava imports before the first cell. */
    private static final String IMPORTS =
            """
            import java.util.*;
            import java.io.*;
            import java.math.*;
            import java.net.*;
            import java.time.*;
            import java.util.concurrent.*;
            import java.util.prefs.*;
            import java.util.regex.*;
            import static org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.*;
            """;

    private final JShell shell;
    private final Supplier<@Nullable Object> value;

    private CellShell(ExecutionControl control, Supplier<@Nullable Object> value) {
        this.shell =
                JShell.builder().executionEngine(new Engine(control), Map.of()).build();
        this.value = value;
        evaluate(IMPORTS);
    }

    /** A shell that runs what it is given. */
    static CellShell running() {
        ValueControl control = new ValueControl();
        return new CellShell(control, control::value);
    }

    /** A shell that compiles only. */
    static CellShell compiling() {
        return new CellShell(new IdleControl(), () -> null);
    }

    void addToClasspath(String path) {
        shell.addToClasspath(path);
    }

    /** Evaluates a cell without magics. */
    @Nullable
    Object evaluate(String cell) {
        Object last = null;
        CompletionInfo rest = shell.sourceCodeAnalysis().analyzeCompletion(cell);
        while (rest.completeness().isComplete()) {
            last = snippet(rest.source());
            rest = shell.sourceCodeAnalysis().analyzeCompletion(rest.remaining());
        }
        if (rest.completeness() != Completeness.EMPTY) {
            throw new IllegalArgumentException("Incomplete: " + rest.remaining().strip());
        }
        return last;
    }

    private @Nullable Object snippet(String source) {
        Object last = null;
        for (SnippetEvent event : shell.eval(source)) {
            if (event.causeSnippet() == null) {
                JShellException exception = event.exception();
                if (exception != null) {
                    throw new IllegalStateException("Failed: " + source.strip(), exception);
                }
                if (!event.status().isDefined()) {
                    throw new IllegalArgumentException(reasons(event.snippet()) + " in: " + source.strip());
                }
                last = switch (event.snippet().subKind()) {
                    case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> value.get();
                    default -> null;
                };
            }
        }
        return last;
    }

    private String reasons(Snippet snippet) {
        return shell.diagnostics(snippet).map(reason -> reason.getMessage(null)).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        shell.close();
    }

    private record Engine(ExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "cells";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }
}
