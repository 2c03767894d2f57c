package io.github.attention4j.onnx;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.djl.HuggingFaceAttentionTokenizer;
import io.github.attention4j.onnx.graph.OnnxModel;
import io.github.attention4j.onnx.internal.ModelFile;
import io.github.attention4j.onnx.internal.OnnxRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
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
public final class OnnxAttentionExtractor implements AttentionExtractor {
    private final OnnxRunner runner;

    private OnnxAttentionExtractor(OnnxRunner runner) {
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
        private @Nullable AttentionTokenizer tokenizer;
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
                return new OnnxAttentionExtractor(OnnxRunner.open(model, tokenizer, sessionOptions));
            } catch (RuntimeException e) {
                if (tokenizer != null) {
                    tokenizer.close();
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
