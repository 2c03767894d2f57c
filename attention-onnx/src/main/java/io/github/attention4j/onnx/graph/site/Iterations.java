package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxAttribute;
import io.github.attention4j.onnx.graph.OnnxGraph;
import io.github.attention4j.onnx.graph.OnnxNode;
import io.github.attention4j.onnx.graph.StoredTensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@code Loop} or {@code Scan}, and how often it runs.
 *
 * @param body the body
 * @param count the number of iterations, or -1 if only a run can tell
 */
record Iterations(Scope body, int count) {
    private static final int UNKNOWN = -1;
    private static final int FARTHEST = 8;
    /** Deeper than any model; a hostile count must not become as many layers. */
    private static final int MOST_LAYERS = 1024;
    /** Before, Scan had an axis for batches. */
    private static final int FIRST_SCAN_OPSET = 9;
    /** A Loop's body takes the iteration's number and the condition before what is carried along. */
    private static final int CARRIED_FROM = 2;

    /** The iterations of a node, or null if it is another operator or its body does not fit it. */
    static @Nullable Iterations of(Scope scope, OnnxNode node, long opset) {
        OnnxAttribute attribute = node.attributes().get("body");
        OnnxGraph body = attribute == null ? null : attribute.graph();
        if (body == null) {
            return null;
        }
        if (node.is("Loop")
                && body.inputs().size() >= CARRIED_FROM
                && !body.outputs().isEmpty()) {
            return loop(scope, node, body);
        }
        long scanned = node.integer("num_scan_inputs", 0);
        boolean fits = scanned >= 1
                && scanned <= node.inputs().size()
                && scanned <= body.inputs().size();
        return node.is("Scan") && opset >= FIRST_SCAN_OPSET && fits ? scan(scope, node, body, (int) scanned) : null;
    }

    boolean areLayers() {
        return count > 0;
    }

    private static Iterations loop(Scope scope, OnnxNode node, OnnxGraph body) {
        String number = body.inputs().get(0).name();
        String condition = body.inputs().get(1).name();
        Scope inner = scope.inner(body, Set.of(number, condition));
        List<Long> most = Constants.integers(scope, node.input(0));
        boolean fixed = most.size() == 1
                && (node.input(1).isEmpty() || scope.stored(node.input(1)) != null)
                && isUnconditional(inner, condition, body.outputs().get(0).name());
        return new Iterations(inner, fixed ? layers(most.get(0)) : UNKNOWN);
    }

    /** Whether the condition stays what it was. */
    private static boolean isUnconditional(Scope inner, String before, String after) {
        String tensor = after;
        for (int step = 0; step < FARTHEST; step++) {
            OnnxNode node = inner.producer(tensor);
            if (node == null || !node.is("Identity")) {
                break;
            }
            tensor = node.input(0);
        }
        return tensor.equals(before) || inner.stored(tensor) != null;
    }

    private static Iterations scan(Scope scope, OnnxNode node, OnnxGraph body, int scanned) {
        Set<String> still = new HashSet<>();
        long count = UNKNOWN;
        for (int position = 0; position < scanned; position++) {
            String tensor = node.input(node.inputs().size() - scanned + position);
            if (scope.isActivation(tensor)) {
                continue;
            }
            still.add(
                    body.inputs().get(body.inputs().size() - scanned + position).name());
            count = Math.max(count, extent(scope.stored(tensor), axis(node, position)));
        }
        // What runs over tokens of the input is a course of time, whatever runs along with it.
        return new Iterations(scope.inner(body, still), still.size() == scanned ? layers(count) : UNKNOWN);
    }

    private static long axis(OnnxNode scan, int position) {
        List<Long> axes = scan.integers("scan_input_axes");
        return position < axes.size() ? axes.get(position) : 0;
    }

    private static long extent(@Nullable StoredTensor stored, long axis) {
        if (stored == null) {
            return UNKNOWN;
        }
        int rank = stored.shape().size();
        long fromFront = axis < 0 ? axis + rank : axis;
        return fromFront < 0 || fromFront >= rank ? UNKNOWN : stored.shape().get((int) fromFront);
    }

    private static int layers(long count) {
        return count >= 1 && count <= MOST_LAYERS ? (int) count : UNKNOWN;
    }
}
