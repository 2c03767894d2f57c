package io.github.attention4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The text of the walkthrough, read from its first page to its last, says what a word means before it uses it. */
class DefinedTermsTest {
    private static final Pattern DEFINITION = Pattern.compile("<dfn>(.*?)</dfn>", Pattern.DOTALL);
    /** Texts and captions; not headings, which may name what follows, and not the data and drawings in views. */
    private static final Pattern PROSE = Pattern.compile(
            "<div class=\"text\">(.*?)</div>\\s*(?:<figure>|</section>)|<figcaption>(.*?)</figcaption>",
            Pattern.DOTALL);

    /** What a reader of the pages reads. */
    private static String everything() throws IOException {
        return prose("");
    }

    /** What is read aloud or seen when the pages are presented. */
    private static String presented() throws IOException {
        return prose("(?s)<(p|div) class=\"more\">.*?</\\1>");
    }

    private static String prose(String leftOut) throws IOException {
        StringBuilder prose = new StringBuilder();
        for (Path page : BuiltSite.pages().subList(1, BuiltSite.pages().size())) {
            String html = Files.readString(page).replaceAll("(?s)<svg.*?</svg>", "");
            Matcher texts = PROSE.matcher(leftOut.isEmpty() ? html : html.replaceAll(leftOut, ""));
            while (texts.find()) {
                prose.append(texts.group(1) == null ? texts.group(2) : texts.group(1))
                        .append('\n');
            }
        }
        return prose.toString();
    }

    private static void assertDefinedBeforeUse(String prose, String term) {
        String stem = term.toLowerCase(Locale.ROOT).replaceAll("s$", "");
        Matcher uses = Pattern.compile("\\b" + Pattern.quote(stem) + "s?\\b").matcher(prose.toLowerCase(Locale.ROOT));
        assertThat(uses.find()).as(term).isTrue();
        assertThat(prose.substring(Math.max(0, uses.start() - 5), uses.start()))
                .as(() -> "the first use of \"" + term + "\" is not where it is defined: …"
                        + prose.substring(Math.max(0, uses.start() - 80), uses.end()))
                .isEqualTo("<dfn>");
    }

    @Test
    void everyTermIsDefinedBeforeItIsUsed() throws IOException {
        String prose = everything();
        List<String> terms = DEFINITION
                .matcher(prose)
                .results()
                .map(definition -> definition.group(1))
                .distinct()
                .toList();
        assertThat(terms).contains("tokens", "layers", "attention", "shares", "head", "query", "keys");
        terms.forEach(term -> assertDefinedBeforeUse(prose, term));
    }

    /** What is only defined in the small print must not be used in the large one. */
    @Test
    void presentedTextsDoNotNeedTheSmallPrint() throws IOException {
        String presented = presented();
        for (MatchResult definition : DEFINITION.matcher(everything()).results().toList()) {
            String term = definition.group(1);
            if (Pattern.compile("\\b" + Pattern.quote(term.toLowerCase(Locale.ROOT)) + "\\b")
                    .matcher(presented.toLowerCase(Locale.ROOT))
                    .find()) {
                assertDefinedBeforeUse(presented, term);
            }
        }
    }
}
