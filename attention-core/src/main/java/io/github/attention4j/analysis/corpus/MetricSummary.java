package io.github.attention4j.analysis.corpus;

import io.github.attention4j.analysis.HeadMetric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How one metric of one head is distributed over many inputs, each of which counts once. Count, mean, variance, extremes
 * and histogram are those of the numbers themselves; quantiles are within 1 %. Not thread-safe.
 */
public final class MetricSummary {
    private static final MathContext PRECISE = new MathContext(60);
    private static final int SHARE_BINS = 20;
    private static final int WIDE_BINS = 64;

    private final double lowest;
    private final double highest;
    private final long[] histogram;
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private final QuantileSketch sketch = new QuantileSketch();
    private long count;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    MetricSummary(HeadMetric metric) {
        switch (metric.unit()) {
            case "bits" -> {
                lowest = 0;
                highest = 16;
                histogram = new long[WIDE_BINS];
            }
            case "tokens" -> {
                lowest = metric == HeadMetric.DISTANCE ? 0 : -512;
                highest = 512;
                histogram = new long[WIDE_BINS];
            }
            default -> {
                lowest = 0;
                highest = 1;
                histogram = new long[SHARE_BINS];
            }
        }
    }

    void add(double value) {
        count++;
        sum.add(value);
        squares.addSquare(value);
        sketch.add(value);
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
        int bin = (int) Math.floor((value - lowest) / (highest - lowest) * histogram.length);
        histogram[Math.max(0, Math.min(bin, histogram.length - 1))]++;
    }

    void add(MetricSummary other) {
        count += other.count;
        sum.add(other.sum);
        squares.add(other.squares);
        sketch.add(other.sketch);
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        for (int bin = 0; bin < histogram.length; bin++) {
            histogram[bin] += other.histogram[bin];
        }
    }

    /**
     * How many inputs were counted.
     *
     * @return at least 1
     */
    public long count() {
        return count;
    }

    /**
     * The mean over inputs, rounded once.
     *
     * @return the mean
     */
    public double mean() {
        return sum.value().divide(BigDecimal.valueOf(count), PRECISE).doubleValue();
    }

    /**
     * The sample variance {@code (sum x² - (sum x)² / n) / (n - 1)}, computed without cancellation.
     *
     * @return at least 0; 0 for one input
     */
    public double variance() {
        if (count < 2) {
            return 0;
        }
        BigDecimal total = sum.value();
        BigDecimal centred = squares.value().subtract(total.multiply(total).divide(BigDecimal.valueOf(count), PRECISE));
        return Math.max(
                0, centred.divide(BigDecimal.valueOf(count - 1), PRECISE).doubleValue());
    }

    /**
     * The smallest number.
     *
     * @return exact
     */
    public double minimum() {
        return minimum;
    }

    /**
     * The largest number.
     *
     * @return exact
     */
    public double maximum() {
        return maximum;
    }

    /**
     * A quantile: the number at rank {@code floor(share · (count - 1))} of the sorted numbers.
     *
     * @param share from 0, the smallest, to 1, the largest
     * @return within 1 % of that number, never beyond the extremes
     * @throws IllegalArgumentException if the share is out of range
     */
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A quantile is asked for with a share from 0 to 1, not " + share);
        }
        long rank = (long) Math.floor(share * (count - 1));
        double found = sketch.atRank(rank);
        return Math.max(minimum, Math.min(maximum, found));
    }

    /**
     * How many numbers fell into each of the bins of equal width between {@link #histogramLow()} and
     * {@link #histogramHigh()}; what lies beyond is in the outermost ones.
     *
     * @return a copy
     */
    public long[] histogram() {
        return histogram.clone();
    }

    /**
     * Where the first bin begins.
     *
     * @return 0, or -512 for signed distances
     */
    public double histogramLow() {
        return lowest;
    }

    /**
     * Where the last bin ends.
     *
     * @return 1 for shares, 16 bits, or 512 tokens
     */
    public double histogramHigh() {
        return highest;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(minimum);
        out.writeDouble(maximum);
        sum.writeTo(out);
        squares.writeTo(out);
        sketch.writeTo(out);
        for (long bin : histogram) {
            out.writeLong(bin);
        }
    }

    void readFrom(DataInput in) throws IOException {
        count = in.readLong();
        minimum = in.readDouble();
        maximum = in.readDouble();
        sum.readFrom(in);
        squares.readFrom(in);
        sketch.readFrom(in);
        for (int bin = 0; bin < histogram.length; bin++) {
            histogram[bin] = in.readLong();
        }
    }
}
