package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.site.Factor;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.List;

/** A tensor of a site. */
enum SitePart {
    WEIGHTS,
    SCORES,
    QUERIES,
    KEYS,
    VALUES;

    String tensor(SiteTensors tensors) {
        return switch (this) {
            case WEIGHTS -> tensors.weights();
            case SCORES -> tensors.scores();
            case QUERIES -> tensors.queries().tensor();
            case KEYS -> tensors.keys().tensor();
            case VALUES -> tensors.values().tensor();
        };
    }

    /** The axis, counted from the end, along which steps in time follow one another; 0 if the last step has it all. */
    long stepAxis(SiteTensors tensors) {
        return switch (this) {
            case WEIGHTS, SCORES -> tensors.axes().query();
            case QUERIES -> tokenAxis(tensors.queries());
                // Later steps look at the keys and values of earlier ones, too.
            case KEYS, VALUES -> 0;
        };
    }

    private static long tokenAxis(Factor factor) {
        List<Long> layout = factor.layout();
        if (layout != null) {
            return layout.get(layout.size() - 2) - layout.size();
        }
        return factor.transposed() ? -1 : -2;
    }
}
