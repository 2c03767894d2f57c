package io.github.attention4j.render.image.internal.scene;

import java.util.List;

/**
 * A whole picture, before anybody has decided in which format.
 *
 * @param width in points at scale 1
 * @param height in points at scale 1
 * @param ground what everything is drawn upon
 * @param title what the picture is called
 * @param description what it shows, in words
 */
public record Scene(double width, double height, Colour ground, String title, String description, List<Node> nodes) {}
