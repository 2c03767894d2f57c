package io.github.attention4j.djl.internal;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.attention4j.AttentionException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model in one of DJL's engines. Thread-safe, apart from closing. */
public final class LoadedModel implements AutoCloseable {
    private static final String ENGINE = "PyTorch";
    private static final String REASON = "RuntimeError: ";

    private final Model model;
    private final @Nullable TemporaryModel temporary;

    private LoadedModel(Model model, @Nullable TemporaryModel temporary) {
        this.model = model;
        this.temporary = temporary;
    }

    /**
     * A model that is loaded already, on any engine.
     *
     * @param model the model; closed with this
     * @return the model
     */
    public static LoadedModel of(Model model) {
        return new LoadedModel(model, null);
    }

    /**
     * Loads a TorchScript file into DJL's PyTorch engine.
     *
     * @param file a TorchScript file
     * @param device where to run it
     * @param options DJL's options for loading a model
     * @return the model, to be closed
     * @throws ModelFormatException if there is no engine, or it cannot read the file
     */
    public static LoadedModel load(Path file, Device device, Map<String, String> options) {
        requireEngine(file);
        Model model = Model.newInstance(String.valueOf(file.getFileName()), device, ENGINE);
        try {
            model.load(file, null, options);
            return new LoadedModel(model, null);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw cannotOpen(file, e);
        }
    }

    /**
     * Loads a rewritten model into DJL's PyTorch engine.
     *
     * @param file deleted when the model is closed, or by this method if that fails
     * @param device where to run it
     * @return the model, to be closed
     * @throws ModelFormatException if the engine cannot read it
     */
    public static LoadedModel load(TemporaryModel file, Device device) {
        try {
            return new LoadedModel(load(file.path(), device, Map.of()).model, file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void requireEngine(Path file) {
        if (!Engine.hasEngine(ENGINE)) {
            throw new ModelFormatException("There is no PyTorch engine on the class path to run " + file
                    + "; add ai.djl.pytorch:pytorch-engine");
        }
        try {
            Objects.requireNonNull(Engine.getEngine(ENGINE));
        } catch (EngineException | LinkageError e) {
            throw new ModelFormatException(
                    "DJL's PyTorch engine is on the class path but does not start: " + e.getMessage()
                            + ". Without network access, add ai.djl.pytorch:pytorch-jni and "
                            + "ai.djl.pytorch:pytorch-native-cpu for this platform",
                    e);
        }
    }

    private static ModelFormatException cannotOpen(Path file, Exception e) {
        String message = String.valueOf(e.getMessage());
        boolean newer = message.contains("maximum supported version")
                || message.contains("Unknown builtin op")
                || message.contains("Unknown type name");
        String advice = newer
                ? ". The file was saved by a newer PyTorch than this engine, libtorch " + version()
                        + ": save it with that version or an older one, or use a newer DJL"
                : ". Expected a file written by torch.jit.save, not a state dict";
        return new ModelFormatException(
                "PyTorch cannot open " + file + " as TorchScript: " + firstLine(message) + advice, e);
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static String version() {
        return Engine.getEngine(ENGINE).getVersion();
    }

    private String engine() {
        return model.getNDManager().getEngine().getEngineName();
    }

    /**
     * The model itself.
     *
     * @return open until this is closed
     */
    public Model model() {
        return model;
    }

    /**
     * Runs the model on one request.
     *
     * @param translator makes inputs and result
     * @param request what is asked
     * @return the result
     * @throws ExtractionException if the engine fails
     */
    public AttentionResult predict(Translator<AttentionRequest, AttentionResult> translator, AttentionRequest request) {
        try (Predictor<AttentionRequest, AttentionResult> predictor = model.newPredictor(translator)) {
            return predictor.predict(request);
        } catch (TranslateException | EngineException e) {
            throw failure(e, request);
        }
    }

    /**
     * What to throw when the engine fails.
     *
     * @param e what DJL threw
     * @param request what was asked
     * @return our own exception if one lies underneath, else a new one
     */
    public AttentionException failure(Exception e, AttentionRequest request) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof AttentionException ours) {
            return ours;
        }
        return new ExtractionException(
                engine() + " failed to run " + model.getName() + " on " + request.input() + ": "
                        + reason(String.valueOf(cause.getMessage())),
                e);
    }

    /** PyTorch puts the traceback first and the reason last. */
    private static String reason(String message) {
        int at = message.lastIndexOf(REASON);
        if (at < 0) {
            return message.startsWith("Only one level of map")
                    ? "it returns a dictionary of something else than tensors, which DJL cannot read; return a tuple"
                    : message;
        }
        return firstLine(message.substring(at + REASON.length()).strip());
    }

    @Override
    public void close() {
        model.close();
        if (temporary != null) {
            temporary.close();
        }
    }
}
