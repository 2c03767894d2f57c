package io.github.attention4j.djl.internal;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.util.PairList;
import io.github.attention4j.ModelDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What can be told of a model that DJL has loaded, before it is run. */
public final class ModelTraits {
    private ModelTraits() {}

    /**
     * The model and what runs it.
     *
     * @param model the model
     * @return the description
     */
    public static ModelDescription describe(Model model) {
        Engine engine = model.getNDManager().getEngine();
        String format =
                switch (engine.getEngineName()) {
                    case "PyTorch" -> "torchscript";
                    case "OnnxRuntime" -> "onnx";
                    default -> "";
                };
        return new ModelDescription(model.getName(), format, "", engine.getEngineName() + " " + engine.getVersion());
    }

    /**
     * What the model takes: ONNX Runtime says it, PyTorch does not, but the file does.
     *
     * @param model the model
     * @return names in their order, or none if they are not known
     */
    public static List<String> inputs(Model model) {
        if (!model.getNDManager().getEngine().getEngineName().equals("PyTorch")) {
            PairList<String, ?> described = model.getBlock().describeInput();
            return described == null ? List.of() : List.copyOf(described.keys());
        }
        Path file = file(model);
        return Files.isRegularFile(file) ? TorchScriptSignature.read(file).inputs() : List.of();
    }

    /** The TorchScript file that DJL loads a model from, if it is loaded from one. */
    static Path file(Model model) {
        return model.getModelPath().resolve(model.getName() + ".pt");
    }
}
