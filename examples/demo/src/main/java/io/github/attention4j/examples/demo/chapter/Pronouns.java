package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.analysis.compare.HeadRef;
import io.github.attention4j.examples.demo.Models;
import io.github.attention4j.examples.demo.site.Claim;
import io.github.attention4j.examples.demo.site.Contents;
import io.github.attention4j.examples.demo.site.Shares;
import io.github.attention4j.render.AttentionViews;
import io.github.attention4j.render.HtmlView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Coreference and bias, a use case of Vig (2019): whom does a pronoun stand for, and does its gender matter? */
public final class Pronouns {
    private static final String DOCTOR_FIRST = "The doctor asked the nurse a question. %s was very tired.";
    private static final String NURSE_FIRST = "The nurse asked the doctor a question. %s was very tired.";

    private Pronouns() {}

    /**
     * Reads the sentence with both pronouns and in both orders.
     *
     * @param models the models
     * @return what the page needs
     */
    public static Contents of(Models models) {
        Reading she = read(models, DOCTOR_FIRST, "She");
        Reading he = read(models, DOCTOR_FIRST, "He");
        HeadRef doctor = mostChanged(she, he, "doctor");
        HeadRef nurse = mostChanged(she, he, "nurse");
        Claim.check(change(she, he, doctor, "doctor") > 0, "He takes more from doctor than She");
        Contents contents = new Contents()
                .put("doctorHead", WhereAWordLooks.named(doctor))
                .share("sheDoctorHead", she.share(doctor, "She", "doctor"))
                .share("heDoctorHead", he.share(doctor, "He", "doctor"))
                .put("nurseHead", WhereAWordLooks.named(nurse))
                .share("sheNurseHead", she.share(nurse, "She", "nurse"))
                .share("heNurseHead", he.share(nurse, "He", "nurse"))
                .view("she", "Where “She” looks in " + WhereAWordLooks.named(doctor), lines(she, doctor, "She"))
                .view("he", "Where “He” looks in " + WhereAWordLooks.named(doctor), lines(he, doctor, "He"));
        List<List<String>> rows = new ArrayList<>();
        for (String text : List.of(DOCTOR_FIRST, NURSE_FIRST)) {
            Reading sheReads = read(models, text, "She");
            Reading heReads = read(models, text, "He");
            Claim.check(
                    sheReads.mean("She", "nurse") > sheReads.mean("She", "doctor")
                            && heReads.mean("He", "nurse") > heReads.mean("He", "doctor"),
                    "both pronouns take more from nurse on the mean, in both orders");
            Claim.check(
                    heReads.mean("He", "doctor") > sheReads.mean("She", "doctor"),
                    "He takes more from doctor than She on the mean, in both orders");
            Claim.check(
                    Math.abs(heReads.mean("He", "nurse") - sheReads.mean("She", "nurse"))
                            < 0.3 * (heReads.mean("He", "doctor") - sheReads.mean("She", "doctor")),
                    "what is taken from nurse hardly changes, in both orders");
            rows.add(row(sheReads, text, "She"));
            rows.add(row(heReads, text, "He"));
        }
        return contents.table("means", List.of("sentence", "from “doctor”", "from “nurse”"), rows);
    }

    private static Reading read(Models models, String text, String pronoun) {
        return Reading.ofEncoder(models.miniLm().extract(text.replace("%s", pronoun)));
    }

    private static List<String> row(Reading reading, String text, String pronoun) {
        return List.of(
                text.replace("%s", pronoun),
                Shares.printed(reading.mean(pronoun, "doctor")),
                Shares.printed(reading.mean(pronoun, "nurse")));
    }

    /** How much more the second pronoun takes. */
    private static double change(Reading she, Reading he, HeadRef head, String from) {
        return he.share(head, "He", from) - she.share(head, "She", from);
    }

    private static HeadRef mostChanged(Reading she, Reading he, String from) {
        return she.heads()
                .max(Comparator.comparingDouble(head -> Math.abs(change(she, he, head, from))))
                .orElseThrow();
    }

    private static HtmlView lines(Reading reading, HeadRef head, String pronoun) {
        return Focus.on(head, AttentionViews.headView(reading.result())).state(reading.holding("query", pronoun));
    }
}
