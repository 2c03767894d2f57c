package io.github.attention4j.analysis.signal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.RowMeaning;
import io.github.attention4j.analysis.internal.TokenKinds;

/** What the signals need of a layer. */
final class SignalInput {
    private SignalInput() {}

    static void requireWeights(AttentionLayer layer) {
        RowMeaning meaning = layer.rowMeaning();
        if (meaning == RowMeaning.SCORES || meaning == RowMeaning.GRADIENTS || layer.windowCount() != 1) {
            throw new InvalidRequestException("Signals are read off weights of all tokens at once, but " + layer
                    + " holds " + meaning + " in " + layer.windowCount() + " windows");
        }
    }

    /** The row of the token that opens the text. */
    static int openingQuery(AttentionLayer layer) {
        requireWeights(layer);
        for (int query = 0; query < layer.queryTokens().size(); query++) {
            if (TokenKinds.opens(layer.queryTokens().get(query))) {
                return query;
            }
        }
        throw new InvalidRequestException("No row of " + layer + " belongs to a token that opens the text, such as "
                + "[CLS] or <s>; extract query row 0 with a tokenizer, or name the row");
    }
}
