package io.github.attention4j.djl.internal;

import io.github.attention4j.Token;
import io.github.attention4j.TokenRegion;
import io.github.attention4j.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/**
 * The patches that a vision transformer cuts an image into, row by row, behind the tokens that the model adds.
 *
 * @param rows patches from top to bottom
 * @param columns patches from left to right
 * @param special tokens that come first: a class token, or none, or two
 */
public record PatchGrid(int rows, int columns, int special) {
    /**
     * The tokens.
     *
     * @return the added ones, then the patches with their places in the image
     */
    public TokenSequence tokens() {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < special; i++) {
            tokens.add(Token.of(i, i == 0 ? "[CLS]" : "[special " + i + "]").withSpecial(true));
        }
        double width = 1.0 / columns;
        double height = 1.0 / rows;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                TokenRegion region = new TokenRegion(column * width, row * height, width, height);
                tokens.add(Token.of(tokens.size(), row + "," + column).withRegion(region));
            }
        }
        return TokenSequence.of(tokens);
    }
}
