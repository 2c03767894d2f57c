package io.github.attention4j.onnx.graph;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * An ONNX file, read without its weights.
 *
 * @param bytes the whole file, read-only; usually mapped, so that only what is looked at is loaded
 * @param irVersion version of the file format
 * @param producer what wrote the file, or empty
 * @param opsets version of each operator set by domain; the standard domain is the empty string
 * @param graph the main graph, with the bodies of model-local functions in the place of their calls
 * @param functions model-local functions
 */
public record OnnxModel(
        ByteBuffer bytes,
        long irVersion,
        String producer,
        Map<String, Long> opsets,
        OnnxGraph graph,
        List<OnnxFunction> functions) {}
