/** Where in a program's data flow attention arises, and of which kind it is. Not API. */
@NullMarked
package io.github.attention4j.djl.script.internal.site;

import org.jspecify.annotations.NullMarked;
