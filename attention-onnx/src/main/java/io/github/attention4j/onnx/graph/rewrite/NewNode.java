package io.github.attention4j.onnx.graph.rewrite;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.wire.WireWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node to add to a graph.
 *
 * @param operator the operator's type
 * @param domain the operator's domain, empty for the standard one
 * @param inputs names of tensors
 * @param outputs names of tensors
 * @param attributes by name: {@link Long}, {@link Float}, or a list of longs
 */
public record NewNode(
        String operator, String domain, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    private static final int REAL = 1;
    private static final int INTEGER = 2;
    private static final int INTEGERS = 7;

    /**
     * A node of the standard domain with one output.
     *
     * @param operator the operator's type
     * @param inputs names of tensors
     * @param output name of the tensor it gives
     * @param attributes by name
     * @return the node
     */
    public static NewNode of(String operator, List<String> inputs, String output, Map<String, Object> attributes) {
        return new NewNode(operator, "", inputs, List.of(output), attributes);
    }

    /**
     * A second call of the same operator on the same inputs.
     *
     * @param node the first call, whose attributes are numbers
     * @param outputs names of tensors
     * @param others attributes that differ
     * @return the node
     * @throws ModelFormatException if there is an attribute that is no number
     */
    public static NewNode twin(OnnxNode node, List<String> outputs, Map<String, Object> others) {
        Map<String, Object> attributes = new TreeMap<>();
        for (OnnxAttribute attribute : node.attributes().values()) {
            switch (attribute.type()) {
                case REAL -> attributes.put(attribute.name(), attribute.real());
                case INTEGER -> attributes.put(attribute.name(), attribute.integer());
                case INTEGERS -> attributes.put(attribute.name(), attribute.integers());
                default -> throw new ModelFormatException(
                        node.qualifiedOperator() + " has an attribute that is no number: " + attribute.name());
            }
        }
        attributes.putAll(others);
        return new NewNode(node.operator(), node.domain(), node.inputs(), outputs, attributes);
    }

    /**
     * Writes the fields of a {@code NodeProto}.
     *
     * @param out where to
     */
    void writeTo(WireWriter out) {
        inputs.forEach(input -> out.string(1, input));
        outputs.forEach(output -> out.string(2, output));
        // Named after what it gives, so that an engine's error message points somewhere.
        out.string(3, outputs.get(0));
        out.string(4, operator);
        new TreeMap<>(attributes).forEach((name, value) -> out.message(5, field -> writeAttribute(field, name, value)));
        if (!domain.isEmpty()) {
            out.string(7, domain);
        }
    }

    /**
     * Writes the fields of an {@code AttributeProto}.
     *
     * @param out where to
     * @param name the attribute's name
     * @param value a {@link Long}, a {@link Float}, or a list of longs
     */
    static void writeAttribute(WireWriter out, String name, Object value) {
        out.string(1, name);
        if (value instanceof Long integer) {
            out.varint(3, integer).varint(20, INTEGER);
        } else if (value instanceof Float real) {
            out.float32(2, real).varint(20, REAL);
        } else if (value instanceof List<?> list) {
            list.forEach(item -> out.varint(8, (Long) item));
            out.varint(20, INTEGERS);
        } else {
            throw new IllegalArgumentException("Attribute " + name + " has an unknown type: " + value);
        }
    }
}
