package io.github.attention4j.analysis.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionMatrix;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.CharSpan;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.RowMeaning;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Constructed;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.analysis.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static Token token(int index, String piece, int start, int end, int word) {
        CharSpan span = start < 0 ? null : new CharSpan(start, end);
        return new Token(index, Token.UNKNOWN, piece, piece, span, start < 0, 0, word, null);
    }

    @Test
    void wordsComeFromTheTokenizerOrFromCharacters() {
        TokenSequence numbered = TokenSequence.of(List.of(
                token(0, "[CLS]", -1, 0, Token.UNKNOWN),
                token(1, "un", 0, 2, 0),
                token(2, "##aware", 2, 7, 0),
                token(3, "don", 8, 11, 1),
                token(4, "'", 11, 12, 2),
                token(5, "t", 12, 13, 3)));
        TokenGroups words = TokenGroups.words(numbered);
        assertThat(words.groups().texts()).containsExactly("[CLS]", "unaware", "don", "'", "t");
        assertThat(words.groups().get(1).charSpan()).isEqualTo(new CharSpan(0, 7));
        assertThat(words.groups().get(0).special()).isTrue();
        TokenSequence unnumbered = TokenSequence.of(List.of(
                token(0, "un", 0, 2, Token.UNKNOWN),
                token(1, "aware", 2, 7, Token.UNKNOWN),
                token(2, ",", 7, 8, Token.UNKNOWN),
                token(3, "go", 9, 11, Token.UNKNOWN),
                token(4, "##ing", -1, 0, Token.UNKNOWN).withSpecial(false)));
        assertThat(TokenGroups.words(unnumbered).groupOfToken()).containsExactly(0, 0, 1, 2, 2);
    }

    @Test
    void aggregationEqualsNumpyOnMiniLm() {
        TokenGroups groups = TokenGroups.of(Reference.CAT_TOKENS, List.of(List.of(2, 3), List.of(6, 7)));
        assertThat(groups.groups().texts()).containsExactly("[CLS]", "the", "cat sat", "on", "the", "mat [SEP]");
        AttentionStack words = WordAggregation.aggregate(Reference.cat(), groups, groups);
        double[] expected = Reference.values("words");
        int at = 0;
        for (int layer = 0; layer < 6; layer++) {
            for (int head = 0; head < 12; head++) {
                for (float weight : words.matrix(layer, head).toArray()) {
                    assertThat((double) weight).isCloseTo(expected[at++], within(1e-6));
                }
            }
        }
        assertThat(at).isEqualTo(expected.length);
    }

    @Property(tries = 100)
    void rowsStillSumToOne(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
        TokenSequence tokens = TokenSequence.ofPositions(size);
        Random random = new Random(seed);
        List<List<Integer>> groups = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        for (int position = 0; position < size; position++) {
            int group = random.nextInt(4);
            if (group < 3) {
                groups.get(group).add(position);
            }
        }
        TokenGroups queries = TokenGroups.of(tokens, groups);
        TokenGroups keys = TokenGroups.of(tokens, List.of(groups.get(1)));
        AttentionStack grouped = WordAggregation.aggregate(Constructed.random(seed, 2, 2, tokens), queries, keys);
        for (int layer : grouped.layers()) {
            for (int head : grouped.heads()) {
                AttentionMatrix matrix = grouped.matrix(layer, head);
                assertThat(matrix.rowMeaning()).isEqualTo(RowMeaning.DISTRIBUTION);
                for (int query = 0; query < matrix.queryCount(); query++) {
                    assertThat(matrix.rowSum(query)).isCloseTo(1, within(2e-6));
                }
            }
        }
    }

    @Property(tries = 30)
    void groupsOfOneChangeNothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int size) {
        AttentionStack stack = Constructed.random(seed, 1, 3, TokenSequence.ofPositions(size));
        TokenGroups alone = TokenGroups.of(stack.keyTokens(), List.of());
        AttentionStack grouped = WordAggregation.aggregate(stack, alone, alone);
        assertThat(grouped.layer(0).weights()).isEqualTo(stack.layer(0).weights());
    }

    @Test
    void spansSentencesAndTheirErrors() {
        TokenSequence tokens = TokenSequence.of(List.of(
                token(0, "[CLS]", -1, 0, 0),
                token(1, "New", 0, 3, 0),
                token(2, "York", 4, 8, 1),
                token(3, "is", 9, 11, 2)));
        TokenGroups city = TokenGroups.spans(tokens, 0, List.of(new CharSpan(0, 8)));
        assertThat(city.groups().texts()).containsExactly("[CLS]", "New York", "is");
        assertThat(TokenGroups.sentences(Reference.PAIR_TOKENS).groups().texts())
                .containsExactly("[CLS]", "the dog , the cat .", "[SEP]", "a dog sat .", "[SEP]");
        assertThatThrownBy(() -> TokenGroups.spans(tokens, 0, List.of(new CharSpan(0, 8), new CharSpan(2, 11))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("York");
        assertThatThrownBy(() -> TokenGroups.of(tokens, List.of(List.of(0, 9))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("9");
        TokenGroups other = TokenGroups.words(TokenSequence.ofPositions(3));
        assertThatThrownBy(() -> WordAggregation.aggregate(Reference.cat(), other, other))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("other tokens");
    }

    @Test
    void slicesSayWhetherTheyWereScaled() {
        AttentionStack cat = Reference.cat();
        AttentionLayer kept = AttentionSlices.withoutSpecials(cat).layer(2);
        AttentionLayer scaled = AttentionSlices.withoutSpecialsRenormalized(cat).layer(2);
        assertThat(kept.rowMeaning()).isEqualTo(RowMeaning.SLICED);
        assertThat(scaled.rowMeaning()).isEqualTo(RowMeaning.RENORMALIZED);
        assertThat(kept.keyTokens().texts()).containsExactly("the", "cat", "sat", "on", "the", "mat");
        assertThat(kept.keyTokens().get(0).index()).isEqualTo(1);
        for (int query = 0; query < 6; query++) {
            assertThat(kept.matrix(3).weight(query, 4))
                    .isEqualTo(cat.matrix(2, 3).weight(query + 1, 5));
            assertThat(kept.matrix(3).rowSum(query)).isLessThan(0.9999);
            assertThat(scaled.matrix(3).rowSum(query)).isCloseTo(1, within(1e-6));
            double ratio =
                    scaled.matrix(3).weight(query, 4) / (double) kept.matrix(3).weight(query, 4);
            assertThat(ratio).isCloseTo(1 / kept.matrix(3).rowSum(query), within(1e-5));
        }
    }

    @Test
    void rowsWithNothingLeftStayZero() {
        TokenSequence tokens = TokenSequence.ofTexts("[CLS]", "a", "b");
        AttentionStack sink =
                Constructed.stack(AttentionKind.ENCODER, tokens, Constructed.oneHot((query, size) -> 0, 3));
        assertThat(AttentionSlices.withoutSpecialsRenormalized(sink)
                        .matrix(0, 0)
                        .toArray())
                .containsExactly(0, 0, 0, 0);
    }

    @Test
    void shareIsTheMeanWeightFromSomeToSome() {
        AttentionStack uniform =
                Constructed.stack(AttentionKind.ENCODER, Reference.PAIR_TOKENS, Constructed.uniform(13));
        HeadTable share =
                AttentionSlices.share(uniform, token -> token.segment() == 1 && !token.special(), token -> token.text()
                        .equals("dog"));
        assertThat(share.value(0, 0)).isCloseTo(2.0 / 13, within(1e-7));
    }
}
