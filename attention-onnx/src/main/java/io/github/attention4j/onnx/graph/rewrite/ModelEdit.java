package io.github.attention4j.onnx.graph.rewrite;

/** What changes in a model: its main graph, and what is in it. Collected while planning. */
public final class ModelEdit {
    private final GraphEdit main = new GraphEdit();

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
}
