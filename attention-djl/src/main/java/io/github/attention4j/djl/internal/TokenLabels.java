package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionInput;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionTokenizer;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.TokenizerException;
import io.github.attention4j.tensor.Tensor;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rows and columns of one input's attention are called; numbers where nothing is known. */
interface TokenLabels {
    /** One token per row. */
    TokenSequence queries(AttentionKind kind, int count);

    /** One token per column. */
    TokenSequence keys(AttentionKind kind, int count);

    /** The same tokens on both sides. */
    static TokenLabels of(TokenSequence tokens) {
        return of(tokens, tokens);
    }

    /** Labels that the caller gave, or else the ids among the inputs. */
    static TokenLabels of(AttentionInput.Tensors input, @Nullable AttentionTokenizer tokenizer) {
        TokenSequence encoder = input.keyTokens();
        TokenSequence decoder = input.queryTokens();
        for (Map.Entry<String, Tensor> entry : input.tensors().entrySet()) {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            boolean companion = name.contains("type") || name.contains("position") || name.contains("mask");
            if (!entry.getValue().type().isFloat() && name.contains("ids") && !companion) {
                TokenSequence tokens = describe(entry.getValue().toLongArray(), tokenizer);
                boolean decoders = name.contains("decoder");
                decoder = decoders && decoder == null ? tokens : decoder;
                encoder = !decoders && encoder == null ? tokens : encoder;
            }
        }
        return of(encoder == null ? decoder : encoder, decoder == null ? encoder : decoder);
    }

    /** The tokens behind ids, by number where the tokenizer does not know them. */
    static TokenSequence describe(long[] ids, @Nullable AttentionTokenizer tokenizer) {
        if (tokenizer == null) {
            return TokenSequence.ofIds(ids);
        }
        try {
            return tokenizer.describe(ids);
        } catch (TokenizerException e) {
            // Numbers outside the vocabulary are still numbers; the model may well know them.
            return TokenSequence.ofIds(ids);
        }
    }

    private static TokenLabels of(@Nullable TokenSequence encoder, @Nullable TokenSequence decoder) {
        return new TokenLabels() {
            @Override
            public TokenSequence queries(AttentionKind kind, int count) {
                return ofLength(kind == AttentionKind.ENCODER ? encoder : decoder, count);
            }

            @Override
            public TokenSequence keys(AttentionKind kind, int count) {
                return ofLength(kind == AttentionKind.DECODER ? decoder : encoder, count);
            }
        };
    }

    private static TokenSequence ofLength(@Nullable TokenSequence tokens, int count) {
        return tokens != null && tokens.size() == count ? tokens : TokenSequence.ofPositions(count);
    }
}
