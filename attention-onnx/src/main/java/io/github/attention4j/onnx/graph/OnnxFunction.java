package io.github.attention4j.onnx.graph;

/**
 * A function that the file defines and nodes call as if it were an operator.
 *
 * @param domain the domain that callers name
 * @param name the operator type that callers name
 * @param body its nodes; inputs and outputs are names without types, and there are no initializers
 */
public record OnnxFunction(String domain, String name, OnnxGraph body) {}
