package io.github.attention4j.djl.script.internal.edit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A function that a rewritten program calls, in the TorchScript that archives hold.
 *
 * @param name its name in the file of helpers
 * @param parameters each with its type, such as {@code axis: int}
 * @param returns the type of what it returns
 * @param body its statements, not indented
 */
record HelperFunction(String name, List<String> parameters, String returns, String body) {
    /** The path by which programs call it. */
    String qualified() {
        return "__torch__." + Helpers.NAME + "." + name;
    }

    /** Its definition. */
    String source() {
        String statements = body.lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
        return String.format(
                Locale.ROOT, "def %s(%s) -> %s:\n%s", name, String.join(",\n    ", parameters), returns, statements);
    }
}
