package io.github.attention4j.djl;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.spi.AttentionExtractorProvider;
import io.github.attention4j.spi.ModelSource;

/** Makes TorchScript files known to {@link io.github.attention4j.AttentionExtractors}. */
public final class DjlAttentionExtractorProvider implements AttentionExtractorProvider {
    /** For {@link java.util.ServiceLoader}. */
    public DjlAttentionExtractorProvider() {}

    @Override
    public String engine() {
        return "pytorch";
    }

    @Override
    public boolean recognizes(ModelSource source) {
        // By the name alone: what a file of such a name holds instead of TorchScript is said when it is opened.
        return source.hasExtension(".pt") || source.hasExtension(".pth");
    }

    @Override
    public AttentionExtractor open(ModelSource source) {
        DjlAttentionExtractor.Builder builder = DjlAttentionExtractor.builder().model(source.model());
        source.tokenizer().ifPresent(builder::tokenizer);
        return builder.build();
    }
}
