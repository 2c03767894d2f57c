/** What a picture is made of, whatever its format. Not API. */
@NullMarked
package io.github.attention4j.render.image.internal.scene;

import org.jspecify.annotations.NullMarked;
