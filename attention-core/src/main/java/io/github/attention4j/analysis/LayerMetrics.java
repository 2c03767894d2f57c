package io.github.attention4j.analysis;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import java.nio.FloatBuffer;

/** The metrics of the heads of one layer. */
final class LayerMetrics {
    private final AttentionLayer layer;
    private final LayerTokens tokens;
    private final HeadSums sums;
    private final double rows;
    private final double ordinaryRows;
    /** {@code [heads][rows]}: normalised only when all heads have told which keys are visible. */
    private final double[][] entropies;

    private final int[] visible;
    private final double[][] values;

    private LayerMetrics(AttentionLayer layer, LayerTokens tokens) {
        this.layer = layer;
        this.tokens = tokens;
        this.sums = new HeadSums(tokens, layer.windowCount());
        this.rows = sums.entropies.length;
        this.ordinaryRows = (double) layer.windowCount() * tokens.ordinaryQueries;
        this.entropies = new double[layer.heads().size()][sums.entropies.length];
        this.visible = new int[sums.entropies.length];
        this.values = new double[layer.heads().size()][HeadMetric.values().length];
    }

    /** {@code [head position][place of the metric]}; NaN for what cross-attention does not have. */
    static double[][] of(AttentionLayer layer, LayerTokens tokens) {
        return new LayerMetrics(layer, tokens).measure();
    }

    private double[][] measure() {
        int heads = layer.heads().size();
        int matrixSize = tokens.queryCount * tokens.keyCount;
        FloatBuffer weights = layer.weights();
        for (int head = 0; head < heads; head++) {
            sums.clear();
            for (int window = 0; window < layer.windowCount(); window++) {
                sums.add(weights, (window * heads + head) * matrixSize, window);
            }
            System.arraycopy(sums.entropies, 0, entropies[head], 0, visible.length);
            for (int row = 0; row < visible.length; row++) {
                visible[row] = Math.max(visible[row], sums.nonZero[row]);
            }
            finish(values[head]);
        }
        for (int head = 0; head < heads; head++) {
            values[head][HeadMetric.NORMALIZED_ENTROPY.place()] = normalizedEntropy(entropies[head]);
        }
        return values;
    }

    private double normalizedEntropy(double[] rowEntropies) {
        double sum = 0;
        for (int row = 0; row < visible.length; row++) {
            sum += visible[row] > 1 ? rowEntropies[row] * Math.log(2) / Math.log(visible[row]) : 0;
        }
        return sum / rows;
    }

    private void finish(double[] head) {
        double entropy = 0;
        for (double bits : sums.entropies) {
            entropy += bits;
        }
        set(head, HeadMetric.ENTROPY, entropy / rows);
        set(head, HeadMetric.CONFIDENCE, ratio(sums.maxima, ordinaryRows));
        set(head, HeadMetric.FIRST, columns(0) / rows);
        set(head, HeadMetric.CLS, columns(tokens.openingKeys) / rows);
        set(head, HeadMetric.SEP, columns(tokens.separatingKeys) / rows);
        set(head, HeadMetric.PUNCTUATION, columns(tokens.punctuationKeys) / rows);
        distances(head);
        set(head, HeadMetric.SELF, atOffset(0, tokens.queriesWithSelf));
        set(head, HeadMetric.PREVIOUS, atOffset(-1, tokens.queriesWithPrevious));
        set(head, HeadMetric.NEXT, atOffset(1, tokens.queriesWithNext));
        set(head, HeadMetric.SAME_TOKEN, sums.sameToken / rows);
        sentences(head);
    }

    private void set(double[] head, HeadMetric metric, double value) {
        boolean meaningless = metric.selfAttentionOnly() && layer.kind() == AttentionKind.CROSS;
        head[metric.place()] = meaningless ? Double.NaN : value;
    }

    private static double ratio(double sum, double count) {
        return count == 0 ? 0 : sum / count;
    }

    private double columns(int... keys) {
        double sum = 0;
        for (double[] column : sums.columns) {
            for (int key : keys) {
                sum += column[key];
            }
        }
        return sum;
    }

    private void distances(double[] head) {
        double mass = 0;
        double absolute = 0;
        double signed = 0;
        for (int place = 0; place < sums.offsets.length; place++) {
            int offset = place + tokens.firstOffset;
            mass += sums.offsets[place];
            absolute += sums.offsets[place] * Math.abs(offset);
            signed += sums.offsets[place] * offset;
        }
        set(head, HeadMetric.DISTANCE, ratio(absolute, mass));
        set(head, HeadMetric.SIGNED_DISTANCE, ratio(signed, mass));
    }

    private double atOffset(int offset, int queries) {
        int place = offset - tokens.firstOffset;
        boolean exists = place >= 0 && place < sums.offsets.length;
        return exists ? ratio(sums.offsets[place], (double) layer.windowCount() * queries) : 0;
    }

    private void sentences(double[] head) {
        double within = 0;
        double across = 0;
        for (int sentence = 1; sentence < sums.columns.length; sentence++) {
            for (int key = 0; key < tokens.keyCount; key++) {
                double mass = sums.columns[sentence][key];
                within += tokens.keySentence[key] == sentence ? mass : 0;
                boolean other =
                        tokens.keySentence[key] != LayerTokens.NO_SENTENCE && tokens.keySentence[key] != sentence;
                across += other ? mass : 0;
            }
        }
        set(head, HeadMetric.WITHIN_SENTENCE, ratio(within, ordinaryRows));
        set(head, HeadMetric.ACROSS_SENTENCES, ratio(across, ordinaryRows));
    }
}
