package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;

/** A model beside its quantised twin. */
public final class RoundedWeights {
    private RoundedWeights() {}

    /**
     * Reads one sentence with both.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        AttentionResult exact = models.miniLm().extract(WhatALineMeans.SENTENCE);
        AttentionResult rounded = models.quantisedMiniLm().extract(WhatALineMeans.SENTENCE);
        Reading first = Reading.ofEncoder(exact);
        Reading second = Reading.ofEncoder(rounded);
        Apart apart = Apart.of(first.stack(), second.stack());
        return new Contents()
                .put("head", WhereAWordLooks.named(apart.head()))
                .put("largest", apart.printedLargest())
                .put("mean", apart.printedMean())
                .share("exactCat", first.share(WhatALineMeans.HEAD, "it", "cat"))
                .share("roundedCat", second.share(WhatALineMeans.HEAD, "it", "cat"))
                .view(
                        "comparison",
                        "Rounded minus exact, " + WhereAWordLooks.named(apart.head()),
                        Focus.on(apart.head(), AttentionViews.comparison(exact, rounded)));
    }
}
