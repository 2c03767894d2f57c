package io.github.attention4j.examples.notebook;

import jdk.jshell.execution.DirectExecutionControl;

/** Takes compiled snippets and runs none of them. */
final class IdleControl extends DirectExecutionControl {
    @Override
    public void load(ClassBytecodes[] classes) {}

    @Override
    public String invoke(String className, String methodName) {
        return "";
    }
}
