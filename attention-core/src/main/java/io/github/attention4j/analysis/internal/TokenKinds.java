package io.github.attention4j.analysis.internal;

import io.github.attention4j.Token;
import java.util.Set;

/** What a token is, as the analyses tell tokens apart. */
public final class TokenKinds {
    private static final Set<String> OPENING =
            Set.of("[CLS]", "<s>", "<cls>", "<bos>", "<|startoftext|>", "<|begin_of_text|>");
    private static final Set<String> SEPARATING =
            Set.of("[SEP]", "</s>", "<sep>", "<eos>", "<|endoftext|>", "<|end_of_text|>");

    private TokenKinds() {}

    /** The token that opens a text and stands for all of it. */
    public static boolean opens(Token token) {
        return OPENING.contains(token.piece());
    }

    /** The token that ends a sentence or text. */
    public static boolean separates(Token token) {
        return SEPARATING.contains(token.piece());
    }

    /** Neither added by the tokenizer nor written like such a token. */
    public static boolean ordinary(Token token) {
        return !token.special() && !opens(token) && !separates(token);
    }

    /** Nothing but Unicode punctuation. */
    public static boolean punctuation(Token token) {
        String text = token.text().strip();
        return ordinary(token) && !text.isEmpty() && text.codePoints().allMatch(TokenKinds::punctuation);
    }

    private static boolean punctuation(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** Equal for two tokens of the same vocabulary number or, where numbers are unknown, of the same text. */
    public static Object identity(Token token) {
        return token.id() == Token.UNKNOWN ? token.text() : (Object) token.id();
    }
}
