package io.github.attention4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.InvalidInputException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.djl.internal.OutputMapping;
import io.github.attention4j.djl.internal.ResultBuilder;
import io.github.attention4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a DJL {@code Predictor} answer an {@link AttentionRequest} with an {@link AttentionResult}, for models whose
 * outputs hold attention; works on any DJL engine. Use it with {@code Criteria.optTranslator} or
 * {@code model.newPredictor}.
 *
 * <p>The attention among the outputs is recognised by its form: {@code [1, heads, queries, keys]} with rows that sum to
 * 1. Square and causal is a decoder's, square otherwise an encoder's, rectangular is cross-attention; layers are in
 * the order of the outputs, or of the numbers in their names. Where that leaves two readings, it is refused.
 *
 * <p>Thread-safe, as it keeps nothing between calls; a result does not depend on the {@code NDManager}.
 */
public final class AttentionTranslator implements NoBatchifyTranslator<AttentionRequest, AttentionResult> {
    private static final String REQUEST = "attention4j.request";
    private static final String TOKENS = "attention4j.tokens";

    private final @Nullable AttentionTokenizer tokenizer;
    private final List<String> inputs;
    private final ModelDescription model;

    /**
     * A translator.
     *
     * @param tokenizer reads texts; null if only ids and tensors are requested. Not closed
     * @param inputs what the model takes, in its order: some of {@code input_ids}, {@code attention_mask},
     *     {@code token_type_ids}, {@code position_ids}; for requests by tensors any names
     * @param model the description that results carry
     */
    public AttentionTranslator(@Nullable AttentionTokenizer tokenizer, List<String> inputs, ModelDescription model) {
        this.tokenizer = tokenizer;
        this.inputs = List.copyOf(inputs);
        this.model = model;
    }

    @Override
    public NDList processInput(TranslatorContext context, AttentionRequest request) {
        if (request.vectors() || request.scores()) {
            throw new InvalidRequestException(
                    "The model's outputs hold weights only: no queries, keys, values or scores");
        }
        context.setAttachment(REQUEST, request);
        NDManager manager = context.getNDManager();
        NDList list = new NDList();
        if (request.input() instanceof AttentionInput.Tensors tensors) {
            for (String name : inputs) {
                Tensor tensor = tensors.tensors().get(name);
                if (tensor == null) {
                    throw new InvalidInputException("The input \"" + name + "\" is missing; the model takes " + inputs);
                }
                list.add(array(manager, name, tensor));
            }
            requireKnown(tensors.tensors());
            return list;
        }
        TokenSequence tokens = tokens(request.input());
        context.setAttachment(TOKENS, tokens);
        for (String name : inputs) {
            list.add(tokenInput(manager, name, tokens));
        }
        return list;
    }

    @Override
    public AttentionResult processOutput(TranslatorContext context, NDList outputs) {
        AttentionRequest request = (AttentionRequest) context.getAttachment(REQUEST);
        TokenSequence tokens = (TokenSequence) context.getAttachment(TOKENS);
        return new ResultBuilder(request, tokens, model).build(OutputMapping.of(outputs));
    }

    private TokenSequence tokens(AttentionInput input) {
        TokenSequence tokens;
        if (input instanceof AttentionInput.TokenIds ids) {
            tokens = tokenizer == null ? TokenSequence.ofIds(ids.ids()) : tokenizer.describe(ids.ids());
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

    private static NDArray tokenInput(NDManager manager, String name, TokenSequence tokens) {
        long[] values = tokens.ids();
        if (name.contains("mask")) {
            Arrays.fill(values, 1);
        } else if (name.contains("type") || name.contains("segment")) {
            Arrays.setAll(values, i -> tokens.get(i).segment());
        } else if (name.contains("position")) {
            Arrays.setAll(values, i -> i);
        } else if (!name.contains("ids")) {
            throw new InvalidInputException("A text does not tell what to put into the input \"" + name
                    + "\". Give all inputs by name with AttentionRequest.ofTensors");
        }
        return manager.create(values, new Shape(1, values.length));
    }

    private void requireKnown(Map<String, Tensor> given) {
        for (String name : given.keySet()) {
            if (!inputs.contains(name)) {
                throw new InvalidInputException("The model takes no input \"" + name + "\", but " + inputs);
            }
        }
    }

    private static NDArray array(NDManager manager, String name, Tensor tensor) {
        Shape shape = new Shape(tensor.shape());
        return switch (tensor.type()) {
            case FLOAT32 -> manager.create(tensor.toFloatArray(), shape);
            case INT64 -> manager.create(tensor.toLongArray(), shape);
            case INT32 -> manager.create(tensor.toLongArray(), shape).toType(DataType.INT32, false);
            case BOOL -> manager.create(tensor.toLongArray(), shape).toType(DataType.BOOLEAN, false);
            default -> throw new InvalidInputException(
                    "The input \"" + name + "\" is " + tensor + "; expected FLOAT32, INT64, INT32 or BOOL");
        };
    }
}
