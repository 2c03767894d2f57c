package io.github.attention4j;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Which numbers a layer has, {@code [windows, heads, queries, keys]}, and where those of one head are. */
record LayerShape(
        AttentionKind kind,
        int number,
        int windowCount,
        List<Integer> heads,
        TokenSequence queryTokens,
        TokenSequence keyTokens) {
    LayerShape {
        Objects.requireNonNull(kind, "kind");
        if (number < 0) {
            throw new IllegalArgumentException("A layer's number is zero-based, not " + number);
        }
        if (windowCount < 1) {
            throw new IllegalArgumentException("A layer has at least one window, not " + windowCount);
        }
    }

    /** A layer of which only the name is known. */
    static LayerShape of(AttentionKind kind, int number) {
        TokenSequence none = TokenSequence.of(List.of());
        return new LayerShape(kind, number, 1, List.of(), none, none);
    }

    LayerShape withTokens(TokenSequence queries, TokenSequence keys) {
        return new LayerShape(kind, number, windowCount, heads, queries, keys);
    }

    LayerShape withWindows(int windows) {
        return new LayerShape(kind, number, windows, heads, queryTokens, keyTokens);
    }

    /** These heads, or if there are none as many as that many weights are, numbered from 0. */
    LayerShape withHeads(List<Integer> named, int weights) {
        int matrixSize = windowCount * queryTokens.size() * keyTokens.size();
        int count = matrixSize == 0 ? 0 : weights / matrixSize;
        List<Integer> all = named.isEmpty() ? IntStream.range(0, count).boxed().toList() : named;
        return new LayerShape(kind, number, windowCount, all, queryTokens, keyTokens);
    }

    /** What messages call the layer. */
    String name() {
        return kind.label() + " layer " + number;
    }

    /**
     * A read-only view of numbers of this shape.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    FloatBuffer view(String what, FloatBuffer buffer) {
        long expected = (long) windowCount * heads.size() * queryTokens.size() * keyTokens.size();
        if (buffer.limit() != expected || expected == 0) {
            throw new IllegalArgumentException("The " + what + " of " + name() + " must be [heads, queries, keys] = ["
                    + heads.size() + ", " + queryTokens.size() + ", "
                    + keyTokens.size() + "], at least one of each, but the buffer holds " + buffer.limit()
                    + " numbers");
        }
        return buffer.asReadOnlyBuffer().rewind();
    }

    /**
     * The numbers of one head within one window.
     *
     * @throws InvalidRequestException if there is no such head
     * @throws IndexOutOfBoundsException if there is no such window
     */
    AttentionMatrix matrix(FloatBuffer buffer, int head, int window, RowMeaning meaning) {
        int position = heads.indexOf(head);
        if (position < 0) {
            throw new InvalidRequestException(
                    "Head " + head + " of " + name() + " was not extracted; there are heads " + heads);
        }
        int rows = queryTokens.size();
        int columns = keyTokens.size();
        int matrix = Objects.checkIndex(window, windowCount) * heads.size() + position;
        return new DenseAttentionMatrix(buffer, matrix * rows * columns, rows, columns, meaning);
    }

    @Override
    public String toString() {
        return kind.label() + " " + number + ", heads " + heads + ", " + queryTokens.size() + " queries, "
                + keyTokens.size() + " keys";
    }
}
