package io.github.attention4j.djl.internal;

import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What came out of one run of a model.
 *
 * @param outputs the outputs in the order that the engine gave them
 * @param batch the number of inputs that were run together
 * @param lengths the lengths of the sequences that went in
 * @param ordered whether the outputs' order means something; that of a dictionary does not
 */
public record ModelRun(List<ModelOutput> outputs, int batch, Set<Integer> lengths, boolean ordered) {
    /**
     * The outputs of a DJL engine.
     *
     * @param outputs what the engine returned; must stay open while this is used
     * @param batch the number of inputs that were run together
     * @param lengths the lengths of the sequences that went in
     * @return the run
     */
    public static ModelRun of(NDList outputs, int batch, Set<Integer> lengths) {
        List<ModelOutput> all = new ArrayList<>(outputs.size());
        boolean dictionary = false;
        for (int position = 0; position < outputs.size(); position++) {
            ModelOutput output = ModelOutput.of(position, outputs.get(position));
            all.add(output);
            // ONNX Runtime names its outputs, too, but keeps them in the order of the graph.
            boolean pytorch = "PyTorch"
                    .equals(outputs.get(position).getManager().getEngine().getEngineName());
            dictionary |= pytorch && output.name() != null;
        }
        return new ModelRun(List.copyOf(all), batch, Set.copyOf(lengths), !dictionary);
    }
}
