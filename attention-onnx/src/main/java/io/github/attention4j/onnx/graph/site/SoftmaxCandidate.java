package io.github.attention4j.onnx.graph.site;

import io.github.attention4j.onnx.graph.OnnxNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A softmax, as one operator or spelt out.
 *
 * @param node the node that gives the probabilities
 * @param operator how the softmax is written, for reports
 * @param input the tensor before it
 * @param output the tensor after it
 * @param axis the axis that sums to 1: negative from the end, or counted from the front
 * @param flattens whether, as before opset 13, all axes from {@code axis} on sum to 1 together
 */
record SoftmaxCandidate(OnnxNode node, String operator, String input, String output, int axis, boolean flattens) {
    private static final Set<String> ONE_OPERATOR = Set.of("Softmax", "BiasSoftmax", "QLinearSoftmax");

    static List<SoftmaxCandidate> in(Scope scope, long opset) {
        List<SoftmaxCandidate> candidates = new ArrayList<>();
        for (OnnxNode node : scope.graph().nodes()) {
            SoftmaxCandidate candidate = of(scope, node, opset);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private static @Nullable SoftmaxCandidate of(Scope scope, OnnxNode node, long opset) {
        if (ONE_OPERATOR.contains(node.operator())) {
            boolean flattens = node.isStandard() && opset > 0 && opset < 13;
            int axis = (int) node.integer("axis", flattens ? 1 : -1);
            return new SoftmaxCandidate(node, node.qualifiedOperator(), node.input(0), node.output(0), axis, flattens);
        }
        if (node.is("Div") || node.is("Mul")) {
            return normalisedExponential(scope, node);
        }
        if (node.is("Exp")) {
            OnnxNode log = scope.producer(node.input(0));
            if (log != null && log.is("LogSoftmax")) {
                boolean flattens = opset > 0 && opset < 13;
                int axis = (int) log.integer("axis", flattens ? 1 : -1);
                return new SoftmaxCandidate(node, "Exp(LogSoftmax)", log.input(0), node.output(0), axis, flattens);
            }
        }
        return null;
    }

    /** {@code exp / sum(exp)}, or {@code exp * (1 / sum(exp))}. */
    private static @Nullable SoftmaxCandidate normalisedExponential(Scope scope, OnnxNode node) {
        for (int position = 0; position < (node.is("Div") ? 1 : 2); position++) {
            OnnxNode exponential = through(scope, scope.producer(node.input(position)), Set.of("Identity", "Cast"));
            OnnxNode sum = through(
                    scope,
                    scope.producer(node.input(1 - position)),
                    Set.of("Identity", "Cast", "Add", "Clip", "Max", "Reciprocal", "Expand"));
            if (exponential == null
                    || !exponential.is("Exp")
                    || sum == null
                    || !sum.is("ReduceSum")
                    || !exponential.output(0).equals(beforeCast(scope, sum.input(0)))) {
                continue;
            }
            List<Long> axes = reducedAxes(scope, sum);
            if (axes.size() == 1) {
                return new SoftmaxCandidate(
                        node,
                        "Exp/ReduceSum/" + node.operator(),
                        exponential.input(0),
                        node.output(0),
                        axes.get(0).intValue(),
                        false);
            }
        }
        return null;
    }

    private static @Nullable OnnxNode through(Scope scope, @Nullable OnnxNode start, Set<String> operators) {
        OnnxNode node = start;
        while (node != null && operators.contains(node.operator())) {
            OnnxNode first = scope.producer(node.input(0));
            node = first == null && node.inputs().size() > 1 ? scope.producer(node.input(1)) : first;
        }
        return node;
    }

    private static String beforeCast(Scope scope, String tensor) {
        String name = tensor;
        OnnxNode node = scope.producer(name);
        while (node != null && (node.is("Cast") || node.is("Identity"))) {
            name = node.input(0);
            node = scope.producer(name);
        }
        return name;
    }

    private static List<Long> reducedAxes(Scope scope, OnnxNode sum) {
        if (sum.inputs().size() > 1 && !sum.input(1).isEmpty()) {
            return Constants.integers(scope, sum.input(1));
        }
        return sum.integers("axes");
    }

    /**
     * The axis that sums to 1, counted from the end.
     *
     * @return a negative number, or 0 if the tensor's rank would be needed and is not known
     */
    int axisFromEnd(Scope scope) {
        if (axis < 0) {
            return axis;
        }
        int rank = Ranks.of(scope, input);
        if (rank == Ranks.UNKNOWN) {
            rank = Ranks.of(scope, output);
        }
        return rank == Ranks.UNKNOWN ? 0 : axis - rank;
    }
}
