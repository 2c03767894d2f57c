package io.github.attention4j.djl.script;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import io.github.attention4j.tensor.ElementType;
import io.github.attention4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a TorchScript file in DJL's PyTorch engine. */
final class ScriptRun {
    private ScriptRun() {}

    /** The outputs as the engine flattens them, numbers as floats. */
    static List<Tensor> run(Path model, List<Tensor> inputs) throws Exception {
        try (Model loaded = Model.newInstance("model", "PyTorch")) {
            loaded.load(model);
            try (Predictor<NDList, NDList> predictor = loaded.newPredictor(new NoopTranslator(null));
                    NDManager manager = loaded.getNDManager().newSubManager()) {
                NDList given = new NDList();
                inputs.forEach(input -> given.add(array(manager, input)));
                List<Tensor> outputs = new ArrayList<>();
                try (NDList returned = predictor.predict(given)) {
                    for (NDArray array : returned) {
                        outputs.add(Tensor.ofFloats(
                                array.toType(DataType.FLOAT32, true).toFloatArray(),
                                array.getShape().getShape()));
                    }
                }
                return outputs;
            }
        }
    }

    private static NDArray array(NDManager manager, Tensor tensor) {
        Shape shape = new Shape(tensor.shape());
        if (tensor.type() == ElementType.BOOL) {
            long[] values = tensor.toLongArray();
            boolean[] flags = new boolean[values.length];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = values[i] != 0;
            }
            return manager.create(flags, shape);
        }
        return tensor.type() == ElementType.FLOAT32
                ? manager.create(tensor.toFloatArray(), shape)
                : manager.create(tensor.toLongArray(), shape);
    }
}
