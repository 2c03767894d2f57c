package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of a decoder's inputs takes what, by what exporters call them. */
final class DecoderInputs {
    private final Map<String, TensorInfo> inputs;
    private final String ids;
    /** The input that takes what an output gave in the step before. */
    private final Map<String, String> cache;

    private DecoderInputs(Map<String, TensorInfo> inputs, String ids, Map<String, String> cache) {
        this.inputs = inputs;
        this.ids = ids;
        this.cache = cache;
    }

    static DecoderInputs of(Map<String, TensorInfo> inputs, List<String> outputs) {
        return new DecoderInputs(
                inputs, decoderIds(inputs).orElseGet(() -> ModelInputs.idsInput(inputs)), cache(inputs, outputs));
    }

    /** The ids of a decoder that shares its file with an encoder. */
    static Optional<String> decoderIds(Map<String, TensorInfo> inputs) {
        return inputs.keySet().stream()
                .filter(name -> name.contains("decoder") && name.contains("ids"))
                .filter(name -> !name.contains("position") && !name.contains("type"))
                .findFirst();
    }

    private static Map<String, String> cache(Map<String, TensorInfo> inputs, List<String> outputs) {
        List<String> past = inputs.entrySet().stream()
                .filter(input -> ModelInputs.isCache(input.getKey()) && input.getValue().type != OnnxJavaType.BOOL)
                .map(Map.Entry::getKey)
                .toList();
        List<String> present =
                outputs.stream().filter(name -> name.contains("present")).toList();
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String input : past) {
            for (String word : List.of("past_key_values", "past")) {
                for (String replacement : List.of("present", "present_key_values")) {
                    String output = input.replace(word, replacement);
                    if (present.contains(output)) {
                        pairs.putIfAbsent(input, output);
                    }
                }
            }
        }
        if (pairs.size() == past.size()) {
            return pairs;
        }
        // Without names that match, the order has to tell.
        pairs.clear();
        for (int i = 0; i < past.size() && present.size() == past.size(); i++) {
            pairs.put(past.get(i), present.get(i));
        }
        return pairs;
    }

    /** The input that takes the decoder's token ids. */
    String ids() {
        return ids;
    }

    boolean keepsCache() {
        return !cache.isEmpty();
    }

    /**
     * The inputs of one step.
     *
     * @param given inputs that stay the same in all steps
     * @param fed the ids of this step
     * @param pastTokens how many tokens the cache holds
     * @param kept the cache by the names of its inputs; empty in the first step
     */
    Map<String, Tensor> step(Map<String, Tensor> given, long[] fed, int pastTokens, Map<String, Tensor> kept) {
        Map<String, Tensor> step = new LinkedHashMap<>();
        inputs.forEach((name, info) -> {
            Tensor constant = given.get(name);
            Tensor remembered = kept.get(name);
            if (name.equals(ids)) {
                step.put(name, ModelInputs.integers(info, fed));
            } else if (constant != null) {
                step.put(name, constant);
            } else if (remembered != null) {
                step.put(name, remembered);
            } else {
                step.put(name, companion(name, info, fed.length, pastTokens));
            }
        });
        return step;
    }

    private Tensor companion(String name, TensorInfo info, int length, int pastTokens) {
        if (info.type == OnnxJavaType.BOOL && name.contains("cache")) {
            return Tensor.ofBooleans(new boolean[] {pastTokens > 0}, 1);
        }
        if (ModelInputs.isCache(name)) {
            return ModelInputs.empty(info);
        }
        boolean encoders = name.contains("encoder") && !name.contains("decoder");
        if (!encoders && name.contains("mask")) {
            long[] ones = new long[pastTokens + length];
            Arrays.fill(ones, 1);
            return ModelInputs.integers(info, ones);
        }
        if (!encoders && name.contains("position")) {
            long[] positions = new long[length];
            Arrays.setAll(positions, i -> pastTokens + i);
            return ModelInputs.integers(info, positions);
        }
        if (!encoders && name.contains("type")) {
            return ModelInputs.integers(info, new long[length]);
        }
        throw new InvalidInputException("The decoder wants the input \"" + name + "\" " + Shapes.describe(info)
                + ", and nothing tells what to put there; give it by name with AttentionRequest.ofTensors");
    }

    /** What the next step is to remember: keys and values of an encoder's states are computed in the first step only. */
    Map<String, Tensor> remember(Map<String, Tensor> kept, Map<String, Tensor> outputs) {
        Map<String, Tensor> next = new LinkedHashMap<>(kept);
        cache.forEach((input, output) -> {
            Tensor present = outputs.get(output);
            boolean fixed = input.contains("encoder") && kept.containsKey(input);
            if (present != null && !fixed) {
                next.put(input, present);
            }
        });
        return next;
    }
}
