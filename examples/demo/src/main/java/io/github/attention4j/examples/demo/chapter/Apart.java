package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.AttentionStack;
import io.github.attention4j.analysis.compare.AttentionDifference;
import io.github.attention4j.analysis.compare.HeadRef;
import io.github.attention4j.examples.demo.site.Shares;
import java.util.Arrays;
import java.util.Locale;

/** How far two readings of the same text are apart, number by number. */
record Apart(HeadRef head, double largest, double mean) {
    /** Compares all heads of two stacks with the same tokens. */
    static Apart of(AttentionStack first, AttentionStack second) {
        AttentionDifference difference = AttentionDifference.of(first, second);
        HeadRef most = new HeadRef(first.layers().get(0), 0);
        double largest = 0;
        double sum = 0;
        long count = 0;
        for (int layer : first.layers()) {
            for (int head : first.layer(layer).heads()) {
                for (double[] row : difference.matrix(layer, head)) {
                    double inRow = Arrays.stream(row).map(Math::abs).max().orElse(0);
                    sum += Arrays.stream(row).map(Math::abs).sum();
                    count += row.length;
                    if (inRow > largest) {
                        largest = inRow;
                        most = new HeadRef(layer, head);
                    }
                }
            }
        }
        return new Apart(most, largest, sum / count);
    }

    String printedLargest() {
        return Shares.printed(largest);
    }

    String printedMean() {
        return Shares.printed(mean);
    }

    String scientific() {
        return String.format(Locale.ROOT, "%.1e", largest);
    }
}
