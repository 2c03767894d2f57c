package io.github.attention4j.examples.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/** Runs snippets in this process and keeps the last one's value, which JShell itself would make a string of. */
final class ValueControl extends DirectExecutionControl {
    private @Nullable Object value;

    @Override
    protected String invoke(Method snippet) throws Exception {
        value = null;
        try {
            value = snippet.invoke(null);
        } catch (InvocationTargetException e) {
            throw new UserException(
                    String.valueOf(e.getCause().getMessage()),
                    e.getCause().getClass().getName(),
                    e.getCause().getStackTrace());
        }
        return "";
    }

    @Nullable
    Object value() {
        return value;
    }
}
