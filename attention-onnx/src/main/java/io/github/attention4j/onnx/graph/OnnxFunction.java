package io.github.attention4j.onnx.graph;

import java.util.Map;

/**
 * A function that the file defines and nodes call as if it were an operator.
 *
 * @param domain the domain that callers name
 * @param name the operator type that callers name
 * @param overload tells functions of one name apart, or empty
 * @param body its nodes; inputs and outputs are names without types, and there are no initializers
 * @param defaults values of attributes that a call leaves out, by name
 * @param opsets version of each operator set that its nodes are of
 */
public record OnnxFunction(
        String domain,
        String name,
        String overload,
        OnnxGraph body,
        Map<String, OnnxAttribute> defaults,
        Map<String, Long> opsets) {}
