package io.github.attention4j.render.image.internal.layout;

import io.github.attention4j.render.image.PictureOptions;
import io.github.attention4j.render.image.internal.scene.Scene;

/** One kind of picture of one subject: a pure function of the options. */
@FunctionalInterface
public interface Drawing {
    /**
     * Lays the picture out.
     *
     * @throws io.github.attention4j.InvalidRequestException if the options name what is not there
     * @throws io.github.attention4j.InvalidInputException if the subject cannot be drawn
     */
    Scene draw(PictureOptions options);
}
