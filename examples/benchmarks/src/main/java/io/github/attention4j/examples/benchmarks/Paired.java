package io.github.attention4j.examples.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * Two ways to do a thing, timed in turn (A B B A …), so that both see the machine in the same mood; what counts is the
 * median of the ratios pair by pair.
 */
final class Paired {
    /** A piece of work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private final int pairs;
    private final int warmUp;

    Paired(int pairs, int warmUp) {
        this.pairs = pairs;
        this.warmUp = warmUp;
    }

    /** Times both and prints a line. */
    double compare(String name, Work measured, Work reference) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            measured.run();
            reference.run();
        }
        double[] measuredTimes = new double[pairs];
        double[] referenceTimes = new double[pairs];
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean measuredFirst = i % 2 == 0;
            double first = milliseconds(measuredFirst ? measured : reference);
            double second = milliseconds(measuredFirst ? reference : measured);
            measuredTimes[i] = measuredFirst ? first : second;
            referenceTimes[i] = measuredFirst ? second : first;
            ratios[i] = measuredTimes[i] / referenceTimes[i];
        }
        double ratio = median(ratios);
        System.out.printf(
                Locale.ROOT,
                "%-44s %8.2f ms   plain %8.2f ms   ratio %.3f (quartiles %.3f to %.3f, %d pairs)%n",
                name,
                median(measuredTimes),
                median(referenceTimes),
                ratio,
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                pairs);
        return ratio;
    }

    private static double milliseconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        return quantile(values, 0.5);
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
