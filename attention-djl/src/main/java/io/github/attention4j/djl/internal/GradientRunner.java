package io.github.attention4j.djl.internal;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.attention4j.AttentionException;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.ExtractionException;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.ModelDescription;
import io.github.attention4j.Reduction;
import io.github.attention4j.djl.GradientTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates an output of a TorchScript model with respect to its attention weights. Holds a second copy of the
 * model, whose parameters are ready for it, as those of a model loaded for inference never are. One run at a time.
 */
public final class GradientRunner implements AutoCloseable {
    private final LoadedModel loaded;
    private final Model gradients;

    private GradientRunner(LoadedModel loaded, Model gradients) {
        this.loaded = loaded;
        this.gradients = gradients;
    }

    /**
     * Loads a model to be differentiated.
     *
     * @param file a TorchScript file
     * @param device where to run it
     * @return the runner, to be closed
     * @throws io.github.attention4j.ModelFormatException if it cannot be loaded
     */
    public static GradientRunner load(Path file, Device device) {
        LoadedModel loaded = LoadedModel.load(file, device, Map.of("trainParam", "true"));
        Model gradients = Model.newInstance("gradients", device, "PyTorch");
        try (InputStream in =
                Objects.requireNonNull(GradientRunner.class.getResourceAsStream("gradients.pt"), "gradients.pt")) {
            gradients.load(in);
            return new GradientRunner(loaded, gradients);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            gradients.close();
            loaded.close();
            throw new ExtractionException("Cannot load what differentiates: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the model forwards and backwards.
     *
     * @param batch one request
     * @param reader tells which outputs are attention
     * @param description what the result carries
     * @param target what to differentiate
     * @return the result with gradients
     * @throws InvalidRequestException if the target does not exist or does not depend on the weights
     * @throws ExtractionException if the engine fails
     */
    public synchronized AttentionResult run(
            InputBatch batch, OutputReader reader, ModelDescription description, GradientTarget target) {
        AttentionRequest request = batch.inputs().get(0).request();
        if (!(request.reduction() instanceof Reduction.None)) {
            throw new InvalidRequestException(
                    "Gradients are of single weights; ask for them without a reduction of heads or rows");
        }
        Engine engine = Engine.getEngine("PyTorch");
        GraphOptimizer.enable(engine, false);
        @Nullable GradientCollector history = null;
        try (NDManager manager = loaded.model().getNDManager().newSubManager()) {
            history = engine.newGradientCollector();
            NDList outputs = forward(loaded.model(), manager, batch.arrays(manager, reader));
            ModelRun run = batch.run(outputs);
            Map<ModelOutput, ModelOutput> slopes = new HashMap<>();
            ResultBuilder results = new ResultBuilder(run, reader.read(run), batch, description, slopes);
            NDArray number = number(outputs, results, target);
            List<ModelOutput> weights = results.weights();
            NDList inputs = new NDList(number);
            for (ModelOutput weight : weights) {
                NDArray array = outputs.get(weight.position());
                // DJL makes one list of inputs with such a name.
                array.setName("weights[]");
                inputs.add(array);
            }
            NDList found = forward(gradients, manager, inputs);
            for (int i = 0; i < weights.size(); i++) {
                requireDependence(found.get(i), weights.get(i), target);
                slopes.put(weights.get(i), ModelOutput.of(i, found.get(i)));
            }
            return results.build().get(0);
        } catch (AttentionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw loaded.failure(e, request);
        } finally {
            if (history != null) {
                history.close();
            }
            GraphOptimizer.enable(engine, true);
        }
    }

    /** In training mode for the sake of its history; what was loaded stays in evaluation mode. */
    private static NDList forward(Model model, NDManager manager, NDList inputs) {
        return model.getBlock().forward(new ParameterStore(manager, false), inputs, true);
    }

    private static NDArray number(NDList outputs, ResultBuilder results, GradientTarget target) {
        Map<String, ModelOutput> own = results.ownOutputs();
        ModelOutput output = own.get(target.output());
        if (output == null) {
            throw new InvalidRequestException(
                    "The model has no output \"" + target.output() + "\"; it has " + own.keySet());
        }
        NDArray array = outputs.get(output.position());
        Shape shape = array.getShape();
        boolean inside = target.index().size() == shape.dimension();
        for (int axis = 0; inside && axis < shape.dimension(); axis++) {
            inside = target.index().get(axis) >= 0 && target.index().get(axis) < shape.get(axis);
        }
        if (!inside) {
            throw new InvalidRequestException("There is no element " + target.index() + " in the output " + output
                    + "; give one number per axis");
        }
        return shape.dimension() == 0
                ? array
                : array.get(target.index().stream().mapToLong(i -> i).toArray());
    }

    private static void requireDependence(NDArray slope, ModelOutput weights, GradientTarget target) {
        if (slope.getShape().size() == 0) {
            throw new InvalidRequestException("The output \"" + target.output()
                    + "\" does not depend on the weights in "
                    + weights.label() + ": it lies before them, or a fused operator computes it and the weights apart "
                    + "from each other");
        }
    }

    @Override
    public void close() {
        gradients.close();
        loaded.close();
    }
}
