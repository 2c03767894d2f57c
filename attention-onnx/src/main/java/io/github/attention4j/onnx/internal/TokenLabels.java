package io.github.attention4j.onnx.internal;

import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.Selection;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of rows and columns, worked out from the input; numbered where nothing is known about them. */
final class TokenLabels {
    private final @Nullable TokenSequence encoder;
    private final @Nullable TokenSequence decoder;

    private TokenLabels(@Nullable TokenSequence encoder, @Nullable TokenSequence decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    static TokenLabels of(TokenSequence tokens) {
        return new TokenLabels(tokens, tokens);
    }

    /** Labels that the caller gave, or else the ids among the inputs. */
    static TokenLabels of(AttentionInput.Tensors input, @Nullable AttentionTokenizer tokenizer) {
        TokenSequence encoder = input.keyTokens();
        TokenSequence decoder = input.queryTokens();
        for (Map.Entry<String, Tensor> tensor : input.tensors().entrySet()) {
            String name = tensor.getKey().toLowerCase(Locale.ROOT);
            boolean companion = name.contains("type") || name.contains("position") || name.contains("mask");
            if (tensor.getValue().type().isFloat() || !name.contains("ids") || companion) {
                continue;
            }
            TokenSequence tokens = tokens(tensor.getValue().toLongArray(), tokenizer);
            if (name.contains("decoder")) {
                decoder = decoder == null ? tokens : decoder;
            } else {
                encoder = encoder == null ? tokens : encoder;
            }
        }
        return new TokenLabels(encoder == null ? decoder : encoder, decoder == null ? encoder : decoder);
    }

    static TokenSequence tokens(long[] ids, @Nullable AttentionTokenizer tokenizer) {
        if (tokenizer != null) {
            try {
                return tokenizer.describe(ids);
            } catch (TokenizerException e) {
                // Numbers outside the vocabulary are still numbers; the model may well know them.
                return TokenSequence.ofIds(ids);
            }
        }
        return TokenSequence.ofIds(ids);
    }

    /** One token per row. */
    TokenSequence queries(AttentionKind kind, int count) {
        return ofLength(kind == AttentionKind.ENCODER ? encoder : decoder, count);
    }

    /** The tokens of selected rows, which keep their indices. */
    TokenSequence selectedQueries(AttentionKind kind, Selection rows) {
        return selected(kind == AttentionKind.ENCODER ? encoder : decoder, rows);
    }

    /** The tokens of selected columns, which keep their indices. */
    TokenSequence selectedKeys(AttentionKind kind, Selection columns) {
        return selected(kind == AttentionKind.DECODER ? decoder : encoder, columns);
    }

    private static TokenSequence selected(@Nullable TokenSequence all, Selection positions) {
        List<Token> selected = new ArrayList<>();
        for (int at : positions.numbers()) {
            selected.add(all != null && at < all.size() ? all.get(at) : Token.of(at, Integer.toString(at)));
        }
        return TokenSequence.of(selected);
    }

    /** The number of query tokens, or -1 where only a run can tell. */
    int queryCount(AttentionKind kind) {
        TokenSequence all = kind == AttentionKind.ENCODER ? encoder : decoder;
        return all == null ? -1 : all.size();
    }

    /** The number of key tokens, or -1 where only a run can tell. */
    int keyCount(AttentionKind kind) {
        TokenSequence all = kind == AttentionKind.DECODER ? decoder : encoder;
        return all == null ? -1 : all.size();
    }

    /** One token per column. */
    TokenSequence keys(AttentionKind kind, int count) {
        return ofLength(kind == AttentionKind.DECODER ? decoder : encoder, count);
    }

    private static TokenSequence ofLength(@Nullable TokenSequence tokens, int count) {
        return tokens != null && tokens.size() == count ? tokens : TokenSequence.ofPositions(count);
    }
}
