package io.github.attention4j.djl.script.internal.flow;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function's variables. */
final class Variables {
    private final Map<String, Node> values;

    Variables() {
        this(new HashMap<>());
    }

    private Variables(Map<String, Node> values) {
        this.values = values;
    }

    @Nullable
    Node get(String name) {
        return values.get(name);
    }

    void set(String name, Node value) {
        values.put(name, value);
    }

    Variables copy() {
        return new Variables(new HashMap<>(values));
    }

    /** An operator has written into a tensor: every variable that holds it holds what came out. */
    void overwrite(Node before, Node after) {
        values.replaceAll((name, value) -> value == before ? after : value);
    }

    Map<String, Node> all() {
        return values;
    }
}
