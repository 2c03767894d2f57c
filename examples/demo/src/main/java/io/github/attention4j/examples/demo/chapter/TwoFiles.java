package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionException;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model as two files: ONNX and TorchScript. */
public final class TwoFiles {
    private static final Logger LOGGER = LoggerFactory.getLogger(TwoFiles.class);

    private TwoFiles() {}

    /**
     * Reads one text with both.
     *
     * @param models the models
     * @return what the page needs; without a comparison where PyTorch does not run
     */
    public static Contents of(Models models) {
        AttentionResult onnx = models.mobyGpt().extract(Neurons.TEXT);
        AttentionResult script;
        try {
            script = models.mobyGptAsTorchScript().extract(Neurons.TEXT);
        } catch (AttentionException | IllegalStateException | UnsatisfiedLinkError e) {
            // The native library of PyTorch that the demo brings is that of Linux on x86.
            LOGGER.warn("PyTorch does not run here, so the page on two files has no picture", e);
            return new Contents().put("present", false);
        }
        Apart apart = Apart.of(onnx.stack(AttentionKind.DECODER), script.stack(AttentionKind.DECODER));
        return new Contents()
                .put("present", true)
                .put("largest", apart.scientific())
                .view(
                        "comparison",
                        "TorchScript minus ONNX, " + WhereAWordLooks.named(apart.head()),
                        Focus.on(apart.head(), AttentionViews.comparison(onnx, script)));
    }
}
