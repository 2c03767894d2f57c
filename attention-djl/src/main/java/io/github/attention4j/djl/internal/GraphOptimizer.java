package io.github.attention4j.djl.internal;

import ai.djl.engine.Engine;
import io.github.attention4j.ExtractionException;
import java.lang.reflect.Method;

/**
 * PyTorch's graph optimizer, which from the second run on fuses stretches of a model for differentiation: what lies
 * within one, such as attention weights, then has no history of its own. The switch belongs to the thread, and DJL has
 * it in its PyTorch engine only, which is not compiled against here.
 */
final class GraphOptimizer {
    private GraphOptimizer() {}

    static void enable(Engine pytorch, boolean enabled) {
        try {
            Class<?> natives = Class.forName(
                    "ai.djl.pytorch.jni.JniUtils", true, pytorch.getClass().getClassLoader());
            Method setter = natives.getMethod("setGraphExecutorOptimize", boolean.class);
            setter.invoke(null, enabled);
        } catch (ReflectiveOperationException e) {
            throw new ExtractionException(
                    "This version of DJL's PyTorch engine does not let its graph optimizer be switched off, which "
                            + "gradients need: " + e,
                    e);
        }
    }
}
