/** Pages out of templates, and what fills them. */
@NullMarked
package io.github.attention4j.examples.demo.site;

import org.jspecify.annotations.NullMarked;
