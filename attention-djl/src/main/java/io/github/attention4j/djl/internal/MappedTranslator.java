package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of another type of input. Thread-safe if the function is.
 *
 * @param <I> the type of the input
 */
public final class MappedTranslator<I> implements Translator<I, AttentionResult> {
    private final Translator<AttentionRequest, AttentionResult> requests;
    private final Function<I, AttentionRequest> mapping;

    /**
     * A translator in front of another.
     *
     * @param requests answers requests
     * @param mapping makes a request of an input
     */
    public MappedTranslator(
            Translator<AttentionRequest, AttentionResult> requests, Function<I, AttentionRequest> mapping) {
        this.requests = requests;
        this.mapping = mapping;
    }

    @Override
    public void prepare(TranslatorContext context) throws Exception {
        requests.prepare(context);
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
        return requests.getBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext context, I input) throws Exception {
        return requests.processInput(context, mapping.apply(input));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> inputs) throws Exception {
        return requests.batchProcessInput(context, inputs.stream().map(mapping).toList());
    }

    @Override
    public AttentionResult processOutput(TranslatorContext context, NDList outputs) throws Exception {
        return requests.processOutput(context, outputs);
    }

    @Override
    public List<AttentionResult> batchProcessOutput(TranslatorContext context, NDList outputs) throws Exception {
        return requests.batchProcessOutput(context, outputs);
    }
}
