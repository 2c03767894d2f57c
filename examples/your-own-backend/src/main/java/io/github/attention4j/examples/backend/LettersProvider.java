package io.github.attention4j.examples.backend;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.ModelFormatException;
import io.github.attention4j.spi.AttentionExtractorProvider;
import io.github.attention4j.spi.ModelSource;

/** What {@code ServiceLoader} finds. */
public final class LettersProvider implements AttentionExtractorProvider {
    @Override
    public String engine() {
        return "letters";
    }

    @Override
    public boolean recognizes(ModelSource source) {
        return source.hasExtension(".safetensors");
    }

    @Override
    public AttentionExtractor open(ModelSource source) {
        try {
            return new LettersExtractor(
                    new LettersEngine(source.model()), source.model().toString());
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("Cannot open " + source.model() + ": " + e.getMessage(), e);
        }
    }
}
