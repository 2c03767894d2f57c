/** Text as the picture shows it: made safe, measured, and set with whatever fonts there are. Not API. */
@NullMarked
package io.github.attention4j.render.image.internal.text;

import org.jspecify.annotations.NullMarked;
