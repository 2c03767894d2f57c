package io.github.attention4j.djl;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.djl.internal.ArrayTensors;
import io.github.attention4j.djl.internal.InputBatch;
import io.github.attention4j.djl.internal.MappedTranslator;
import io.github.attention4j.djl.internal.ModelRun;
import io.github.attention4j.djl.internal.ModelTraits;
import io.github.attention4j.djl.internal.OutputReader;
import io.github.attention4j.djl.internal.RecognizingReader;
import io.github.attention4j.djl.internal.ResultBuilder;
import io.github.attention4j.djl.internal.RewrittenReader;
import io.github.attention4j.djl.internal.WholeBatch;
import io.github.attention4j.djl.script.RewrittenScript;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a DJL {@code Predictor} answer an {@link AttentionRequest} with an {@link AttentionResult}, for models whose
 * outputs hold attention; works on DJL's PyTorch and OnnxRuntime engines. Use it with {@code Criteria.optTranslator} or
 * {@code model.newPredictor}.
 *
 * <p>The attention among the outputs is recognised by its form: {@code [batch, heads, queries, keys]}, or
 * {@code [batch, queries, keys]} where heads were averaged, with rows that sum to 1. Square and causal is a decoder's,
 * square otherwise an encoder's, rectangular is cross-attention; layers are in the order of the outputs, or of the
 * numbers in their names. Where that leaves two readings it is refused, and {@link Builder#outputs} says which.
 *
 * <p>{@code Predictor.batchPredict} runs its requests together; shorter texts and ids are padded, and the padding is cut
 * away again. Weights then differ from those of single runs by rounding.
 *
 * <p>A translator belongs to one model. Thread-safe; a result does not depend on the {@code NDManager}.
 */
public final class AttentionTranslator implements Translator<AttentionRequest, AttentionResult> {
    private static final String BATCH = "attention4j.batch";

    private final @Nullable AttentionTokenizer tokenizer;
    private final @Nullable ModelDescription description;
    private final OutputReader reader;
    private final boolean batching;
    private final long padding;
    private volatile List<String> inputs;
    private volatile ModelDescription model = ModelDescription.UNKNOWN;

    private AttentionTranslator(Builder builder, OutputReader reader) {
        this.tokenizer = builder.tokenizer;
        this.inputs = builder.inputs;
        this.description = builder.description;
        this.batching = builder.batching;
        this.padding = builder.padding;
        this.reader = reader;
        this.model = builder.description == null ? ModelDescription.UNKNOWN : builder.description;
    }

    /**
     * Starts a translator.
     *
     * @return a builder; it needs nothing, but a tokenizer for texts
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Learns what the model takes, where the caller did not say it, from the engine or from the TorchScript file. */
    @Override
    public void prepare(TranslatorContext context) {
        if (description == null) {
            model = ModelTraits.describe(context.getModel());
        }
        if (inputs.isEmpty()) {
            inputs = ModelTraits.inputs(context.getModel());
        }
    }

    /** What the model takes, as far as it is known before {@link #prepare}. */
    List<String> inputs() {
        return inputs;
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
        return batching ? WholeBatch.INSTANCE : null;
    }

    @Override
    public NDList processInput(TranslatorContext context, AttentionRequest request) {
        return batchProcessInput(context, List.of(request));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<AttentionRequest> requests) {
        if (requests.stream().anyMatch(AttentionRequest::scores)) {
            throw new InvalidRequestException("The model's outputs hold no scores before softmax, only weights");
        }
        List<String> names = inputs;
        if (names.isEmpty()) {
            throw new InvalidRequestException("It is not known what the model takes; say it with inputs(…), such as "
                    + "inputs(\"input_ids\", \"attention_mask\")");
        }
        InputBatch batch = InputBatch.of(requests, tokenizer, names, padding);
        context.setAttachment(BATCH, batch);
        return batch.arrays(context.getNDManager(), reader);
    }

    @Override
    public AttentionResult processOutput(TranslatorContext context, NDList outputs) {
        return batchProcessOutput(context, outputs).get(0);
    }

    @Override
    public List<AttentionResult> batchProcessOutput(TranslatorContext context, NDList outputs) {
        InputBatch batch = (InputBatch) context.getAttachment(BATCH);
        ModelRun run = batch.run(outputs);
        return new ResultBuilder(run, reader.read(run), batch, model, Map.of()).build();
    }

    /**
     * This translator for plain texts.
     *
     * @param options says how much of the attention is wanted, such as {@code o -> o.layers(0)}
     * @return a translator of texts
     */
    public Translator<String, AttentionResult> forTexts(UnaryOperator<AttentionRequest.Builder> options) {
        return new MappedTranslator<>(
                this, text -> options.apply(AttentionRequest.builder(text)).build());
    }

    /**
     * This translator for inputs that the caller has made already: arrays with a batch of 1, by their names where they
     * have any, else in the order that the model takes them.
     *
     * @param options says how much of the attention is wanted
     * @return a translator of raw inputs
     */
    public Translator<NDList, AttentionResult> forNDLists(UnaryOperator<AttentionRequest.Builder> options) {
        return new MappedTranslator<>(this, list -> {
            AttentionInput input = new AttentionInput.Tensors(ArrayTensors.of(list, inputs), null, null);
            return options.apply(AttentionRequest.builder(input)).build();
        });
    }

    /** Collects what a translator needs; not thread-safe. */
    public static final class Builder {
        private @Nullable AttentionTokenizer tokenizer;
        private List<String> inputs = List.of();
        private @Nullable ModelDescription description;
        private @Nullable AttentionOutputs outputs;
        private @Nullable RewrittenScript script;
        private boolean batching = true;
        private long padding;

        private Builder() {}

        /**
         * The tokenizer for texts; without this call only ids and tensors can be requested.
         *
         * @param newTokenizer the model's own tokenizer; not closed by the translator
         * @return this builder
         */
        public Builder tokenizer(@Nullable AttentionTokenizer newTokenizer) {
            this.tokenizer = newTokenizer;
            return this;
        }

        /**
         * What the model takes, in its order. Without this call they are read off the model; where that is not possible,
         * the first request fails and says so.
         *
         * @param names such as {@code input_ids}, {@code attention_mask}; any names for requests by tensors
         * @return this builder
         */
        public Builder inputs(String... names) {
            return inputs(List.of(names));
        }

        /**
         * What the model takes, in its order; see {@link #inputs(String...)}.
         *
         * @param names the names
         * @return this builder
         */
        public Builder inputs(List<String> names) {
            this.inputs = List.copyOf(names);
            return this;
        }

        /**
         * Which outputs are attention. Without this call they are recognised by their form.
         *
         * @param choice says them
         * @return this builder
         */
        public Builder outputs(UnaryOperator<AttentionOutputs.Builder> choice) {
            this.outputs = choice.apply(AttentionOutputs.builder()).build();
            return this;
        }

        /**
         * The model is a file that returns its attention since it was rewritten; see
         * {@link io.github.attention4j.djl.script.TorchScriptRewriter}. Without this call outputs are recognised by their
         * form. {@link AttentionTranslatorFactory} rewrites by itself.
         *
         * @param script what was written to the file
         * @return this builder
         */
        public Builder rewritten(RewrittenScript script) {
            this.script = script;
            return this;
        }

        /**
         * The description that results carry. Without this call, the model's name and the engine's.
         *
         * @param newDescription the description
         * @return this builder
         */
        public Builder describedAs(ModelDescription newDescription) {
            this.description = newDescription;
            return this;
        }

        /**
         * Whether several requests are run together; without this call they are.
         *
         * @param newBatching false for models that take one input at a time
         * @return this builder
         */
        public Builder batching(boolean newBatching) {
            this.batching = newBatching;
            return this;
        }

        /**
         * The id to put behind shorter inputs of a batch; without this call 0.
         *
         * @param newPadding a number of the vocabulary
         * @return this builder
         */
        public Builder padding(long newPadding) {
            this.padding = newPadding;
            return this;
        }

        /**
         * Makes the translator.
         *
         * @return the translator
         */
        public AttentionTranslator build() {
            if (script != null) {
                return build(new RewrittenReader(script));
            }
            return build(outputs == null ? new RecognizingReader() : outputs.reader(null));
        }

        AttentionTranslator build(OutputReader reader) {
            return new AttentionTranslator(this, reader);
        }
    }
}
