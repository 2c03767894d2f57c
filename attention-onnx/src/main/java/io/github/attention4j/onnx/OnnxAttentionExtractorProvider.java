package io.github.attention4j.onnx;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.spi.AttentionExtractorProvider;
import io.github.attention4j.spi.ModelSource;
import java.nio.ByteBuffer;

/** Makes {@code .onnx} files known to {@link io.github.attention4j.AttentionExtractors}. */
public final class OnnxAttentionExtractorProvider implements AttentionExtractorProvider {
    /** A {@code ModelProto} begins with its first field, the version of the format: a small number. */
    private static final int IR_VERSION_KEY = 0x08;

    private static final int NEWEST_PLAUSIBLE_VERSION = 64;

    /** For {@link java.util.ServiceLoader}. */
    public OnnxAttentionExtractorProvider() {}

    @Override
    public String engine() {
        return "onnx";
    }

    @Override
    public boolean recognizes(ModelSource source) {
        ByteBuffer first = source.firstBytes();
        boolean looksLikeModel = first.remaining() > 2
                && first.get(0) == IR_VERSION_KEY
                && first.get(1) > 0
                && first.get(1) < NEWEST_PLAUSIBLE_VERSION;
        // What cannot be opened for its format, ONNX Runtime's own, is refused here with the reason.
        return looksLikeModel || source.hasExtension(".onnx") || source.hasExtension(".ort");
    }

    @Override
    public AttentionExtractor open(ModelSource source) {
        OnnxAttentionExtractor.Builder builder =
                OnnxAttentionExtractor.builder().model(source.model());
        source.tokenizer().ifPresent(builder::tokenizer);
        return builder.build();
    }
}
