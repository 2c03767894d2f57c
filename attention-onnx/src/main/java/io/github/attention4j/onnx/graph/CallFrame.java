package io.github.attention4j.onnx.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What names and attributes within a function's body mean at one of its calls. */
final class CallFrame {
    /** Not within any function: everything means itself. */
    static final CallFrame OUTSIDE = new CallFrame("", Map.of(), Set.of(), Map.of());

    private final String prefix;
    private final Map<String, String> given;
    private final Set<String> inputs;
    private final Map<String, OnnxAttribute> attributes;

    private CallFrame(
            String prefix, Map<String, String> given, Set<String> inputs, Map<String, OnnxAttribute> attributes) {
        this.prefix = prefix;
        this.given = given;
        this.inputs = inputs;
        this.attributes = attributes;
    }

    /**
     * The frame of a call.
     *
     * @param function what is called
     * @param call the calling node, its names and attributes as they are where it stands
     * @param number tells calls apart
     */
    static CallFrame of(OnnxFunction function, OnnxNode call, int number) {
        String prefix = function.name() + "#" + number + "/";
        Map<String, String> given = new LinkedHashMap<>();
        List<TensorType> outputs = function.body().outputs();
        for (int position = 0; position < outputs.size(); position++) {
            String name = outputs.get(position).name();
            given.put(name, call.output(position).isEmpty() ? prefix + name : call.output(position));
        }
        Map<String, String> taken = new LinkedHashMap<>();
        List<TensorType> inputs = function.body().inputs();
        for (int position = 0; position < inputs.size(); position++) {
            taken.put(inputs.get(position).name(), call.input(position));
        }
        given.putAll(taken);
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(function.defaults());
        attributes.putAll(call.attributes());
        return new CallFrame(prefix, given, taken.keySet(), attributes);
    }

    boolean isInput(String name) {
        return inputs.contains(name);
    }

    String name(String name) {
        // An input that is left out stays so, under whatever name.
        return name.isEmpty() ? name : given.getOrDefault(name, prefix + name);
    }

    List<TensorType> names(List<TensorType> types) {
        return types.stream()
                .map(type -> new TensorType(name(type.name()), type.elementType(), type.shape()))
                .toList();
    }

    /** An attribute with the value that the call gives it; null if the call leaves it out. */
    @Nullable
    OnnxAttribute attribute(OnnxAttribute attribute) {
        if (attribute.reference().isEmpty()) {
            return attribute;
        }
        OnnxAttribute value = attributes.get(attribute.reference());
        return value == null ? null : value.named(attribute.name());
    }
}
