package io.github.attention4j.io;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.HeadVectors;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A result as named arrays and back, whatever the file; {@link AttentionNpz} says how they are called. */
final class AttentionArrays {
    private static final Pattern WEIGHTS = Pattern.compile("(encoder|decoder|cross)_(\\d{1,6})");

    private AttentionArrays() {}

    static Map<String, Tensor> of(AttentionResult result) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        for (AttentionStack stack : result.stacks()) {
            String kind = stack.kind().label();
            stack.stream().forEach(layer -> {
                int heads = layer.heads().size();
                int queries = layer.queryTokens().size();
                int keys = layer.keyTokens().size();
                arrays.put(
                        kind + "_" + layer.number(),
                        tensor(layer.weights(), layer.windowCount(), heads, queries, keys));
                layer.queries().ifPresent(it -> arrays.put(kind + "_query_" + layer.number(), tensor(it)));
                layer.keys().ifPresent(it -> arrays.put(kind + "_key_" + layer.number(), tensor(it)));
                layer.values().ifPresent(it -> arrays.put(kind + "_value_" + layer.number(), tensor(it)));
            });
        }
        result.outputs().forEach((name, tensor) -> arrays.put("output:" + name, tensor));
        return arrays;
    }

    private static Tensor tensor(HeadVectors vectors) {
        return tensor(vectors.buffer(), 1, vectors.headCount(), vectors.tokenCount(), vectors.dimension());
    }

    private static Tensor tensor(FloatBuffer numbers, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.remaining(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Tensor.wrap(ElementType.FLOAT32, bytes, shape);
    }

    static AttentionResult result(Map<String, Tensor> arrays, TokensJson tokens, Path file) {
        AttentionResult.Builder result = AttentionResult.builder();
        boolean any = false;
        for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            Matcher name = WEIGHTS.matcher(array.getKey());
            if (name.matches()) {
                any = true;
                result.layer(layer(arrays, tokens, name.group(1), name.group(2), file));
            } else if (array.getKey().startsWith("output:")) {
                result.output(array.getKey().substring("output:".length()), array.getValue());
            }
        }
        if (!any) {
            throw new AttentionFileException("There is no attention in " + file
                    + ": expected arrays named encoder_0, decoder_0, cross_0, …, found " + arrays.keySet());
        }
        return result.build();
    }

    private static AttentionLayer layer(
            Map<String, Tensor> arrays, TokensJson tokens, String kindLabel, String number, Path file) {
        String name = kindLabel + "_" + number;
        Tensor weights = array(arrays, name);
        long[] shape = weights.shape();
        if (shape.length != 4 || weights.size() == 0) {
            throw new AttentionFileException(
                    name + " in " + file + " must be [windows, heads, queries, keys], but it is " + weights);
        }
        AttentionKind kind = AttentionKind.ofLabel(kindLabel);
        TokenSequence queries = kind == AttentionKind.ENCODER ? tokens.encoder() : tokens.decoder();
        TokenSequence keys = kind == AttentionKind.DECODER ? tokens.decoder() : tokens.encoder();
        AttentionLayer.Builder layer = AttentionLayer.builder(kind, Integer.parseInt(number))
                .tokens(ofLength(queries, shape[2]), ofLength(keys, shape[3]))
                .windowCount((int) shape[0])
                .weights(floats(weights));
        if (arrays.containsKey(kindLabel + "_query_" + number)) {
            layer.queries(vectors(array(arrays, kindLabel + "_query_" + number)))
                    .keys(vectors(array(arrays, kindLabel + "_key_" + number)))
                    .values(vectors(array(arrays, kindLabel + "_value_" + number)));
        }
        return layer.build();
    }

    private static Tensor array(Map<String, Tensor> arrays, String name) {
        Tensor array = arrays.get(name);
        if (array == null) {
            throw new AttentionFileException("The array " + name + " is missing");
        }
        return array;
    }

    /** Mapped numbers stay where they are; numbers on the heap are quicker as an array. */
    private static FloatBuffer floats(Tensor tensor) {
        return tensor.bytes().isDirect() && tensor.type() == ElementType.FLOAT32
                ? tensor.floats()
                : FloatBuffer.wrap(tensor.toFloatArray());
    }

    private static HeadVectors vectors(Tensor tensor) {
        long[] shape = tensor.shape();
        if (shape.length != 4 || shape[0] != 1) {
            throw new AttentionFileException("Vectors must be [1, heads, tokens, dimension], but they are " + tensor);
        }
        return HeadVectors.wrap(floats(tensor), (int) shape[1], (int) shape[2], (int) shape[3]);
    }

    private static TokenSequence ofLength(TokenSequence tokens, long count) {
        return tokens.size() == count ? tokens : TokenSequence.ofPositions((int) count);
    }
}
