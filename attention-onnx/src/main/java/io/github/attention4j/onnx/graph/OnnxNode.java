package io.github.attention4j.onnx.graph;

import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.graph.wire.ByteRange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operator call.
 *
 * @param index position in its graph, zero-based
 * @param name the node's name, or empty
 * @param operator the operator's type, such as {@code MatMul}
 * @param domain the operator's domain; the standard one is the empty string
 * @param inputs names of tensors, empty where an optional input is left out
 * @param outputs names of tensors, empty where an optional output is left out
 * @param attributes by name
 * @param overload which of several functions of one name is called, or empty
 * @param asInFile whether the file holds this very node; false if it stands in the place of a function's call or holds
 *     a body that does
 * @param range where the node's message lies in the file
 */
public record OnnxNode(
        int index,
        String name,
        String operator,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, OnnxAttribute> attributes,
        String overload,
        boolean asInFile,
        ByteRange range) {

    /**
     * Whether this calls an operator of the standard domain.
     *
     * @param type the operator's type
     * @return true if so
     */
    public boolean is(String type) {
        return operator.equals(type) && isStandard();
    }

    /**
     * Whether the operator is of the standard domain.
     *
     * @return true for both spellings of that domain
     */
    public boolean isStandard() {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /**
     * The name of an input.
     *
     * @param position zero-based
     * @return the tensor's name, empty if the input is left out
     */
    public String input(int position) {
        return position < inputs.size() ? inputs.get(position) : "";
    }

    /**
     * The name of an output.
     *
     * @param position zero-based
     * @return the tensor's name, empty if the output is left out
     */
    public String output(int position) {
        return position < outputs.size() ? outputs.get(position) : "";
    }

    /**
     * A whole-number attribute.
     *
     * @param attribute its name
     * @param otherwise what an absent attribute stands for
     * @return its value
     */
    public long integer(String attribute, long otherwise) {
        OnnxAttribute found = attributes.get(attribute);
        return found == null ? otherwise : found.integer();
    }

    /**
     * A list of whole numbers.
     *
     * @param attribute its name
     * @return its value, empty if absent
     */
    public List<Long> integers(String attribute) {
        OnnxAttribute found = attributes.get(attribute);
        return found == null ? List.of() : found.integers();
    }

    /**
     * A text attribute.
     *
     * @param attribute its name
     * @return its value, empty if absent
     */
    public String text(String attribute) {
        OnnxAttribute found = attributes.get(attribute);
        return found == null ? "" : found.text();
    }

    /**
     * The stored tensor of a {@code Constant} node.
     *
     * @return the tensor, or null if this is another operator or a constant of another form
     */
    public @Nullable StoredTensor constant() {
        OnnxAttribute value = is("Constant") ? attributes.get("value") : null;
        return value == null ? null : value.tensor();
    }

    /**
     * The body of an {@code If}, {@code Loop} or {@code Scan}.
     *
     * @param attribute the attribute that holds it
     * @return the body
     * @throws ModelFormatException if there is no such body
     */
    public OnnxGraph body(String attribute) {
        OnnxAttribute found = attributes.get(attribute);
        OnnxGraph body = found == null ? null : found.graph();
        if (body == null) {
            throw new ModelFormatException(
                    "Not a well-formed ONNX file: " + operator + " -> " + output(0) + " has no body " + attribute);
        }
        return body;
    }

    /**
     * The operator with its domain, as people write it.
     *
     * @return such as {@code Softmax} or {@code com.microsoft.Attention}
     */
    public String qualifiedOperator() {
        return isStandard() ? operator : domain + "." + operator;
    }
}
