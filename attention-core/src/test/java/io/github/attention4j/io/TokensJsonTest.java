package io.github.attention4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.attention4j.AttentionFileException;
import io.github.attention4j.CharSpan;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensJsonTest {
    @Property
    void everyTextSurvives(@ForAll List<String> texts, @ForAll char any) {
        String[] all = texts.toArray(String[]::new);
        TokenSequence tokens = TokenSequence.ofTexts(all);
        TokenSequence lone = TokenSequence.ofTexts("" + any, any + "x", "</script>\u202e\"\\\n\0");
        TokensJson read = TokensJson.parse(new TokensJson(tokens, lone).toJson());
        assertThat(read.encoder().texts()).isEqualTo(tokens.texts());
        assertThat(read.decoder().texts()).isEqualTo(lone.texts());
    }

    @Test
    void keepsWhatTheContractNames() {
        Token token = new Token(0, 42, "cat", "cat", new CharSpan(4, 7), false, 1, Token.UNKNOWN, null);
        Token special = Token.of(1, "[SEP]").withSpecial(true);
        TokensJson read = TokensJson.parse(
                new TokensJson(TokenSequence.of(List.of(token, special)), TokenSequence.of(List.of())).toJson());
        assertThat(read.encoder()).containsExactly(token, special);
        assertThat(read.decoder()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"encoder\":3}",
                "{\"encoder\":[{}]}",
                "{\"encoder\":[1]}",
                "{} x",
                "{\"encoder\":[],}",
                "{\"encoder\":[{\"text\":\"\\u12\"}]}"
            })
    void refusesOtherDocuments(String json) {
        assertThatThrownBy(() -> TokensJson.parse(json)).isInstanceOf(AttentionFileException.class);
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(() -> TokensJson.parse("[".repeat(100_000))).isInstanceOf(AttentionFileException.class);
    }
}
