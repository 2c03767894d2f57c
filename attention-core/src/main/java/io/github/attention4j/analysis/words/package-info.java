/**
 * Tokens gathered into words, spans and sentences, and parts of an attention cut out. The results are attention again,
 * so that every other analysis, file and view takes them.
 */
@NullMarked
package io.github.attention4j.analysis.words;

import org.jspecify.annotations.NullMarked;
