/**
 * The attention of a transformer model as an immutable value, and the front door to the backends that extract it.
 *
 * <p>A model file goes in, an {@link io.github.attention4j.AttentionResult} comes out; analysis, files, pages and
 * pictures only ever read that value. Words used throughout: <em>layer</em> and <em>head</em> are zero-based; the
 * <em>query</em> is the token that looks (a row), the <em>key</em> is the token looked at (a column); a
 * <em>weight</em> is the probability after softmax, a <em>score</em> is the number before it; a <em>site</em> is the
 * place in a model where one layer's weights arise; a <em>stack</em> is all layers of one kind.
 */
@NullMarked
package io.github.attention4j;

import org.jspecify.annotations.NullMarked;
