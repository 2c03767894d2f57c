package io.github.attention4j.onnx;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.repository.zoo.ZooModel;
import ai.onnxruntime.OrtException;
import io.github.attention4j.AttentionNotFoundException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.onnx.internal.ModelFile;
import io.github.attention4j.onnx.internal.RewrittenModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file, rewritten so that it also returns its attention, as a model of DJL's OnnxRuntime engine: for programs
 * that are built on DJL. {@code newPredictor()} answers an {@link AttentionRequest} with an {@link AttentionResult};
 * with a translator of one's own, the attention follows behind the model's own outputs, kind by kind and layer by
 * layer.
 *
 * <p>The graph always computes all weights; requests pick kinds and layers of them and may ask for the model's own
 * outputs. For anything else that is pushed into the graph there is {@link OnnxAttentionExtractor}. The engine is not
 * brought along: put {@code ai.djl.onnxruntime:onnxruntime-engine} on the class path. It sets up ONNX Runtime for the
 * whole process and fails where that has been done, so the first DJL model has to be opened before the first
 * {@link OnnxAttentionExtractor}.
 */
public final class OnnxAttentionModel {
    private OnnxAttentionModel() {}

    /**
     * Opens a model with ONNX Runtime's defaults.
     *
     * @param path an {@code .onnx} file; its weights are not read into the heap, and it must not be changed in place
     *     while the model is open
     * @param tokenizer reads texts; null if only ids and tensors are requested. Not closed
     * @return a model that the caller closes
     * @throws ModelFormatException if the file is missing, not an ONNX model, or there is no OnnxRuntime engine, or
     *     ONNX Runtime was in use before it
     * @throws AttentionNotFoundException if the model has no attention
     */
    public static ZooModel<AttentionRequest, AttentionResult> open(Path path, @Nullable AttentionTokenizer tokenizer) {
        return open(path, tokenizer, options -> {});
    }

    /**
     * Opens a model.
     *
     * @param path an {@code .onnx} file; its weights are not read into the heap, and it must not be changed in place
     *     while the model is open
     * @param tokenizer reads texts; null if only ids and tensors are requested. Not closed
     * @param sessionOptions threads, execution providers, memory
     * @return a model that the caller closes
     * @throws ModelFormatException if the file is missing, not an ONNX model, or there is no OnnxRuntime engine, or
     *     ONNX Runtime was in use before it
     * @throws AttentionNotFoundException if the model has no attention
     */
    public static ZooModel<AttentionRequest, AttentionResult> open(
            Path path, @Nullable AttentionTokenizer tokenizer, SessionConfigurer sessionOptions) {
        if (!Engine.hasEngine("OnnxRuntime")) {
            throw new ModelFormatException("There is no OnnxRuntime engine on the class path to run " + path
                    + "; add ai.djl.onnxruntime:onnxruntime-engine");
        }
        requireFirst(path);
        RewrittenModel rewritten = new RewrittenModel(ModelFile.of(path), tokenizer, sessionOptions);
        Model model = Model.newInstance(String.valueOf(path.getFileName()), "OnnxRuntime");
        try {
            rewritten.loadInto(model);
            return new ZooModel<>(model, rewritten.translator());
        } catch (IOException | MalformedModelException | OrtException e) {
            model.close();
            throw new ModelFormatException("DJL's OnnxRuntime engine refuses " + path + ": " + e.getMessage(), e);
        }
    }

    /** The engine insists on setting up ONNX Runtime itself, which happens once in a process. */
    private static void requireFirst(Path path) {
        try {
            Engine.getEngine("OnnxRuntime");
        } catch (LinkageError e) {
            throw new ModelFormatException(
                    "DJL's OnnxRuntime engine cannot open " + path + ", as ONNX Runtime is in use already: open the "
                            + "DJL model before the first OnnxAttentionExtractor of the process",
                    e);
        }
    }
}
