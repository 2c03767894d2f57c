package io.github.attention4j.examples.cli;

import io.github.attention4j.InvalidInputException;
import io.github.attention4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file with several inputs side by side: they are run one by one, and their arrays laid side by side again. */
final class Batch {
    private Batch() {}

    static List<Map<String, Tensor>> split(Map<String, Tensor> inputs) {
        int size = 1;
        for (Tensor tensor : inputs.values()) {
            size = Math.max(size, extent(tensor));
        }
        List<Map<String, Tensor>> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Map<String, Tensor> part = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                // What has but one entry, or no batch axis, belongs to every input.
                boolean shared = extent(input.getValue()) != size || size == 1;
                if (shared && extent(input.getValue()) > 1) {
                    throw new InvalidInputException("The inputs are batches of different sizes: \"" + input.getKey()
                            + "\" is " + input.getValue() + ", another one has " + size);
                }
                part.put(
                        input.getKey(),
                        shared ? input.getValue() : input.getValue().part(i));
            }
            parts.add(part);
        }
        return parts;
    }

    private static int extent(Tensor tensor) {
        return tensor.shape().length < 2 ? 1 : Math.toIntExact(tensor.shape()[0]);
    }

    static Map<String, Tensor> join(List<Map<String, Tensor>> results) {
        if (results.size() == 1) {
            return results.get(0);
        }
        Map<String, Tensor> joined = new LinkedHashMap<>();
        for (String name : results.get(0).keySet()) {
            List<Tensor> parts = new ArrayList<>();
            for (Map<String, Tensor> result : results) {
                Tensor part = result.get(name);
                if (part != null) {
                    parts.add(part);
                }
            }
            joined.put(name, Tensor.join(parts));
        }
        return joined;
    }
}
