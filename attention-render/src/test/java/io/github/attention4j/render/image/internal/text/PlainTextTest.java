package io.github.attention4j.render.image.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a token looks like as a label. */
class PlainTextTest {
    @Test
    void aLongLabelEndsWithAWholeCharacter() {
        String family = "👨‍👩‍👧";
        assertThat(PlainText.label(family.repeat(40))).isEqualTo(family.repeat(27) + "\u2026");
        assertThat(PlainText.label("🇩🇪".repeat(40))).isEqualTo("🇩🇪".repeat(27) + "\u2026");
        assertThat(PlainText.label("e\u0301".repeat(28))).isEqualTo("e\u0301".repeat(28));
        assertThat(PlainText.label("x".repeat(29))).isEqualTo("x".repeat(27) + "\u2026");
    }

    @Test
    void aTextThatIsLongInUnitsOnlySaysThatSomeIsMissing() {
        assertThat(PlainText.label("😀‍".repeat(1000) + "end")).endsWith("\u2026");
        assertThat(PlainText.label("a".repeat(223) + "😀")).doesNotContain("\ufffd");
    }

    @Test
    void accentsDoNotTowerOverOtherLines() {
        assertThat(PlainText.label("a" + "\u0301".repeat(1000) + "b")).startsWith("a" + "\u0301".repeat(4));
        assertThat(PlainText.label("a" + "\u0301".repeat(9) + "b")).isEqualTo("a" + "\u0301".repeat(4) + "b");
    }

    @Test
    void hiddenTextIsSpeltOut() {
        assertThat(PlainText.label("a\udb40\udc67")).isEqualTo("a\\u{e0067}");
        assertThat(PlainText.label("\ud83c\udff4\udb40\udc67\udb40\udc7f"))
                .isEqualTo("\ud83c\udff4\\u{e0067}\\u{e007f}");
        assertThat(PlainText.label("a\u200db\u202e")).isEqualTo("a\\u200db\\u202e");
    }
}
