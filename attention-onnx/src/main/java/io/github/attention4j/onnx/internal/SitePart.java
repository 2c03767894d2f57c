package io.github.attention4j.onnx.internal;

import io.github.attention4j.onnx.graph.site.Factor;
import io.github.attention4j.onnx.graph.site.SiteTensors;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A tensor of a site, and which of its axes, counted from the end, grows when steps in time follow one another. */
enum SitePart {
    WEIGHTS(SiteTensors::weights, tensors -> tensors.axes().query()),
    SCORES(SiteTensors::scores, tensors -> tensors.axes().query()),
    QUERIES(tensors -> tensors.queries().tensor(), tensors -> tokenAxis(tensors.queries())),
    KEYS(tensors -> tensors.keys().tensor(), tensors -> SitePart.REPLACED),
    VALUES(tensors -> tensors.values().tensor(), tensors -> SitePart.REPLACED);

    /** Later steps look at the keys and values of earlier ones, too: those of the last step are all there are. */
    private static final long REPLACED = 0;

    private final Function<SiteTensors, String> tensor;
    private final ToLongFunction<SiteTensors> stepAxis;

    SitePart(Function<SiteTensors, String> tensor, ToLongFunction<SiteTensors> stepAxis) {
        this.tensor = tensor;
        this.stepAxis = stepAxis;
    }

    String tensor(SiteTensors tensors) {
        return tensor.apply(tensors);
    }

    /** A negative axis; 0 if the last step's tensor stands for all steps. */
    long stepAxis(SiteTensors tensors) {
        return stepAxis.applyAsLong(tensors);
    }

    private static long tokenAxis(Factor factor) {
        List<Long> layout = factor.layout();
        if (layout != null) {
            return layout.get(layout.size() - 2) - layout.size();
        }
        return factor.transposed() ? -1 : -2;
    }
}
