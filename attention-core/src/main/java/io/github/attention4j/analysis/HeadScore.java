package io.github.attention4j.analysis;

import io.github.attention4j.AttentionKind;
import java.util.Locale;

/**
 * One head and its number.
 *
 * @param measure what is measured: a metric, or the pattern searched for
 * @param kind the kind of attention
 * @param layer the model's own number of the layer
 * @param head the model's own number of the head
 * @param score the number
 */
public record HeadScore(String measure, AttentionKind kind, int layer, int head, double score) {
    /** The form in which heads are named in print: {@code encoder 2.11 previous-token 0.872}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %d.%d %s %.3f", kind.label(), layer, head, measure, score);
    }
}
