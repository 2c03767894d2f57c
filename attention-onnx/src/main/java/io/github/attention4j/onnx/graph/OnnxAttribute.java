package io.github.attention4j.onnx.graph;

import io.github.attention4j.onnx.graph.wire.ByteRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a node; of the values only the one of its type is set.
 *
 * @param name the attribute's name
 * @param type number of its type in {@code onnx.proto}: 1 a real number, 2 a whole one, 7 a list of whole ones
 * @param integer a whole number
 * @param real a single-precision number
 * @param text a text
 * @param integers whole numbers
 * @param reals single-precision numbers
 * @param tensor a stored tensor
 * @param graph the body of an {@code If}, {@code Loop} or {@code Scan}
 * @param reference within a function, the attribute of its calls that this one takes its value from, or empty
 * @param range where the attribute's message lies in the file
 */
public record OnnxAttribute(
        String name,
        int type,
        long integer,
        float real,
        String text,
        List<Long> integers,
        List<Float> reals,
        @Nullable StoredTensor tensor,
        @Nullable OnnxGraph graph,
        String reference,
        ByteRange range) {

    /** The same value under another name. */
    OnnxAttribute named(String other) {
        return new OnnxAttribute(other, type, integer, real, text, integers, reals, tensor, graph, "", range);
    }

    /** The same attribute with another body. */
    OnnxAttribute withGraph(OnnxGraph body) {
        return new OnnxAttribute(name, type, integer, real, text, integers, reals, tensor, body, reference, range);
    }
}
