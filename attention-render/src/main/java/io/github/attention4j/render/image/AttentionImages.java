package io.github.attention4j.render.image;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.render.image.internal.layout.Alignment;
import io.github.attention4j.render.image.internal.layout.Drawing;
import io.github.attention4j.render.image.internal.layout.HeadBars;
import io.github.attention4j.render.image.internal.layout.HeadGrid;
import io.github.attention4j.render.image.internal.layout.HeadMatrix;
import io.github.attention4j.render.image.internal.layout.HeadScatter;
import io.github.attention4j.render.image.internal.layout.HeadView;
import io.github.attention4j.render.image.internal.layout.HeatMap;
import io.github.attention4j.render.image.internal.layout.Overlay;
import io.github.attention4j.render.image.internal.layout.Steps;
import io.github.attention4j.render.image.internal.layout.TokenText;
import java.awt.image.BufferedImage;

/**
 * The front door to pictures: what {@link io.github.attention4j.render.AttentionViews} is to pages. Nothing is drawn
 * before a format is asked for.
 */
public final class AttentionImages {
    private AttentionImages() {}

    /**
     * One head as a matrix of colours: queries downwards, keys to the right. The scale runs from 0 to the largest
     * weight of the picture; {@link Palette#position(int)} reads numbers back.
     *
     * @param attention any result; only read
     * @return a picture of the most telling head
     */
    public static Picture heatMap(AttentionResult attention) {
        return picture(HeatMap.of(attention));
    }

    /**
     * What one attention has more or less than another, as a heat map in diverging colours.
     *
     * @param attention what is drawn
     * @param reference what is subtracted from it: the same layers, heads and number of tokens
     * @return a picture of the head that is most telling in {@code attention}
     */
    public static Picture difference(AttentionResult attention, AttentionResult reference) {
        return picture(HeatMap.ofDifference(attention, reference));
    }

    /**
     * A small heat map of every head, layers downwards and heads to the right, each on its own scale.
     *
     * @param attention any result; only read
     * @return a picture of the first kind of attention there is
     */
    public static Picture headGrid(AttentionResult attention) {
        return picture(HeadGrid.of(attention));
    }

    /**
     * Two columns of tokens with lines between them, one colour per head (after the head view of BertViz, Vig 2019):
     * the still picture of {@link io.github.attention4j.render.AttentionViews#headView}.
     *
     * @param attention any result; only read
     * @return a picture of the most telling head
     */
    public static Picture headView(AttentionResult attention) {
        return picture(HeadView.of(attention));
    }

    /**
     * The key tokens as running text, each upon the colour of how much it is looked at.
     *
     * @param attention any result; only read
     * @return a picture of the mean over all query tokens, or of those that {@link Picture#queries} names
     */
    public static Picture tokenText(AttentionResult attention) {
        return picture(TokenText.of(attention));
    }

    /**
     * Which words of a source the words of its translation looked at, by cross-attention where there is some.
     *
     * @param attention any result; only read
     * @return a picture with the source above and the translation below
     */
    public static Picture alignment(AttentionResult attention) {
        return picture(Alignment.of(attention));
    }

    /**
     * A strip for each step of a generation: the text so far, coloured by where the step's token looks.
     *
     * @param attention any result; only read
     * @return a picture of eight steps, or of those that {@link Picture#queries} names
     */
    public static Picture steps(AttentionResult attention) {
        return picture(Steps.of(attention));
    }

    /**
     * An image under the weights of its patches.
     *
     * @param attention of a vision model whose key tokens have a {@link io.github.attention4j.Token#region()}
     * @param image what the model looked at, uncropped; only read
     * @return a picture of the mean over all query tokens, or of those that {@link Picture#queries} names, such as 0
     *     for a class token
     */
    public static Picture overlay(AttentionResult attention, BufferedImage image) {
        return picture(Overlay.of(attention, image));
    }

    /**
     * A number for every head as a matrix of colours: layers downwards, heads to the right.
     *
     * @param table the numbers; heads without one are crossed out
     * @return the picture
     */
    public static Picture headMatrix(HeadTable table) {
        return picture(HeadMatrix.of(table));
    }

    /**
     * The heads with the largest numbers as bars in falling order.
     *
     * @param table the numbers
     * @return a picture of at most 24 heads
     */
    public static Picture headBars(HeadTable table) {
        return picture(HeadBars.of(table));
    }

    /**
     * A dot for every head at its two numbers, coloured by layer; the outermost are named.
     *
     * @param across the numbers from left to right
     * @param upwards the numbers from bottom to top, of the same layers and heads
     * @return a picture of the heads that have both numbers
     */
    public static Picture headScatter(HeadTable across, HeadTable upwards) {
        return picture(HeadScatter.of(across, upwards));
    }

    private static Picture picture(Drawing drawing) {
        return new Picture(drawing, PictureOptions.DEFAULT);
    }
}
