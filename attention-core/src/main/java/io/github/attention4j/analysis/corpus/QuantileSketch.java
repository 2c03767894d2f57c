package io.github.attention4j.analysis.corpus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts of numbers by buckets whose bounds grow by 2 % (DDSketch: Masson et al. 2019): any quantile within 1 % of its
 * value. Numbers nearer to 0 than 1e-9 count as 0. The logarithm is the one that is the same on every machine.
 */
final class QuantileSketch {
    private static final double RELATIVE_ERROR = 0.01;
    private static final double GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
    private static final double LOG_GAMMA = StrictMath.log(GAMMA);
    private static final double SMALLEST = 1e-9;
    /** Added to a bucket's number, so that it is positive for every number above 1e-9. */
    private static final int SHIFT = 2000;

    /** Ascending like the numbers they stand for: negative for negative numbers, 0 for 0. */
    private int[] buckets = new int[8];

    private long[] counts = new long[8];
    private int size;

    void add(double value) {
        add(bucket(value), 1);
    }

    private static int bucket(double value) {
        double magnitude = Math.abs(value);
        if (magnitude < SMALLEST) {
            return 0;
        }
        int number = SHIFT + (int) Math.ceil(StrictMath.log(magnitude) / LOG_GAMMA);
        return value > 0 ? number : -number;
    }

    private void add(int bucket, long count) {
        int place = Arrays.binarySearch(buckets, 0, size, bucket);
        if (place < 0) {
            place = -place - 1;
            if (size == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            System.arraycopy(buckets, place, buckets, place + 1, size - place);
            System.arraycopy(counts, place, counts, place + 1, size - place);
            buckets[place] = bucket;
            counts[place] = 0;
            size++;
        }
        counts[place] += count;
    }

    void add(QuantileSketch other) {
        for (int i = 0; i < other.size; i++) {
            add(other.buckets[i], other.counts[i]);
        }
    }

    /** The number at a rank, zero-based; there are more numbers than that. */
    double atRank(long rank) {
        int place = 0;
        for (long below = counts[0]; below <= rank; below += counts[place]) {
            place++;
        }
        int bucket = buckets[place];
        double magnitude = 2 * StrictMath.exp((Math.abs(bucket) - SHIFT) * LOG_GAMMA) / (GAMMA + 1);
        return bucket == 0 ? 0 : Math.copySign(magnitude, bucket);
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(buckets[i]);
            out.writeLong(counts[i]);
        }
    }

    void readFrom(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int bucket = in.readInt();
            add(bucket, in.readLong());
        }
    }
}
