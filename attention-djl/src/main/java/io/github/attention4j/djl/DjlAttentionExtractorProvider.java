package io.github.attention4j.djl;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.spi.AttentionExtractorProvider;
import io.github.attention4j.spi.ModelSource;
import java.nio.ByteBuffer;

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
        ByteBuffer first = source.firstBytes();
        boolean archive = first.remaining() > 2 && first.get(0) == 'P' && first.get(1) == 'K';
        return archive && (source.hasExtension(".pt") || source.hasExtension(".pth"));
    }

    @Override
    public AttentionExtractor open(ModelSource source) {
        DjlAttentionExtractor.Builder builder = DjlAttentionExtractor.builder().model(source.model());
        source.tokenizer().ifPresent(builder::tokenizer);
        return builder.build();
    }
}
