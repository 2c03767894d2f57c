package io.github.attention4j.onnx.graph;

import io.github.attention4j.onnx.graph.wire.ByteRange;
import java.util.List;
import java.util.Map;

/**
 * A graph, the body of an {@code If}, {@code Loop} or {@code Scan}, or the body of a function.
 *
 * @param name the graph's name, or empty
 * @param nodes in the file's order, which is a topological order
 * @param initializers the stored tensors by name
 * @param inputs what the graph takes; may repeat names of initializers
 * @param outputs what the graph gives
 * @param values types of tensors in between, as far as the file tells
 * @param asInFile whether the file holds this very graph, but for nodes that it tells of themselves; false for a body
 *     that stands in the place of a function's call
 * @param range where the graph's message lies in the file
 */
public record OnnxGraph(
        String name,
        List<OnnxNode> nodes,
        Map<String, StoredTensor> initializers,
        List<TensorType> inputs,
        List<TensorType> outputs,
        Map<String, TensorType> values,
        boolean asInFile,
        ByteRange range) {}
