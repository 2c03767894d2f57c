package io.github.attention4j.analysis;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.internal.TokenKinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What the metrics need to know of a layer's tokens, as plain arrays. */
final class LayerTokens {
    /** The group of queries that belong to no sentence. */
    static final int NO_SENTENCE = 0;

    final int queryCount;
    final int keyCount;
    final int[] queryIndex;
    final int[] keyIndex;
    final boolean keysFollowOneAnother;
    /** Least key index minus largest query index: the offset that comes first. */
    final int firstOffset;

    final int offsetCount;
    /** Per query {@link #NO_SENTENCE}, or 1 and up by sentence. */
    final int[] querySentence;

    final int[] keySentence;
    final int sentenceCount;
    final int[] specialKeys;
    final int[] openingKeys;
    final int[] separatingKeys;
    final int[] punctuationKeys;
    /** Per query the keys that hold the same token; queries of one token share the array. */
    final int[][] sameKeys;

    final int ordinaryQueries;
    /** How many queries have a key at their own position, before it, and after it. */
    final int queriesWithSelf;

    final int queriesWithPrevious;
    final int queriesWithNext;

    private LayerTokens(TokenSequence queries, TokenSequence keys) {
        queryCount = queries.size();
        keyCount = keys.size();
        queryIndex = queries.stream().mapToInt(Token::index).toArray();
        keyIndex = keys.stream().mapToInt(Token::index).toArray();
        keysFollowOneAnother =
                IntStream.range(0, keyCount).allMatch(position -> keyIndex[position] == keyIndex[0] + position);
        firstOffset = IntStream.of(keyIndex).min().orElse(0)
                - IntStream.of(queryIndex).max().orElse(0);
        int lastOffset = IntStream.of(keyIndex).max().orElse(0)
                - IntStream.of(queryIndex).min().orElse(0);
        offsetCount = lastOffset - firstOffset + 1;
        Map<Integer, Integer> sentences = new HashMap<>();
        querySentence = sentences(queries, sentences);
        keySentence = sentences(keys, sentences);
        sentenceCount = sentences.size() + 1;
        specialKeys = positions(keys, token -> !TokenKinds.ordinary(token));
        openingKeys = positions(keys, TokenKinds::opens);
        separatingKeys = positions(keys, TokenKinds::separates);
        punctuationKeys = positions(keys, TokenKinds::punctuation);
        sameKeys = sameKeys(queries, keys);
        ordinaryQueries = positions(queries, TokenKinds::ordinary).length;
        queriesWithSelf = queriesWithKeyAt(0);
        queriesWithPrevious = queriesWithKeyAt(-1);
        queriesWithNext = queriesWithKeyAt(1);
    }

    static LayerTokens of(AttentionLayer layer) {
        return new LayerTokens(layer.queryTokens(), layer.keyTokens());
    }

    private static int[] sentences(TokenSequence tokens, Map<Integer, Integer> numbers) {
        return tokens.stream()
                .mapToInt(token -> TokenKinds.ordinary(token)
                        ? numbers.computeIfAbsent(token.segment(), segment -> numbers.size() + 1)
                        : NO_SENTENCE)
                .toArray();
    }

    private static int[] positions(TokenSequence tokens, Predicate<Token> wanted) {
        return IntStream.range(0, tokens.size())
                .filter(position -> wanted.test(tokens.get(position)))
                .toArray();
    }

    private static int[][] sameKeys(TokenSequence queries, TokenSequence keys) {
        Map<Object, List<Integer>> places = new HashMap<>();
        for (int key = 0; key < keys.size(); key++) {
            places.computeIfAbsent(TokenKinds.identity(keys.get(key)), identity -> new ArrayList<>())
                    .add(key);
        }
        Map<Object, int[]> arrays = new HashMap<>();
        places.forEach((identity, list) ->
                arrays.put(identity, list.stream().mapToInt(Integer::intValue).toArray()));
        return queries.stream()
                .map(query -> arrays.getOrDefault(TokenKinds.identity(query), new int[0]))
                .toArray(int[][]::new);
    }

    private int queriesWithKeyAt(int offset) {
        Set<Integer> keys = new HashSet<>();
        IntStream.of(keyIndex).forEach(keys::add);
        return (int) IntStream.of(queryIndex)
                .filter(index -> keys.contains(index + offset))
                .count();
    }
}
