package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.analysis.compare.HeadRef;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Claim;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.examples.demo.site.Shares;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.HtmlView;

/** Tokens, shares, and what a line between two words is. */
public final class WhatALineMeans {
    static final String SENTENCE = "The cat sat on the mat because it was tired.";
    static final HeadRef HEAD = new HeadRef(5, 11);

    private WhatALineMeans() {}

    /**
     * Reads the sentence.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        Reading reading = Reading.ofEncoder(models.miniLm().extract(SENTENCE));
        Claim.check(
                reading.strongest("it", "cat").get(0).equals(HEAD), "of all heads, this one links it and cat the most");
        Claim.check(reading.favourite(HEAD, "it").equals("cat"), "it takes most from cat");
        return new Contents()
                .tokens("sentenceTokens", reading.stack())
                .tokens(
                        "longTokens",
                        Reading.ofEncoder(models.miniLm().extract("Photosynthesis"))
                                .stack())
                .put("shares", reading.shares(HEAD, "it", "cat"))
                .share("itToCat", reading.share(HEAD, "it", "cat"))
                .share("itToMat", reading.share(HEAD, "it", "mat"))
                .view("lines", "Where “it” looks in layer 5, head 11", lines(reading));
    }

    /**
     * The picture that the site opens with.
     *
     * @param models the models
     * @return what the first page needs
     */
    public static Contents cover(Models models) {
        Reading reading = Reading.ofEncoder(models.miniLm().extract(SENTENCE));
        String share = Shares.printed(reading.share(HEAD, "it", "cat"));
        return new Contents()
                .view("cover", "Where “it” looks in layer 5, head 11", lines(reading))
                .put(
                        "coverCaption",
                        "A real model reads a sentence. This is what it takes for “it”: " + share
                                + " from “cat”. Point at any other word.");
    }

    private static HtmlView lines(Reading reading) {
        return Focus.on(HEAD, AttentionViews.headView(reading.result())).state(reading.holding("query", "it"));
    }
}
