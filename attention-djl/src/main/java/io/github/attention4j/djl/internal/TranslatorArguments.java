package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the arguments that DJL hands to a translator factory.
 *
 * @param arguments texts by name
 */
public record TranslatorArguments(Map<String, ?> arguments) {
    /**
     * An argument.
     *
     * @param name its name
     * @return its text, or empty
     */
    public Optional<String> text(String name) {
        return Optional.ofNullable(arguments.get(name)).map(Object::toString);
    }

    /**
     * A list.
     *
     * @param name its name
     * @return the parts between commas, or none
     */
    public List<String> list(String name) {
        return text(name)
                .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
                .orElse(List.of());
    }

    /**
     * A truth value.
     *
     * @param name its name
     * @param otherwise the value if it is not given
     * @return the value
     */
    public boolean flag(String name, boolean otherwise) {
        return text(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    /**
     * A number.
     *
     * @param name its name
     * @param otherwise the value if it is not given
     * @return the value
     * @throws NumberFormatException if it is no number
     */
    public int integer(String name, int otherwise) {
        return text(name).map(text -> Integer.parseInt(text.strip())).orElse(otherwise);
    }

    /**
     * Some numbers.
     *
     * @param name their name
     * @param otherwise each of three, if they are not given
     * @return the values
     * @throws NumberFormatException if one is no number
     */
    public float[] floats(String name, float otherwise) {
        List<String> texts = list(name);
        float[] values = new float[texts.isEmpty() ? 3 : texts.size()];
        Arrays.fill(values, otherwise);
        for (int i = 0; i < texts.size(); i++) {
            values[i] = Float.parseFloat(texts.get(i));
        }
        return values;
    }

    /**
     * Which outputs are attention.
     *
     * @return positions by kind, in the order of the layers; empty if it was not said
     * @throws InvalidRequestException if the text is not of the form {@code decoder:1-2,cross:3-4}
     */
    public Map<AttentionKind, List<Integer>> attention() {
        Map<AttentionKind, List<Integer>> positions = new EnumMap<>(AttentionKind.class);
        AttentionKind kind = null;
        for (String part : list("attention")) {
            int colon = part.indexOf(':');
            if (colon >= 0) {
                kind = AttentionKind.ofLabel(part.substring(0, colon));
            }
            if (kind == null) {
                throw new InvalidRequestException("Cannot read \"" + part
                        + "\" as outputs; write kinds and zero-based positions, such as decoder:1-2,cross:3-4");
            }
            positions
                    .computeIfAbsent(kind, key -> new ArrayList<>())
                    .addAll(Selection.parse(part.substring(colon + 1)).numbers());
        }
        return positions;
    }

    /**
     * Puts what is wanted of the attention into a request.
     *
     * @param request the request
     * @return the same builder
     * @throws InvalidRequestException if an argument cannot be read
     */
    public AttentionRequest.Builder options(AttentionRequest.Builder request) {
        if (text("kinds").isPresent()) {
            EnumSet<AttentionKind> kinds = EnumSet.noneOf(AttentionKind.class);
            list("kinds").forEach(label -> kinds.add(AttentionKind.ofLabel(label)));
            request.kinds(kinds);
        }
        text("layers").map(Selection::parse).ifPresent(request::layers);
        text("heads").map(Selection::parse).ifPresent(request::heads);
        text("queryRows").map(Selection::parse).ifPresent(request::queryRows);
        text("reduction").map(Reduction::parse).ifPresent(request::reduction);
        return request.vectors(flag("vectors", false)).outputs(flag("outputs", false));
    }
}
