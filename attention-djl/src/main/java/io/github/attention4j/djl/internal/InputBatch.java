package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Some requests that are run together, the shorter ones padded to the length of the longest. Immutable. */
public final class InputBatch {
    private final List<FilledInput> inputs;
    private final Map<String, Tensor> tensors;

    private InputBatch(List<FilledInput> inputs, Map<String, Tensor> tensors) {
        this.inputs = inputs;
        this.tensors = tensors;
    }

    /**
     * Puts requests together.
     *
     * @param requests at least one
     * @param tokenizer reads texts, or null
     * @param names what the model takes, in its order
     * @param padding the id to put behind shorter inputs
     * @return the batch
     * @throws InvalidInputException if an input does not fit the model, or inputs do not fit each other
     * @throws io.github.attention4j.TokenizerException if there is a text and no tokenizer
     */
    public static InputBatch of(
            List<AttentionRequest> requests, @Nullable AttentionTokenizer tokenizer, List<String> names, long padding) {
        InputFiller filler = new InputFiller(tokenizer, names);
        List<FilledInput> filled = requests.stream().map(filler::fill).toList();
        Map<String, Tensor> joined = new LinkedHashMap<>();
        for (String name : names) {
            joined.put(name, join(name, filled, name.contains("ids") && !name.contains("type") ? padding : 0));
        }
        return new InputBatch(filled, joined);
    }

    private static Tensor join(String name, List<FilledInput> inputs, long padding) {
        List<Tensor> parts = new ArrayList<>();
        for (FilledInput input : inputs) {
            Tensor part = input.tensors().get(name);
            if (part != null) {
                parts.add(part);
            }
        }
        Tensor first = parts.get(0);
        if (parts.stream()
                .allMatch(part -> Arrays.equals(part.shape(), first.shape()) && part.type() == first.type())) {
            return parts.size() == 1 ? first : Tensor.join(parts);
        }
        if (inputs.stream().anyMatch(input -> input.length() == 0)) {
            throw new InvalidInputException("The inputs \"" + name + "\" of a batch differ: " + parts
                    + ". Texts and ids are padded to the same length, tensors must have the same shape");
        }
        int length = inputs.stream().mapToInt(FilledInput::length).max().orElse(0);
        long[] padded = new long[parts.size() * length];
        Arrays.fill(padded, padding);
        for (int i = 0; i < parts.size(); i++) {
            long[] values = parts.get(i).toLongArray();
            System.arraycopy(values, 0, padded, i * length, values.length);
        }
        return Tensor.ofLongs(padded, parts.size(), length);
    }

    /**
     * The arrays to run the model on.
     *
     * @param manager owns them
     * @param reader knows whether the model takes something in front of its own inputs
     * @return one per input of the model; named unless the engine is PyTorch, which reads structure out of names
     */
    public NDList arrays(NDManager manager, OutputReader reader) {
        boolean named = !"PyTorch".equals(manager.getEngine().getEngineName());
        NDList arrays = new NDList(tensors.size() + 1);
        Tensor demand = reader.demand(inputs.stream().map(FilledInput::request).toList());
        if (demand != null) {
            arrays.add(array(manager, "demand", demand));
        }
        tensors.forEach((name, tensor) -> {
            NDArray array = array(manager, name, tensor);
            if (named) {
                array.setName(name);
            }
            arrays.add(array);
        });
        return arrays;
    }

    private static NDArray array(NDManager manager, String name, Tensor tensor) {
        Shape shape = new Shape(tensor.shape());
        return switch (tensor.type()) {
            case FLOAT32 -> manager.create(tensor.toFloatArray(), shape);
            case INT64 -> manager.create(tensor.toLongArray(), shape);
            case INT32 -> manager.create(
                    Arrays.stream(tensor.toLongArray())
                            .mapToInt(Math::toIntExact)
                            .toArray(),
                    shape);
            case BOOL -> manager.create(booleans(tensor), shape);
            default -> throw new InvalidInputException(
                    "The input \"" + name + "\" is " + tensor + "; expected FLOAT32, INT64, INT32 or BOOL");
        };
    }

    private static boolean[] booleans(Tensor tensor) {
        long[] values = tensor.toLongArray();
        boolean[] flags = new boolean[values.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values[i] != 0;
        }
        return flags;
    }

    List<FilledInput> inputs() {
        return inputs;
    }

    /** The length that shorter inputs were padded to; 0 where the inputs are tensors. */
    int length() {
        return inputs.stream().mapToInt(FilledInput::length).max().orElse(0);
    }

    /**
     * What came out of running the model on this batch.
     *
     * @param outputs what the engine returned
     * @return the run
     */
    public ModelRun run(NDList outputs) {
        Set<Integer> lengths = new TreeSet<>();
        for (Tensor tensor : tensors.values()) {
            long[] shape = tensor.shape();
            if (shape.length == 2 && tensor.type() != ElementType.FLOAT32) {
                lengths.add(Math.toIntExact(shape[1]));
            }
        }
        return ModelRun.of(outputs, inputs.size(), lengths);
    }

    @Override
    public String toString() {
        return tensors.toString();
    }
}
