package io.github.attention4j.onnx.graph.rewrite;

import java.util.LinkedHashMap;
import java.util.Map;

/** What changes in a model: its main graph and its functions. Collected while planning. */
public final class ModelEdit {
    private final GraphEdit main = new GraphEdit();
    private final Map<Integer, GraphEdit> functions = new LinkedHashMap<>();

    /** No changes yet. */
    public ModelEdit() {}

    /**
     * The edit of the main graph.
     *
     * @return the edit
     */
    public GraphEdit main() {
        return main;
    }

    /**
     * The edit of a function's body.
     *
     * @param index the function's position in the model
     * @return the edit, made when first asked for
     */
    public GraphEdit function(int index) {
        return functions.computeIfAbsent(index, key -> new GraphEdit());
    }

    Map<Integer, GraphEdit> functions() {
        return functions;
    }
}
