package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.analysis.HeadPattern;
import io.github.attention4j.analysis.HeadScore;
import io.github.attention4j.analysis.HeadSearch;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.examples.demo.site.Shares;
import io.github.attention4j.render.AttentionViews;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Heads found and named by what they do, over many sentences; a use case of Vig (2019). */
public final class FindingHeads {
    private static final List<String> SENTENCES = List.of(
            "The king sent the queen a letter, and the queen sent the king an answer.",
            "If the rain stops, we will walk to the river; if the rain goes on, we will stay.",
            "A good teacher listens to a good question and gives a good answer.",
            "The train to the north leaves before the train to the south.",
            "She read the book, closed the book, and gave the book to her brother.",
            "Old houses have old windows, and old windows let the cold in.",
            "The baker bakes bread in the morning, and the miller mills flour at night.",
            "Where there is smoke, there is fire.",
            "The judge heard the witness, but the witness had not seen the judge.",
            "One day he will come, one day he will go, and one day he will be forgotten.");
    private static final Map<String, HeadPattern> KINDS = kinds();

    private FindingHeads() {}

    private static Map<String, HeadPattern> kinds() {
        Map<String, HeadPattern> kinds = new LinkedHashMap<>();
        kinds.put("previous", HeadPattern.previousToken());
        kinds.put("delimiter", HeadPattern.delimiter());
        kinds.put("same", HeadPattern.duplicateToken());
        return kinds;
    }

    /**
     * Searches ten sentences for three kinds of heads.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        List<AttentionResult> read =
                SENTENCES.stream().map(models.miniLm()::extract).toList();
        Contents contents = new Contents().put("sentenceCount", Integer.toString(SENTENCES.size()));
        List<List<String>> rows = new ArrayList<>();
        KINDS.forEach((name, pattern) -> {
            HeadSearch search = new HeadSearch(pattern);
            read.forEach(result -> search.add(result.stack(AttentionKind.ENCODER)));
            List<HeadScore> ranked = search.table().ranked();
            for (HeadScore score : ranked.subList(0, 3)) {
                rows.add(List.of(pattern.name(), HeadsAndLayers.named(score), Shares.printed(score.score())));
            }
            HeadScore best = ranked.get(0);
            contents.put(name + "Head", HeadsAndLayers.named(best))
                    .share(name + "Score", best.score())
                    .view(name, HeadsAndLayers.named(best), Focus.on(best, AttentionViews.headView(read.get(0))));
        });
        return contents.table("found", List.of("kind", "head", "score"), rows);
    }
}
