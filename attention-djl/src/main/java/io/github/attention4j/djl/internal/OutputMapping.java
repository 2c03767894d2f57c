package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.InvalidRequestException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of a model's outputs are attention, of which kind and layer: read off names where there are any, and off shape,
 * row sums and causality where there are none.
 *
 * @param layers the attention, kind by kind, in the order of the layers
 * @param others the other outputs
 */
public record OutputMapping(List<Layer> layers, List<NDArray> others) {
    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)\\D*$");
    private static final double ROW_SUM_TOLERANCE = 1e-3;

    /**
     * One layer's attention.
     *
     * @param kind the kind
     * @param number the layer's number
     * @param name the output's name, or its position
     * @param weights {@code [heads, queries, keys]}, on the heap
     * @param heads number of heads
     * @param queries number of rows
     * @param keys number of columns
     */
    public record Layer(
            AttentionKind kind, int number, String name, FloatArray weights, int heads, int queries, int keys) {
        Layer as(AttentionKind newKind, int newNumber) {
            return new Layer(newKind, newNumber, name, weights, heads, queries, keys);
        }
    }

    /** Numbers on the heap, by identity. */
    public static final class FloatArray {
        private final float[] values;

        FloatArray(float[] values) {
            this.values = values;
        }

        /**
         * The numbers themselves; not to be written to.
         *
         * @return the array
         */
        public float[] values() {
            return values;
        }
    }

    private enum Form {
        CAUSAL,
        SQUARE,
        RECTANGULAR
    }

    /**
     * Sorts the outputs of one run.
     *
     * @param outputs what the model returned
     * @return the attention among them
     * @throws AttentionNotFoundException if there is none
     * @throws InvalidRequestException if there are two readings
     */
    public static OutputMapping of(NDList outputs) {
        List<Layer> candidates = new ArrayList<>();
        List<NDArray> others = new ArrayList<>();
        for (int position = 0; position < outputs.size(); position++) {
            NDArray output = outputs.get(position);
            Layer layer = candidate(output, position);
            if (layer == null) {
                others.add(output);
            } else {
                candidates.add(layer);
            }
        }
        if (candidates.isEmpty()) {
            throw new AttentionNotFoundException("None of the model's outputs is attention: looked for shapes "
                    + "[1, heads, queries, keys] with rows that sum to 1, found " + describe(outputs));
        }
        return new OutputMapping(numbered(candidates), others);
    }

    private static String describe(NDList outputs) {
        return outputs.stream()
                .map(output -> output.getShape() + " " + output.getDataType())
                .toList()
                .toString();
    }

    private static @Nullable Layer candidate(NDArray output, int position) {
        Shape shape = output.getShape();
        boolean right = shape.dimension() == 4 && shape.get(0) == 1 && shape.size() > 0;
        if (!right || !output.getDataType().isFloating()) {
            return null;
        }
        float[] values = output.toType(DataType.FLOAT32, false).toFloatArray();
        int keys = (int) shape.get(3);
        String name = output.getName() == null ? "output " + position : output.getName();
        return sumsToOne(values, keys)
                ? new Layer(
                        AttentionKind.ENCODER,
                        0,
                        name,
                        new FloatArray(values),
                        (int) shape.get(1),
                        (int) shape.get(2),
                        keys)
                : null;
    }

    private static boolean sumsToOne(float[] values, int keys) {
        for (int start = 0; start < values.length; start += keys) {
            double sum = 0;
            for (int key = 0; key < keys; key++) {
                float value = values[start + key];
                if (!(value >= 0)) {
                    return false;
                }
                sum += value;
            }
            if (Math.abs(sum - 1) > ROW_SUM_TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    private static List<Layer> numbered(List<Layer> candidates) {
        boolean named = candidates.stream().noneMatch(layer -> layer.name().startsWith("output "));
        List<Layer> ordered = new ArrayList<>(candidates);
        if (named) {
            // Dictionaries come in no particular order, and layer 10 belongs behind layer 2.
            ordered.sort(Comparator.comparingInt(OutputMapping::numberInName));
        }
        Map<AttentionKind, Integer> next = new EnumMap<>(AttentionKind.class);
        List<Layer> numbered = new ArrayList<>();
        for (Layer layer : ordered) {
            AttentionKind kind = named ? kindInName(layer, ordered) : kindByForm(layer, ordered);
            numbered.add(layer.as(kind, next.merge(kind, 1, Integer::sum) - 1));
        }
        numbered.sort(Comparator.comparing(Layer::kind).thenComparingInt(Layer::number));
        return numbered;
    }

    private static int numberInName(Layer layer) {
        Matcher number = LAST_NUMBER.matcher(layer.name());
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    private static AttentionKind kindInName(Layer layer, List<Layer> all) {
        String name = layer.name().toLowerCase(Locale.ROOT);
        if (name.contains("cross") || name.contains("encoder_attn")) {
            return AttentionKind.CROSS;
        }
        if (name.contains("decoder")) {
            return AttentionKind.DECODER;
        }
        return name.contains("encoder") ? AttentionKind.ENCODER : kindByForm(layer, all);
    }

    private static AttentionKind kindByForm(Layer layer, List<Layer> all) {
        Form form = form(layer);
        if (form == Form.RECTANGULAR) {
            return AttentionKind.CROSS;
        }
        boolean others = all.stream().anyMatch(other -> form(other) != form);
        if (!others) {
            return form == Form.CAUSAL ? AttentionKind.DECODER : AttentionKind.ENCODER;
        }
        boolean crossMayBeSquare =
                all.stream().anyMatch(other -> form(other) == Form.CAUSAL && other.queries() == layer.queries());
        if (form == Form.SQUARE && crossMayBeSquare) {
            throw new InvalidRequestException("The attention in " + layer.name() + " can be read in two ways: of an "
                    + "encoder, or from a decoder to an encoder of the same length ([" + layer.queries() + ", "
                    + layer.keys() + "]). Give the sides different lengths, or export the outputs with names such as "
                    + "encoder_attentions.0 and cross_attentions.0");
        }
        return form == Form.CAUSAL ? AttentionKind.DECODER : AttentionKind.ENCODER;
    }

    private static Form form(Layer layer) {
        if (layer.queries() != layer.keys()) {
            return Form.RECTANGULAR;
        }
        int size = layer.keys();
        float[] values = layer.weights().values();
        for (int row = 0; row < layer.heads() * size; row++) {
            for (int key = row % size + 1; key < size; key++) {
                if (values[row * size + key] != 0) {
                    return Form.SQUARE;
                }
            }
        }
        // A single token sees itself in either kind.
        return size == 1 ? Form.SQUARE : Form.CAUSAL;
    }
}
