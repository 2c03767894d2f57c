package io.github.attention4j.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionGenerator;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.GenerationRequest;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.Token;
import io.github.attention4j.djl.HuggingFaceAttentionTokenizer;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.internal.EncoderDecoderRunner;
import io.github.attention4j.onnx.internal.ExecutionProviders;
import io.github.attention4j.onnx.internal.ModelFile;
import io.github.attention4j.onnx.internal.OnnxRunner;
import io.github.attention4j.onnx.internal.Runner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attention of an ONNX file as it is deployed, run by ONNX Runtime on whatever the session options say.
 *
 * <p>The file is neither changed nor re-exported: attention is found in it by data flow, and the model is rewritten in
 * memory so that it also returns what a request asks for. Weights stay in the file, which must not be changed in place
 * while the extractor is open (replacing it by another file is fine).
 *
 * <p>Thread-safe; calls from several threads run side by side.
 */
public final class OnnxAttentionExtractor implements AttentionExtractor, AttentionGenerator {
    private final Runner runner;

    private OnnxAttentionExtractor(Runner runner) {
        this.runner = runner;
    }

    /**
     * Starts an extractor.
     *
     * @return a builder; it needs a model
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a model's structure without opening it in a runtime, for a look at what is in it with
     * {@link io.github.attention4j.onnx.graph.site.SiteSearch}.
     *
     * @param path an {@code .onnx} file
     * @return its nodes, names and shapes; weights are not read
     * @throws ModelFormatException if the file is missing or not an ONNX model
     */
    public static OnnxModel read(Path path) {
        return ModelFile.of(path).model();
    }

    @Override
    public AttentionResult extract(AttentionRequest request) {
        return runner.extract(request);
    }

    @Override
    public List<AttentionResult> extractAll(List<AttentionRequest> requests) {
        return runner.extractAll(requests);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A model that takes keys and values of earlier tokens (inputs {@code past…}, outputs {@code present…}) is fed
     * the new token only; any other is run on the whole text again, and the new row picked inside the graph.
     */
    @Override
    public AttentionResult generate(GenerationRequest request, Consumer<Token> listener) {
        return runner.generate(request, listener);
    }

    @Override
    public List<AttentionSite> sites() {
        return runner.sites();
    }

    @Override
    public ModelDescription model() {
        return runner.model();
    }

    @Override
    public void close() {
        runner.close();
    }

    /** Collects what an extractor needs; not thread-safe. */
    public static final class Builder {
        private @Nullable ModelFile model;
        private @Nullable ModelFile decoder;
        private @Nullable AttentionTokenizer tokenizer;
        private final List<SessionConfigurer> providers = new ArrayList<>();
        private SessionConfigurer sessionOptions = options -> {};

        private Builder() {}

        /**
         * The model, from a file. Its weights are not read into the heap.
         *
         * @param path an {@code .onnx} file
         * @return this builder
         * @throws ModelFormatException if the file is missing or not an ONNX model
         */
        public Builder model(Path path) {
            this.model = ModelFile.of(path);
            return this;
        }

        /**
         * The encoder of a model in two files, as exporters write them; {@link #decoder} has to follow. Results hold
         * the attention of both. The decoder gets the encoder's states and an empty cache; where both files have an
         * input of the same name, {@code decoder_} before it means the decoder's.
         *
         * @param path an {@code .onnx} file, such as {@code encoder_model.onnx}
         * @return this builder
         * @throws ModelFormatException if the file is missing or not an ONNX model
         */
        public Builder encoder(Path path) {
            return model(path);
        }

        /**
         * The decoder that looks at what the {@link #encoder} gives.
         *
         * @param path an {@code .onnx} file, such as {@code decoder_model.onnx} or {@code decoder_model_merged.onnx}
         * @return this builder
         * @throws ModelFormatException if the file is missing or not an ONNX model
         */
        public Builder decoder(Path path) {
            this.decoder = ModelFile.of(path);
            return this;
        }

        /**
         * The model, from memory.
         *
         * @param name what messages and results call it
         * @param bytes the whole model; the caller must not change them
         * @return this builder
         * @throws ModelFormatException if the bytes are not an ONNX model
         */
        public Builder model(String name, byte[] bytes) {
            this.model = ModelFile.of(name, bytes);
            return this;
        }

        /**
         * The model, from the class path.
         *
         * @param loader whose resources to look in
         * @param resource the resource's name, such as {@code all-minilm-l6-v2.onnx}
         * @return this builder
         * @throws ModelFormatException if there is no such resource, or it is not an ONNX model
         */
        public Builder modelResource(ClassLoader loader, String resource) {
            return model(resource, read(loader, resource));
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
         * The tokenizer for texts, from the class path.
         *
         * @param loader whose resources to look in
         * @param resource the name of a Hugging Face {@code tokenizer.json}
         * @return this builder
         * @throws ModelFormatException if there is no such resource
         * @throws io.github.attention4j.TokenizerException if it cannot be read
         */
        public Builder tokenizerResource(ClassLoader loader, String resource) {
            return tokenizer(HuggingFaceAttentionTokenizer.open(read(loader, resource)));
        }

        /**
         * Threads, execution providers and whatever else ONNX Runtime leaves to its user.
         *
         * @param configurer called for each session that is opened
         * @return this builder
         */
        public Builder sessionOptions(SessionConfigurer configurer) {
            this.sessionOptions = configurer;
            return this;
        }

        /**
         * Where to run, by name; comes before whatever {@link #sessionOptions} sets, and may be called several times,
         * the preferred provider first.
         *
         * @param name {@code CUDA}, {@code TensorRT}, {@code CoreML}, {@code DirectML}, … in any case
         * @return this builder
         * @throws io.github.attention4j.InvalidRequestException if there is no provider of that name
         * @throws ModelFormatException if the native library on the class path was built without it
         */
        public Builder executionProvider(String name) {
            providers.add(ExecutionProviders.named(name));
            return this;
        }

        /**
         * How many threads a single run uses; without this call as many as ONNX Runtime thinks fit. With several
         * callers at a time, few threads for each serve best.
         *
         * @param count at least 1
         * @return this builder
         * @throws IllegalArgumentException if the count is less than 1
         */
        public Builder threads(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("A run has at least one thread, not " + count);
            }
            providers.add(options -> options.setIntraOpNumThreads(count));
            return this;
        }

        private void configure(SessionOptions options) throws OrtException {
            for (SessionConfigurer provider : providers) {
                provider.configure(options);
            }
            sessionOptions.configure(options);
        }

        /**
         * Finds the attention and opens the model.
         *
         * @return an extractor that the caller closes
         * @throws AttentionNotFoundException if the model has no attention
         * @throws ModelFormatException if ONNX Runtime refuses the model
         * @throws IllegalStateException if no model was given
         */
        public OnnxAttentionExtractor build() {
            if (model == null) {
                throw new IllegalStateException("An extractor needs a model: call model(…) first");
            }
            try {
                return new OnnxAttentionExtractor(open(model));
            } catch (RuntimeException e) {
                if (tokenizer != null) {
                    tokenizer.close();
                }
                throw e;
            }
        }

        private Runner open(ModelFile first) {
            if (decoder == null) {
                return OnnxRunner.open(first, tokenizer, this::configure);
            }
            OnnxRunner second = OnnxRunner.open(decoder, null, this::configure);
            OnnxRunner opened = null;
            try {
                opened = OnnxRunner.open(first, tokenizer, this::configure);
                return new EncoderDecoderRunner(opened, second, tokenizer);
            } catch (RuntimeException e) {
                second.close();
                if (opened != null) {
                    opened.close();
                }
                throw e;
            }
        }

        private static byte[] read(ClassLoader loader, String resource) {
            try (InputStream in = loader.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new ModelFormatException("There is no class path resource " + resource);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new ModelFormatException("Cannot read the class path resource " + resource, e);
            }
        }
    }
}
