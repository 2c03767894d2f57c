package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.StoredTensor;
import io.github.attention4j.onnx.graph.rewrite.GraphEdit;
import io.github.attention4j.onnx.graph.rewrite.NewNode;
import io.github.attention4j.onnx.graph.rewrite.NewTensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** Narrows weights inside the graph, so that fewer bytes leave it, and widens them again behind it. */
final class Rounding {
    private static final float STEPS = 255;
    /** Stands in for the largest weight of a row that is masked as a whole. */
    private static final float TINY = 1e-30f;

    private Rounding() {}

    static String toHalf(GraphEdit graph, String weights) {
        String half = weights + ".half";
        graph.add(NewNode.of("Cast", List.of(weights), half, Map.of("to", (long) StoredTensor.FLOAT16)));
        return half;
    }

    /**
     * Steps between 0 and the largest weight of a row.
     *
     * @param weights single-precision weights
     * @param largest the largest of each row
     * @return the tensor that holds the steps
     */
    static String toSteps(GraphEdit graph, String weights, String largest) {
        String steps = weights + ".steps";
        graph.add(NewTensor.ofFloat(steps + ".tiny", TINY));
        graph.add(NewTensor.ofFloat(steps + ".count", STEPS));
        graph.add(NewTensor.ofFloat(steps + ".half", 0.5f));
        graph.add(NewNode.of("Max", List.of(largest, steps + ".tiny"), steps + ".largest", Map.of()));
        graph.add(NewNode.of("Div", List.of(weights, steps + ".largest"), steps + ".share", Map.of()));
        graph.add(NewNode.of("Mul", List.of(steps + ".share", steps + ".count"), steps + ".exact", Map.of()));
        // A cast cuts off what is behind the point.
        graph.add(NewNode.of("Add", List.of(steps + ".exact", steps + ".half"), steps + ".raised", Map.of()));
        graph.add(NewNode.of("Cast", List.of(steps + ".raised"), steps, Map.of("to", (long) StoredTensor.UINT8)));
        return steps;
    }

    static FloatBuffer fromSteps(FloatBuffer steps, FloatBuffer largest, int rowLength) {
        float[] weights = new float[steps.remaining()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = steps.get(i) * largest.get(i / rowLength) / STEPS;
        }
        return FloatBuffer.wrap(weights);
    }
}
