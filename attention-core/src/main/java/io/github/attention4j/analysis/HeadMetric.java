package io.github.attention4j.analysis;

import io.github.attention4j.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What {@link HeadMetrics} measures of one head. Below, {@code w(q,k)} is the weight of query q on key k, the mean over
 * rows runs over all extracted queries, and a token is <em>ordinary</em> unless the tokenizer added it.
 *
 * <p>Each number describes where a head puts its weight. None says how much the head matters to what the model
 * decides, nor why it decides so (Jain and Wallace 2019; Wiegreffe and Pinter 2019): a weight on a key whose value
 * vector is short moves nothing (Kobayashi et al. 2020).
 */
public enum HeadMetric {
    /**
     * Mean over rows of {@code -sum_k w log2 w}, with {@code 0 log 0 = 0} (Shannon 1948; for heads Ghader and Monz
     * 2017, Clark et al. 2019). From 0, all weight on one key, to log2 of the number of visible keys, uniform. In
     * causal attention early rows have few keys and hence little entropy, whatever the head does.
     */
    ENTROPY("bits", false),
    /**
     * Mean over rows of the row's entropy divided by log2 of the number of its visible keys; 0 where one key is
     * visible. From 0 to 1. A key counts as visible to a query when some head of the layer gives it weight above 0.
     */
    NORMALIZED_ENTROPY("", false),
    /**
     * {@code sum_qk w |k - q| / sum_qk w} in positions of the input (Vig and Belinkov 2019, equation 2). From 0 to one
     * less than the number of tokens. Long inputs allow long distances: compare inputs of equal length only.
     */
    DISTANCE("tokens", true),
    /**
     * {@code sum_qk w (k - q) / sum_qk w}: below 0 for a head that looks back, above 0 for one that looks ahead. 0 says
     * that both balance, not that the head looks at the token itself.
     */
    SIGNED_DISTANCE("tokens", true),
    /**
     * Mean over ordinary queries of the largest weight on an ordinary key (Voita et al. 2019). From 0 to 1. A
     * confident head need not be an important one.
     */
    CONFIDENCE("", false),
    /** Mean weight on the query's own position, over the queries whose position is among the keys. From 0 to 1. */
    SELF("", true),
    /** Mean weight on the position before the query's, over the queries that have one. From 0 to 1. */
    PREVIOUS("", true),
    /** Mean weight on the position after the query's, over the queries that have one. From 0 to 1. */
    NEXT("", true),
    /**
     * Mean over rows of the weight on the first key, the usual attention sink (Xiao et al. 2023). From 0 to 1. Weight
     * on a sink is mostly weight that the head had no better use for. Includes the first query's own row, which in
     * causal attention has no other key.
     */
    FIRST("", false),
    /** Mean over rows of the weight on tokens that open a text, such as {@code [CLS]} and {@code <s>}. From 0 to 1. */
    CLS("", false),
    /**
     * Mean over rows of the weight on tokens that end a sentence or text, such as {@code [SEP]} and {@code </s>}. From
     * 0 to 1. Clark et al. (2019) read it as doing nothing, rather than as an interest in sentence ends.
     */
    SEP("", false),
    /** Mean over rows of the weight on tokens of nothing but Unicode punctuation. From 0 to 1. */
    PUNCTUATION("", false),
    /** Mean over rows of the weight on other positions that hold the query's own token. From 0 to 1. */
    SAME_TOKEN("", true),
    /** Mean over ordinary queries of the weight on ordinary keys of the query's own sentence. From 0 to 1. */
    WITHIN_SENTENCE("", true),
    /** Mean over ordinary queries of the weight on ordinary keys of another sentence. From 0 to 1. */
    ACROSS_SENTENCES("", true);

    private final String unit;
    private final boolean selfAttentionOnly;

    HeadMetric(String unit, boolean selfAttentionOnly) {
        this.unit = unit;
        this.selfAttentionOnly = selfAttentionOnly;
    }

    /**
     * The name used in files and on the command line.
     *
     * @return lower case with hyphens, such as {@code normalized-entropy}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The unit of the numbers.
     *
     * @return {@code bits}, {@code tokens}, or empty for a share
     */
    public String unit() {
        return unit;
    }

    /**
     * Whether the metric compares the places of query and key, which cross-attention counts in two different inputs.
     *
     * @return true if cross-attention has no such number
     */
    public boolean selfAttentionOnly() {
        return selfAttentionOnly;
    }

    /** Where arrays of all metrics have this one; never leaves the process. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }

    /**
     * The metric with a given {@link #label()}.
     *
     * @param label a label, in any case
     * @return the metric
     * @throws InvalidRequestException if no metric has that label
     */
    public static HeadMetric ofLabel(String label) {
        for (HeadMetric metric : values()) {
            if (metric.label().equalsIgnoreCase(label.strip())) {
                return metric;
            }
        }
        throw new InvalidRequestException("Unknown metric \"" + label + "\"; expected one of "
                + String.join(
                        ", ", Arrays.stream(values()).map(HeadMetric::label).toList()));
    }
}
