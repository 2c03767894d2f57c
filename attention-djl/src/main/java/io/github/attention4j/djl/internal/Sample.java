package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionInput;
import io.github.attention4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes an input that shows which of a model's outputs are attention. */
public final class Sample {
    private static final int TOKENS = 7;

    /** Another length than the encoder's, so that what looks across is not square. */
    private static final int DECODER_TOKENS = 4;

    private static final long[] IMAGE = {1, 3, 224, 224};

    private Sample() {}

    /**
     * An input by the names of what a model takes.
     *
     * @param inputs the names
     * @return ids that every vocabulary has, in shapes that most models take
     */
    public static AttentionInput of(List<String> inputs) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String input : inputs) {
            String name = input.toLowerCase(Locale.ROOT);
            if (name.contains("pixel") || name.contains("image")) {
                tensors.put(input, Tensor.ofFloats(new float[(int) Tensor.elementCount(IMAGE)], IMAGE));
            } else {
                tensors.put(input, tokens(name));
            }
        }
        return new AttentionInput.Tensors(tensors, null, null);
    }

    private static Tensor tokens(String name) {
        long[] values = new long[name.contains("decoder") ? DECODER_TOKENS : TOKENS];
        if (name.contains("mask")) {
            Arrays.fill(values, 1);
        } else if (!name.contains("type") && !name.contains("segment")) {
            Arrays.setAll(values, i -> i);
        }
        return Tensor.ofLongs(values, 1, values.length);
    }
}
