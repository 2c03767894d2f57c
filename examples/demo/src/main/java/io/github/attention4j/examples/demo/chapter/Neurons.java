package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.render.AttentionViews;

/** From a head's behaviour to the numbers that cause it; a use case of Vig (2019). */
public final class Neurons {
    static final String TEXT = "The old captain stood upon the deck of the ship, and looked for the white whale in the"
            + " sea; but the whale was not to be seen, and the men were silent.";

    private Neurons() {}

    /**
     * Looks for a head that looks near, and for the number in its vectors that falls most with the distance.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        AttentionResult result = models.mobyGpt()
                .extract(AttentionRequest.builder(TEXT).vectors(true).build());
        DistanceDecay decay = DistanceDecay.steepest(result.stack(AttentionKind.DECODER));
        int farthest = decay.products().size() - 1;
        return new Contents()
                .put("head", WhereAWordLooks.named(decay.head()))
                .put("neuron", Integer.toString(decay.neuron()))
                .put("dimension", Integer.toString(decay.dimension()))
                .put("correlation", HeadsAndLayers.number(decay.correlation()))
                .put("near", HeadsAndLayers.number(decay.products().get(0)))
                .put("far", HeadsAndLayers.number(decay.products().get(farthest)))
                .put("farthest", Integer.toString(farthest))
                .share("nearWeight", decay.weights().get(1))
                .share("farWeight", decay.weights().get(farthest))
                .markup("products", Curve.of("mean product of neuron " + decay.neuron(), decay.products()))
                .markup("weights", Curve.of("mean share", decay.weights()))
                .view(
                        "lines",
                        "Where every token looks in " + WhereAWordLooks.named(decay.head()),
                        Focus.on(decay.head(), AttentionViews.headView(result)))
                .view(
                        "neurons",
                        "Query, key and their product in " + WhereAWordLooks.named(decay.head()),
                        Focus.on(decay.head(), AttentionViews.neuronView(result))
                                .includeHeads(decay.head().head())
                                .state("token=query.12"));
    }
}
