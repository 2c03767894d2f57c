package io.github.attention4j.djl.script.internal.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function or method.
 *
 * @param start where the line of its {@code def} starts
 * @param end behind its last line
 * @param name the name
 * @param nameStart where the name starts
 * @param open the position behind the opening parenthesis
 * @param parameters with {@code self}, if it is a method
 * @param returns the type of what it returns, if it says so
 * @param bodyStart where the line of the first statement starts
 * @param body its statements
 */
public record FunctionSource(
        int start,
        int end,
        String name,
        int nameStart,
        int open,
        List<Parameter> parameters,
        @Nullable Expression returns,
        int bodyStart,
        List<Statement> body) {
    /**
     * A parameter.
     *
     * @param name the name
     * @param nameEnd the position behind its name
     * @param end the position behind its type and default
     * @param type the type, if it says so
     * @param value the default, if there is one
     */
    public record Parameter(String name, int nameEnd, int end, @Nullable Expression type, @Nullable Expression value) {}
}
