package io.github.attention4j.djl.script.internal.source;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class.
 *
 * @param end behind its last line
 * @param name its name
 * @param base {@code Module}, {@code Interface}, {@code NamedTuple}, or something else; empty if there is none
 * @param fields the attributes by name, in order
 * @param methods its methods
 */
public record ClassSource(int end, String name, String base, Map<String, Field> fields, List<FunctionSource> methods) {
    /**
     * An attribute.
     *
     * @param type its type, if it says so
     * @param value its value, if the source holds it
     */
    public record Field(@Nullable Expression type, @Nullable Expression value) {}

    /** Whether this is a module. */
    public boolean isModule() {
        return base.equals("Module");
    }

    /** The method of a name, or null. */
    public @Nullable FunctionSource method(String wanted) {
        for (FunctionSource method : methods) {
            if (method.name().equals(wanted)) {
                return method;
            }
        }
        return null;
    }
}
