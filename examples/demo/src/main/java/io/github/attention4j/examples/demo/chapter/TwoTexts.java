package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionRequest;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.HeadScore;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;

/** Two sentences read as one input. */
public final class TwoTexts {
    private static final String FIRST = "A young woman plays the violin on a street.";
    private static final String SECOND = "Somebody makes music outside.";

    private TwoTexts() {}

    /**
     * Reads the pair.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        Reading reading = Reading.ofEncoder(models.miniLm().extract(AttentionRequest.of(FIRST, SECOND)));
        HeadScore across = HeadMetrics.of(reading.stack())
                .table(HeadMetric.ACROSS_SENTENCES)
                .ranked()
                .get(0);
        return new Contents()
                .tokens("tokens", reading.stack())
                .put("head", HeadsAndLayers.named(across))
                .share("across", across.score())
                .view(
                        "lines",
                        "From the second sentence to the first, " + HeadsAndLayers.named(across),
                        Focus.on(across, AttentionViews.headView(reading.result()))
                                .state("sentences=ba"));
    }
}
