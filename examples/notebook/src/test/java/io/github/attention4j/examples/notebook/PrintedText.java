package io.github.attention4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Texts with rounded numbers: another processor may round the last printed digit the other way. */
final class PrintedText {
    private static final Pattern FRACTION = Pattern.compile("\\d+\\.(\\d+)");

    private PrintedText() {}

    static void assertSame(String seen, String expected) {
        assertThat(FRACTION.matcher(seen).replaceAll("<number>"))
                .isEqualTo(FRACTION.matcher(expected).replaceAll("<number>"));
        List<MatchResult> numbers = FRACTION.matcher(seen).results().toList();
        List<MatchResult> wanted = FRACTION.matcher(expected).results().toList();
        for (int i = 0; i < wanted.size(); i++) {
            double step = Math.pow(10, -wanted.get(i).group(1).length());
            assertThat(Double.parseDouble(numbers.get(i).group()))
                    .as(expected)
                    .isCloseTo(Double.parseDouble(wanted.get(i).group()), within(1.01 * step));
        }
    }
}
