package io.github.attention4j.djl;

import ai.djl.Device;
import ai.djl.Model;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.internal.OpenedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The attention of a TorchScript file, run by DJL's PyTorch engine, or of any model that DJL has loaded and that returns
 * it; see {@link AttentionTranslator} for how it is recognised among the outputs. A TorchScript file that does not return
 * its attention is opened as a rewritten copy that does, in the folder for temporary files, deleted on {@link #close};
 * see {@link io.github.attention4j.djl.script.TorchScriptRewriter}.
 *
 * <p>The engine is not brought along: put {@code ai.djl.pytorch:pytorch-engine} on the class path. Thread-safe.
 */
public final class DjlAttentionExtractor implements AttentionExtractor {
    private final OpenedModel opened;
    private final @Nullable AttentionTokenizer tokenizer;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private DjlAttentionExtractor(OpenedModel opened, @Nullable AttentionTokenizer tokenizer) {
        this.opened = opened;
        this.tokenizer = tokenizer;
    }

    /**
     * Starts an extractor.
     *
     * @return a builder; it needs a model
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public AttentionResult extract(AttentionRequest request) {
        lock.readLock().lock();
        try {
            requireOpen();
            return opened.predict(request);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Runs the model and takes its attention together with gradients: how much one number of an output changes with
     * each weight, as {@link io.github.attention4j.AttentionLayer#gradients} (Chefer et al. 2021 build relevance maps on
     * them). The model is run in evaluation mode.
     *
     * <p>The first call loads a second copy of the model, as parameters that were loaded for inference cannot be
     * differentiated. Calls wait for each other.
     *
     * @param request the input and which layers are wanted; without a reduction
     * @param target the number to differentiate
     * @return weights and gradients
     * @throws InvalidRequestException if the target does not exist, does not depend on the weights, or heads are to be
     *     reduced
     * @throws ExtractionException if the engine fails
     * @throws ExtractorClosedException after {@link #close()}
     */
    public AttentionResult extract(AttentionRequest request, GradientTarget target) {
        lock.readLock().lock();
        try {
            requireOpen();
            return opened.differentiate(request, target);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ExtractorClosedException("The extractor of " + model().name() + " is closed; open another one");
        }
    }

    @Override
    public List<AttentionSite> sites() {
        return opened.sites();
    }

    @Override
    public ModelDescription model() {
        return opened.description();
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                opened.close();
                if (tokenizer != null) {
                    tokenizer.close();
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Collects what an extractor needs; not thread-safe. */
    public static final class Builder {
        private @Nullable Path path;
        private @Nullable Model loaded;
        private @Nullable AttentionTokenizer tokenizer;
        private List<String> inputs = List.of();
        private Device device = Device.cpu();
        private @Nullable AttentionInput sample;
        private @Nullable AttentionOutputs outputs;

        private Builder() {}

        /**
         * The model.
         *
         * @param torchScript a TorchScript file ({@code .pt}, {@code .pth}), which must not be changed in place while the
         *     extractor is open
         * @return this builder
         */
        public Builder model(Path torchScript) {
            this.path = torchScript;
            return this;
        }

        /**
         * The model, loaded by DJL: with {@code Criteria}, from a model zoo, on any engine that returns attention.
         *
         * @param model closed by the extractor, or by {@link #build} if that fails
         * @return this builder
         */
        public Builder model(Model model) {
            this.loaded = model;
            return this;
        }

        /**
         * The tokenizer for texts; closed by the extractor, or by {@link #build} if that fails.
         *
         * @param newTokenizer the model's own tokenizer
         * @return this builder
         */
        public Builder tokenizer(AttentionTokenizer newTokenizer) {
            this.tokenizer = newTokenizer;
            return this;
        }

        /**
         * The tokenizer for texts.
         *
         * @param tokenizerJson a Hugging Face {@code tokenizer.json}
         * @return this builder
         * @throws io.github.attention4j.TokenizerException if it cannot be read
         */
        public Builder tokenizer(Path tokenizerJson) {
            return tokenizer(HuggingFaceAttentionTokenizer.open(tokenizerJson));
        }

        /**
         * What the model takes, in its order. Without this call, the arguments of its {@code forward} up to the first one
         * that may be left out.
         *
         * @param newInputs names such as {@code input_ids}, {@code attention_mask}
         * @return this builder
         */
        public Builder inputs(String... newInputs) {
            this.inputs = List.of(newInputs);
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
         * An input that the model is run on once, when it is opened, to see which outputs are attention. Without this
         * call, seven token ids, four for a decoder beside an encoder, an image of 224 x 224 pixels.
         *
         * @param newSample an input of at least three tokens
         * @return this builder
         */
        public Builder sample(AttentionInput newSample) {
            this.sample = newSample;
            return this;
        }

        /**
         * Where to run a file; a model that is loaded stays where it is.
         *
         * @param newDevice a DJL device; without this call the CPU
         * @return this builder
         */
        public Builder device(Device newDevice) {
            this.device = newDevice;
            return this;
        }

        /**
         * Opens the model and runs it once.
         *
         * @return an extractor that the caller closes
         * @throws ModelFormatException if the file is missing, not TorchScript, or there is no PyTorch engine
         * @throws io.github.attention4j.AttentionNotFoundException if no output is attention, and none is found
         *     in the source
         * @throws InvalidRequestException if the outputs can be read in two ways
         * @throws ExtractionException if the model does not run on the sample
         * @throws IllegalStateException if no model was given
         */
        public DjlAttentionExtractor build() {
            try {
                return new DjlAttentionExtractor(open(), tokenizer);
            } catch (RuntimeException e) {
                if (tokenizer != null) {
                    tokenizer.close();
                }
                throw e;
            }
        }

        private OpenedModel open() {
            ModelOpener opener = new ModelOpener(tokenizer, inputs, outputs, sample);
            if (loaded != null) {
                return opener.open(loaded);
            }
            if (path == null) {
                throw new IllegalStateException("An extractor needs a model: call model(…) first");
            }
            return opener.open(path, device);
        }
    }
}
