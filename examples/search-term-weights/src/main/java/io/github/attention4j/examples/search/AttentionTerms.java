package io.github.attention4j.examples.search;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.Reduction;
import io.github.attention4j.Selection;
import io.github.attention4j.analysis.signal.TermWeight;
import io.github.attention4j.analysis.signal.TermWeights;
import java.util.List;

/** The words of a text, weighted by what the model's opening token looks at in its last layer. */
public final class AttentionTerms {
    private static final TermWeights RECIPE = TermWeights.builder()
            .stopWords(Terms.stopWords())
            .normalizer(Terms::ofWord)
            .build();

    private final AttentionExtractor extractor;
    private final int lastLayer;

    /**
     * Uses a sentence encoder.
     *
     * @param extractor stays open as long as this is used
     */
    public AttentionTerms(AttentionExtractor extractor) {
        this.extractor = extractor;
        this.lastLayer = extractor.sites().size() - 1;
    }

    /**
     * Weighs the words of a text. Of the whole attention only one row, the mean over heads, leaves the model.
     *
     * @param text what to index
     * @return a weight per term
     */
    public List<TermWeight> of(String text) {
        AttentionLayer layer = extractor
                .extract(AttentionRequest.builder(text)
                        .layers(lastLayer)
                        .queryRows(Selection.of(0))
                        .reduction(Reduction.HEAD_MEAN)
                        .build())
                .stack(AttentionKind.ENCODER)
                .layer(lastLayer);
        return RECIPE.of(layer);
    }
}
