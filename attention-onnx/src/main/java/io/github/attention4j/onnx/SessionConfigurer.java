package io.github.attention4j.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/**
 * Sets what ONNX Runtime leaves to its user: threads, execution providers, memory, optimisation. Called once for each
 * session that an extractor opens, so it must not keep the options.
 */
@FunctionalInterface
public interface SessionConfigurer {
    /**
     * Sets options.
     *
     * @param options the options of a session about to be opened
     * @throws OrtException if ONNX Runtime refuses an option
     */
    void configure(SessionOptions options) throws OrtException;
}
