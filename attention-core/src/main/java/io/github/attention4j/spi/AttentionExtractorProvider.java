package io.github.attention4j.spi;

import io.github.attention4j.AttentionExtractor;

/**
 * A model backend. Named in {@code META-INF/services/io.github.attention4j.spi.AttentionExtractorProvider}, it is
 * found by {@link io.github.attention4j.AttentionExtractors}. Needs a public constructor without parameters that does
 * no work: native libraries are loaded in {@link #open}.
 */
public interface AttentionExtractorProvider {
    /**
     * The engine's name, as a caller asks for it.
     *
     * @return lower case, such as {@code onnx} or {@code pytorch}
     */
    String engine();

    /**
     * Whether this backend reads a file. Decided by the name and the first bytes, without loading anything.
     *
     * @param source the file to look at
     * @return true if {@link #open} is worth a try
     */
    boolean recognizes(ModelSource source);

    /**
     * Opens a model.
     *
     * @param source the model and what goes with it
     * @return an extractor that the caller closes
     * @throws io.github.attention4j.ModelFormatException if the file is not what it looked like
     * @throws io.github.attention4j.AttentionNotFoundException if the model has no attention
     * @throws io.github.attention4j.TokenizerException if the tokenizer cannot be read
     */
    AttentionExtractor open(ModelSource source);
}
