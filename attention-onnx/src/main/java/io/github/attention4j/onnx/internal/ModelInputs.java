package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Fills a model's inputs from tokens, by what exporters call them, and checks inputs that a caller filled. */
final class ModelInputs {
    private ModelInputs() {}

    /** The inputs of a text model for one sequence of tokens. */
    static Map<String, Tensor> fill(Map<String, TensorInfo> wanted, TokenSequence tokens) {
        String ids = idsInput(wanted);
        Map<String, Tensor> filled = new LinkedHashMap<>();
        wanted.forEach((name, info) -> {
            if (!name.startsWith(Planner.OWN)) {
                filled.put(name, name.equals(ids) ? integers(info, tokens.ids()) : companion(name, info, tokens, ids));
            }
        });
        return filled;
    }

    /** The input that takes token ids. */
    static String idsInput(Map<String, TensorInfo> wanted) {
        for (Map.Entry<String, TensorInfo> input : wanted.entrySet()) {
            String name = lower(input.getKey());
            boolean companion = name.contains("type") || name.contains("position") || name.contains("decoder");
            if (name.contains("ids") && !companion && !name.contains("segment")) {
                return input.getKey();
            }
        }
        for (Map.Entry<String, TensorInfo> input : wanted.entrySet()) {
            boolean plain = !lower(input.getKey()).contains("mask") && isInteger(input.getValue());
            if (plain && input.getValue().getShape().length == 2) {
                return input.getKey();
            }
        }
        throw new InvalidInputException("The model takes no token ids; its inputs are " + describe(wanted)
                + ". Give them by name with AttentionRequest.ofTensors");
    }

    /** What goes beside the ids: masks, segments, positions, an empty cache. */
    private static Tensor companion(String input, TensorInfo info, TokenSequence tokens, String ids) {
        String name = lower(input);
        int length = tokens.size();
        if (isCache(name)) {
            return empty(info);
        }
        if (!name.contains("decoder") && !name.contains("encoder") && info.getShape().length == 2) {
            if (name.contains("mask")) {
                long[] ones = new long[length];
                Arrays.fill(ones, 1);
                return integers(info, ones);
            }
            if (name.contains("type") || name.contains("segment")) {
                return integers(
                        info,
                        tokens.stream().mapToLong(token -> token.segment()).toArray());
            }
            if (name.contains("position")) {
                long[] positions = new long[length];
                Arrays.setAll(positions, i -> i);
                return integers(info, positions);
            }
        }
        throw new InvalidInputException("The model wants the input \"" + input + "\" " + Shapes.describe(info)
                + " beside \"" + ids + "\", and a text does not tell what to put there. Give all inputs by name with "
                + "AttentionRequest.ofTensors");
    }

    /** Whether an input takes keys and values of earlier tokens, or says whether there are any. */
    static boolean isCache(String input) {
        return lower(input).contains("past") || lower(input).contains("cache");
    }

    /** A cache of no tokens yet; a switch that says so. */
    static Tensor empty(TensorInfo info) {
        long[] shape = info.getShape();
        if (info.type == OnnxJavaType.BOOL) {
            long[] known =
                    Arrays.stream(shape).map(extent -> Math.max(extent, 1)).toArray();
            return Tensor.ofBooleans(new boolean[(int) Tensor.elementCount(known)], known);
        }
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = shape[axis] >= 0 ? shape[axis] : axis == 0 ? 1 : 0;
        }
        ElementType type = Types.of(info);
        int bytes = Math.toIntExact(Tensor.elementCount(shape) * type.bytes());
        return Tensor.wrap(type, ByteBuffer.allocate(bytes), shape);
    }

    /** Whole numbers as the one row that an input takes, in its type. */
    static Tensor integers(TensorInfo info, long[] values) {
        long[] shape = {1, values.length};
        return switch (info.type) {
            case INT64 -> Tensor.ofLongs(values, shape);
            case INT32 -> Tensor.ofInts(
                    Arrays.stream(values).mapToInt(Math::toIntExact).toArray(), shape);
            case BOOL -> {
                boolean[] flags = new boolean[values.length];
                for (int i = 0; i < values.length; i++) {
                    flags[i] = values[i] != 0;
                }
                yield Tensor.ofBooleans(flags, shape);
            }
            case FLOAT -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    floats[i] = values[i];
                }
                yield Tensor.ofFloats(floats, shape);
            }
            default -> throw new InvalidInputException("The model wants " + info.type
                    + " where token ids, masks or positions are expected; give all inputs by name with "
                    + "AttentionRequest.ofTensors");
        };
    }

    /** Refuses inputs that the model does not have, lacks, or has in another type or shape. */
    static void check(Map<String, TensorInfo> wanted, Map<String, Tensor> given) {
        for (String name : given.keySet()) {
            if (!wanted.containsKey(name)) {
                throw new InvalidInputException(
                        "The model has no input \"" + name + "\"; its inputs are " + describe(wanted));
            }
        }
        wanted.forEach((name, info) -> {
            Tensor tensor = given.get(name);
            if (tensor == null) {
                throw new InvalidInputException("The input \"" + name + "\" " + Shapes.describe(info)
                        + " is missing; the model's inputs are " + describe(wanted));
            }
            if (tensor.type() != Types.of(info) || !Shapes.fits(info, tensor.shape())) {
                throw new InvalidInputException("The input \"" + name + "\" must be " + Shapes.describe(info) + ", but "
                        + tensor + " was given");
            }
            long[] shape = tensor.shape();
            if (shape.length >= 2 && shape[0] != 1 && info.getShape()[0] < 0) {
                throw new InvalidInputException("The input \"" + name + "\" is a batch of " + shape[0]
                        + ", but a result is of one input; request each on its own with extractAll");
            }
        });
    }

    static String describe(Map<String, TensorInfo> inputs) {
        return inputs.entrySet().stream()
                .map(input -> input.getKey() + " " + Shapes.describe(input.getValue()))
                .toList()
                .toString();
    }

    private static boolean isInteger(TensorInfo info) {
        return info.type == OnnxJavaType.INT64 || info.type == OnnxJavaType.INT32;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
