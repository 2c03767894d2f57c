package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Token;
import io.github.attention4j.analysis.compare.HeadRef;
import io.github.attention4j.examples.demo.site.Shares;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One text as one model read it, asked for by its words. */
record Reading(AttentionResult result, AttentionStack stack) {
    static Reading of(AttentionResult result, AttentionKind kind) {
        return new Reading(result, result.stack(kind));
    }

    static Reading ofEncoder(AttentionResult result) {
        return of(result, AttentionKind.ENCODER);
    }

    /** The position of a word's first occurrence. */
    int position(String word) {
        return stack.keyTokens().stream()
                .filter(token -> Shares.name(token).equals(word))
                .mapToInt(Token::index)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no " + word + " in " + stack.keyTokens().texts()));
    }

    double share(HeadRef head, String query, String key) {
        return stack.matrix(head.layer(), head.head()).weight(position(query), position(key));
    }

    /** All heads by layer and number. */
    Stream<HeadRef> heads() {
        return stack.layers().stream()
                .flatMap(layer -> stack.layer(layer).heads().stream().map(head -> new HeadRef(layer, head)));
    }

    /** The heads in which a word takes most from another, the largest share first. */
    List<HeadRef> strongest(String query, String key) {
        return heads().sorted(Comparator.comparingDouble((HeadRef head) -> share(head, query, key))
                        .reversed())
                .toList();
    }

    /** What a word takes from another on the mean of all heads. */
    double mean(String query, String key) {
        return heads().mapToDouble(head -> share(head, query, key)).average().orElseThrow();
    }

    /** The word that a word takes most from in a head, of those that somebody wrote. */
    String favourite(HeadRef head, String query) {
        int row = position(query);
        return stack.keyTokens().stream()
                .filter(token -> !token.special()
                        && Character.isLetter(Shares.name(token).codePointAt(0)))
                .max(Comparator.comparingDouble(
                        token -> stack.matrix(head.layer(), head.head()).weight(row, token.index())))
                .map(Shares::name)
                .orElseThrow();
    }

    /** All shares of a word in a head, in the order of the text. */
    List<Map<String, Object>> shares(HeadRef head, String query, String marked) {
        int row = position(query);
        return Shares.inOrder(
                stack.keyTokens(),
                key -> stack.matrix(head.layer(), head.head()).weight(row, key),
                position(marked));
    }

    /** A state of a view that holds a word of the given side. */
    String holding(String side, String word) {
        return "token=" + side + "." + position(word);
    }
}
