package io.github.attention4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @Test
    void readsNumbersAndRanges() {
        assertThat(Selection.parse("0, 2-4,3").numbers()).containsExactly(0, 2, 3, 4);
        assertThat(Selection.parse("all").isAll()).isTrue();
        assertThat(Selection.parse("0,2-4")).isEqualTo(Selection.of(4, 3, 2, 0)).hasToString("0,2,3,4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1,", "a", "-1", "4-2", "1-2-3", "0-99999999999", "1.5"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> Selection.parse(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(text);
    }

    @Test
    void namesWhatThereIsWhenSomethingIsMissing() {
        assertThatThrownBy(() -> Selection.of(9).from(List.of(0, 1, 2, 3, 4, 5), "layer"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("There is no layer 9; there are 6, numbered 0 to 5");
        assertThat(Selection.of(5, 1).from(List.of(0, 1, 2, 3, 4, 5), "layer")).containsExactly(1, 5);
    }
}
