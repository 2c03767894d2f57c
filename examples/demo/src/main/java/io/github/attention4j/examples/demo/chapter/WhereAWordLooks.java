package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.analysis.compare.HeadRef;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Claim;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.examples.demo.site.Shares;
import io.github.attention4j.render.AttentionViews;
import java.util.List;
import java.util.Map;

/** What does a word attend to? The first question of Vig (2019). */
public final class WhereAWordLooks {
    private static final String TIRED = "The animal did not cross the street because it was too tired.";
    private static final String WIDE = "The animal did not cross the street because it was too wide.";
    private static final HeadRef ANTECEDENT = new HeadRef(3, 1);

    private WhereAWordLooks() {}

    /**
     * Reads the sentences.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        Reading cat = Reading.ofEncoder(models.miniLm().extract(WhatALineMeans.SENTENCE));
        HeadRef head = WhatALineMeans.HEAD;
        long catFirst = cat.heads()
                .filter(each -> cat.favourite(each, "it").equals("cat"))
                .count();
        long itFirst = cat.heads()
                .filter(each -> cat.favourite(each, "it").equals("it"))
                .count();
        List<Map<String, Object>> heads = cat.strongest("it", "cat").stream()
                .limit(8)
                .map(each -> Shares.of(named(each), cat.share(each, "it", "cat"), false))
                .toList();
        long little =
                cat.heads().filter(each -> cat.share(each, "it", "cat") < 0.1).count();
        Contents contents = new Contents()
                .put("little", Long.toString(little))
                .view(
                        "allHeads",
                        "Where “it” looks in the twelve heads of layer 5",
                        Focus.on(head, AttentionViews.headView(cat.result()))
                                .heads(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
                                .state(cat.holding("query", "it")))
                .view(
                        "text",
                        "The sentence, coloured by what “it” takes in layer 5, head 11",
                        Focus.on(head, AttentionViews.textView(cat.result())).state(cat.holding("query", "it")))
                .put("heads", heads)
                .put("catFirst", Long.toString(catFirst))
                .put("itFirst", Long.toString(itFirst))
                .put("headCount", Long.toString(cat.heads().count()));
        return changedWord(models, contents);
    }

    private static Contents changedWord(Models models, Contents contents) {
        Reading tired = Reading.ofEncoder(models.miniLm().extract(TIRED));
        Reading wide = Reading.ofEncoder(models.miniLm().extract(WIDE));
        double before = tired.share(ANTECEDENT, "it", "animal");
        double after = wide.share(ANTECEDENT, "it", "animal");
        Claim.check(after < before, "with wide, animal gets a smaller share");
        Claim.check(
                wide.mean("it", "animal") > wide.mean("it", "street"),
                "on the mean, animal keeps more than street even with wide");
        return contents.share("tiredAnimal", before)
                .share("wideAnimal", after)
                .share("tiredStreet", tired.share(ANTECEDENT, "it", "street"))
                .share("wideStreet", wide.share(ANTECEDENT, "it", "street"))
                .share("meanAnimal", wide.mean("it", "animal"))
                .share("meanStreet", wide.mean("it", "street"))
                .view(
                        "changed",
                        "Layer 3, head 1: what “wide” in the place of “tired” changes",
                        Focus.on(ANTECEDENT, AttentionViews.comparison(tired.result(), wide.result())));
    }

    static String named(HeadRef head) {
        return "layer " + head.layer() + ", head " + head.head();
    }
}
