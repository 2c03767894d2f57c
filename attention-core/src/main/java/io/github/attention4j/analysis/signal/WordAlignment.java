package io.github.attention4j.analysis.signal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Findings;
import io.github.attention4j.analysis.compare.HeadRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which source tokens the target tokens belong to, by attention from one to the other.
 *
 * <p>Rows are those of the tokens that the decoder <em>reads</em>: the row of token q is what it looked at while
 * writing the token that follows, so that a link of q tells about q + 1. For words instead of pieces give the stack
 * through {@link io.github.attention4j.analysis.words.WordAggregation}. Not all heads align, and the mean over all of
 * them is dragged by those that do not; name the ones that do, where they are known. An alignment of weights is not a
 * translation dictionary: heads also look at what disambiguates. Immutable, thread-safe.
 *
 * @param method how links were chosen
 * @param queryTokens the tokens that look
 * @param keyTokens the tokens looked at
 * @param links by query, then key
 */
public record WordAlignment(
        AlignmentMethod method, TokenSequence queryTokens, TokenSequence keyTokens, List<AlignmentLink> links) {
    /**
     * Copies the links.
     *
     * @param method how links were chosen
     * @param queryTokens the tokens that look
     * @param keyTokens the tokens looked at
     * @param links by query, then key
     */
    public WordAlignment {
        links = List.copyOf(links);
    }

    /**
     * Aligns by the mean over all heads of all layers.
     *
     * @param stack attention of one kind, usually cross-attention; layers must be over the same tokens
     * @param method how links are chosen
     * @return the links
     * @throws InvalidRequestException if layers differ in their tokens, or hold windows or no weights
     */
    public static WordAlignment of(AttentionStack stack, AlignmentMethod method) {
        List<double[][]> matrices = new ArrayList<>();
        for (AttentionLayer layer : stack.stream().toList()) {
            require(stack, layer);
            matrices.add(HeadMeans.matrix(layer));
        }
        return of(stack, method, matrices);
    }

    /**
     * Aligns by the mean over some heads.
     *
     * @param stack attention of one kind, usually cross-attention
     * @param heads which heads, at least one
     * @param method how links are chosen
     * @return the links
     * @throws InvalidRequestException if no head is named, one of them is missing, or the layers differ in their tokens
     */
    public static WordAlignment of(AttentionStack stack, Set<HeadRef> heads, AlignmentMethod method) {
        if (heads.isEmpty()) {
            throw new InvalidRequestException("Aligning needs at least one head");
        }
        List<double[][]> matrices = new ArrayList<>();
        for (HeadRef head : heads) {
            AttentionLayer layer = stack.layer(head.layer());
            require(stack, layer);
            double[][] matrix =
                    new double[layer.queryTokens().size()][layer.keyTokens().size()];
            for (int query = 0; query < matrix.length; query++) {
                for (int key = 0; key < matrix[query].length; key++) {
                    matrix[query][key] = layer.matrix(head.head()).weight(query, key);
                }
            }
            matrices.add(matrix);
        }
        return of(stack, method, matrices);
    }

    private static void require(AttentionStack stack, AttentionLayer layer) {
        SignalInput.requireWeights(layer);
        boolean same = layer.queryTokens().equals(stack.queryTokens())
                && layer.keyTokens().equals(stack.keyTokens());
        if (!same || layer.queryTokens().isEmpty() || layer.keyTokens().isEmpty()) {
            throw new InvalidRequestException(
                    "Aligning needs layers over the same tokens, but " + layer + " differs from the first of " + stack);
        }
    }

    private static WordAlignment of(AttentionStack stack, AlignmentMethod method, List<double[][]> matrices) {
        double[][] mean =
                new double[stack.queryTokens().size()][stack.keyTokens().size()];
        for (int query = 0; query < mean.length; query++) {
            for (int key = 0; key < mean[query].length; key++) {
                for (double[][] matrix : matrices) {
                    mean[query][key] += matrix[query][key] / matrices.size();
                }
            }
        }
        return new WordAlignment(method, stack.queryTokens(), stack.keyTokens(), method.links(mean));
    }

    /**
     * The keys that a query is linked to.
     *
     * @param query position of the query, zero-based
     * @return positions of keys, ascending; empty where there is none
     */
    public List<Integer> keysOf(int query) {
        return links.stream()
                .filter(link -> link.query() == query)
                .map(AlignmentLink::key)
                .toList();
    }

    /**
     * The links as findings: a row per link.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        Findings.Builder findings = Findings.builder(
                "alignment by " + method.label(), List.of("query", "query token", "key", "key token", "weight"));
        for (AlignmentLink link : links) {
            Token query = queryTokens.get(link.query());
            Token key = keyTokens.get(link.key());
            findings.row(query.index(), query.text(), key.index(), key.text(), link.weight());
        }
        return findings.build();
    }
}
