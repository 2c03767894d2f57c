package io.github.attention4j.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.SessionConfigurer;
import io.github.attention4j.onnx.graph.rewrite.ModelEdit;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions of one model, each for another edit of it. Thread-safe. */
final class SessionOpener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);
    private static final String WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path";

    private final ModelFile file;
    private final SessionConfigurer configurer;

    SessionOpener(ModelFile file, SessionConfigurer configurer) {
        this.file = file;
        this.configurer = configurer;
    }

    OrtSession open(ModelEdit edit) {
        byte[] model = file.rewritten(edit);
        try {
            return open(model, null);
        } catch (OrtException first) {
            // Some quantised models that other runtimes wrote break ONNX Runtime's own higher optimisations.
            try {
                OrtSession session = open(model, OptLevel.BASIC_OPT);
                LOG.warn(
                        "{} opens at basic graph optimisation only; at the level asked for, ONNX Runtime says: {}",
                        file.name(),
                        first.getMessage());
                return session;
            } catch (OrtException second) {
                second.addSuppressed(first);
                throw new ModelFormatException(
                        "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion() + " refuses " + file.name()
                                + ": " + second.getMessage(),
                        second);
            }
        }
    }

    private OrtSession open(byte[] model, @Nullable OptLevel level) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            configure(options, level);
            return OrtEnvironment.getEnvironment().createSession(model, options);
        }
    }

    /** Sets what the user wants, and what the rewritten model needs to find its weights. */
    void configure(SessionOptions options, @Nullable OptLevel level) throws OrtException {
        configurer.configure(options);
        if (level != null) {
            options.setOptimizationLevel(level);
        }
        Path folder = file.weightsFolder();
        if (folder != null) {
            options.addConfigEntry(WEIGHTS_FOLDER, folder.toString());
        }
    }
}
