package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the model's inputs of a request, by what exporters call them. Thread-safe. */
final class InputFiller {
    private final @Nullable AttentionTokenizer tokenizer;
    private final List<String> inputs;

    InputFiller(@Nullable AttentionTokenizer tokenizer, List<String> inputs) {
        this.tokenizer = tokenizer;
        this.inputs = inputs;
    }

    FilledInput fill(AttentionRequest request) {
        if (request.input() instanceof AttentionInput.Tensors tensors) {
            requireInputs(tensors.tensors());
            return new FilledInput(request, tensors.tensors(), TokenLabels.of(tensors, tokenizer), 0);
        }
        TokenSequence tokens = tokens(request.input());
        Map<String, Tensor> filled = new LinkedHashMap<>();
        for (String name : inputs) {
            filled.put(name, companion(name, tokens));
        }
        return new FilledInput(request, filled, TokenLabels.of(tokens), tokens.size());
    }

    private TokenSequence tokens(AttentionInput input) {
        TokenSequence tokens;
        if (input instanceof AttentionInput.TokenIds ids) {
            tokens = TokenLabels.describe(ids.ids(), tokenizer);
        } else if (tokenizer == null) {
            throw new TokenizerException("There is no tokenizer to read a text with. Open the model together with its "
                    + "tokenizer.json, or request token ids or tensors");
        } else {
            AttentionInput.Text text = (AttentionInput.Text) input;
            tokens = text.pair() == null ? tokenizer.encode(text.text()) : tokenizer.encode(text.text(), text.pair());
        }
        if (tokens.isEmpty()) {
            throw new InvalidInputException("The input has no tokens; a model looks at one at least");
        }
        return tokens;
    }

    private Tensor companion(String input, TokenSequence tokens) {
        String name = input.toLowerCase(Locale.ROOT);
        long[] values = tokens.ids();
        if (name.contains("decoder") || name.contains("past")) {
            throw cannotFill(input);
        } else if (name.contains("mask")) {
            Arrays.fill(values, 1);
        } else if (name.contains("type") || name.contains("segment")) {
            Arrays.setAll(values, i -> tokens.get(i).segment());
        } else if (name.contains("position")) {
            Arrays.setAll(values, i -> i);
        } else if (!name.contains("ids") && inputs.size() > 1) {
            throw cannotFill(input);
        }
        return Tensor.ofLongs(values, 1, values.length);
    }

    private InvalidInputException cannotFill(String input) {
        return new InvalidInputException("The model takes " + inputs + ", and a text does not tell what to put into \""
                + input + "\". Give all inputs by name with AttentionRequest.ofTensors");
    }

    private void requireInputs(Map<String, Tensor> given) {
        for (String name : inputs) {
            Tensor tensor = given.get(name);
            if (tensor == null) {
                throw new InvalidInputException("The input \"" + name + "\" is missing; the model takes " + inputs);
            }
            long[] shape = tensor.shape();
            if (shape.length >= 2 && shape[0] != 1) {
                throw new InvalidInputException("The input \"" + name + "\" is a batch of " + shape[0]
                        + ", but a result is of one input; request each on its own");
            }
        }
        for (String name : given.keySet()) {
            if (!inputs.contains(name)) {
                throw new InvalidInputException("The model takes no input \"" + name + "\", but " + inputs);
            }
        }
    }
}
