package io.github.attention4j.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.attention4j.AttentionException;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.ExtractorClosedException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The attention of a TorchScript file whose outputs hold it, run by DJL's PyTorch engine; see
 * {@link AttentionTranslator} for how it is recognised among the outputs.
 *
 * <p>The engine is not brought along: put {@code ai.djl.pytorch:pytorch-engine} on the class path. Thread-safe.
 */
public final class DjlAttentionExtractor implements AttentionExtractor {
    private static final List<List<String>> USUAL_INPUTS = List.of(
            List.of("input_ids", "attention_mask", "token_type_ids"),
            List.of("input_ids", "attention_mask"),
            List.of("input_ids"));

    private final ZooModel<AttentionRequest, AttentionResult> zooModel;
    private final AttentionTranslator translator;
    private final ModelDescription model;
    private final List<AttentionSite> sites;
    private final @Nullable AttentionTokenizer tokenizer;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private DjlAttentionExtractor(
            ZooModel<AttentionRequest, AttentionResult> zooModel,
            AttentionTranslator translator,
            ModelDescription model,
            List<AttentionSite> sites,
            @Nullable AttentionTokenizer tokenizer) {
        this.zooModel = zooModel;
        this.translator = translator;
        this.model = model;
        this.sites = sites;
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
            if (closed) {
                throw new ExtractorClosedException("The extractor of " + model.name() + " is closed; open another one");
            }
            return predict(zooModel, translator, request);
        } finally {
            lock.readLock().unlock();
        }
    }

    private static AttentionResult predict(
            ZooModel<AttentionRequest, AttentionResult> zooModel,
            AttentionTranslator translator,
            AttentionRequest request) {
        try (Predictor<AttentionRequest, AttentionResult> predictor = zooModel.newPredictor(translator)) {
            return predictor.predict(request);
        } catch (TranslateException | EngineException e) {
            if (e.getCause() instanceof AttentionException ours) {
                throw ours;
            }
            throw new ExtractionException(
                    "PyTorch failed to run " + zooModel.getName() + " on " + request.input() + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public List<AttentionSite> sites() {
        return sites;
    }

    @Override
    public ModelDescription model() {
        return model;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                zooModel.close();
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
        private @Nullable AttentionTokenizer tokenizer;
        private List<String> inputs = List.of();
        private Device device = Device.cpu();
        private AttentionInput sample = new AttentionInput.TokenIds(0, 1, 2, 3, 4, 5);

        private Builder() {}

        /**
         * The model.
         *
         * @param torchScript a TorchScript file ({@code .pt})
         * @return this builder
         */
        public Builder model(Path torchScript) {
            this.path = torchScript;
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
         * What the model takes, in its order, as TorchScript inputs have no names that could be asked for. Without
         * this call the usual ones are tried: ids, mask and segments; ids and mask; ids.
         *
         * @param newInputs names such as {@code input_ids}, {@code attention_mask}
         * @return this builder
         */
        public Builder inputs(String... newInputs) {
            this.inputs = List.of(newInputs);
            return this;
        }

        /**
         * An input that the model is run on once, when it is opened, to see which outputs are attention. Without this
         * call, six token ids.
         *
         * @param newSample an input of at least three tokens
         * @return this builder
         */
        public Builder sample(AttentionInput newSample) {
            this.sample = newSample;
            return this;
        }

        /**
         * Where to run.
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
         * @throws io.github.attention4j.AttentionNotFoundException if no output is attention
         * @throws ExtractionException if the model does not run on the sample
         * @throws IllegalStateException if no model was given
         */
        public DjlAttentionExtractor build() {
            try {
                return open();
            } catch (RuntimeException e) {
                if (tokenizer != null) {
                    tokenizer.close();
                }
                throw e;
            }
        }

        private DjlAttentionExtractor open() {
            if (path == null) {
                throw new IllegalStateException("An extractor needs a model: call model(…) first");
            }
            if (!Files.isRegularFile(path)) {
                throw new ModelFormatException("There is no model file " + path);
            }
            if (!Engine.hasEngine("PyTorch")) {
                throw new ModelFormatException("There is no PyTorch engine on the class path to run " + path
                        + "; add ai.djl.pytorch:pytorch-engine");
            }
            ZooModel<AttentionRequest, AttentionResult> loaded = load(path);
            try {
                return open(loaded, path);
            } catch (RuntimeException e) {
                loaded.close();
                throw e;
            }
        }

        private ZooModel<AttentionRequest, AttentionResult> load(Path file) {
            try {
                return Criteria.builder()
                        .setTypes(AttentionRequest.class, AttentionResult.class)
                        .optModelPath(file)
                        .optEngine("PyTorch")
                        .optDevice(device)
                        .optTranslator(new AttentionTranslator(tokenizer, inputs, ModelDescription.UNKNOWN))
                        .build()
                        .loadModel();
            } catch (IOException | ModelNotFoundException | MalformedModelException | EngineException e) {
                throw new ModelFormatException(
                        "PyTorch cannot open " + file + " as TorchScript: " + e.getMessage()
                                + ". Expected a file written by torch.jit.save, not a state dict",
                        e);
            }
        }

        private DjlAttentionExtractor open(ZooModel<AttentionRequest, AttentionResult> loaded, Path file) {
            ModelDescription description = new ModelDescription(
                    String.valueOf(file.getFileName()),
                    "torchscript",
                    "",
                    "PyTorch " + Engine.getEngine("PyTorch").getVersion());
            ExtractionException failure = null;
            for (List<String> names : inputs.isEmpty() ? USUAL_INPUTS : List.of(inputs)) {
                AttentionTranslator translator = new AttentionTranslator(tokenizer, names, description);
                AttentionTranslator probe = new AttentionTranslator(null, names, description);
                try {
                    AttentionResult seen = predict(
                            loaded, probe, AttentionRequest.builder(sample).build());
                    return new DjlAttentionExtractor(loaded, translator, description, sites(seen), tokenizer);
                } catch (ExtractionException e) {
                    if (failure != null) {
                        e.addSuppressed(failure);
                    }
                    failure = e;
                }
            }
            throw new ExtractionException(
                    "The model " + file + " does not run on the sample " + sample
                            + "; say what it takes with inputs(…) and sample(…)",
                    failure);
        }

        private static List<AttentionSite> sites(AttentionResult seen) {
            List<AttentionSite> sites = new ArrayList<>();
            for (AttentionStack stack : seen.stacks()) {
                for (AttentionLayer layer : stack.stream().toList()) {
                    sites.add(new AttentionSite(
                            layer.kind(), layer.number(), layer.heads().size(), "output", "output"));
                }
            }
            return List.copyOf(sites);
        }
    }
}
