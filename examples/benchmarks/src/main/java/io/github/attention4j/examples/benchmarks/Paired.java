package io.github.attention4j.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * Two ways to do a thing, timed in turn (A B B A …), so that both see the machine in the same mood; what counts is the
 * median of the ratios pair by pair. Beside it stands the ratio of the processor time that the whole process took, which
 * holds also where others use the machine; a thread that waits by spinning counts as working there.
 */
final class Paired {
    /** A piece of work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int pairs;
    private final int warmUp;

    Paired(int pairs, int warmUp) {
        this.pairs = pairs;
        this.warmUp = warmUp;
    }

    /** What one run took, in milliseconds. */
    private record Time(double wall, double processor) {}

    /** Times both and prints a line. */
    double compare(String name, Work measured, Work reference) throws Exception {
        for (int i = 0; i < warmUp; i++) {
            measured.run();
            reference.run();
        }
        double[] measuredTimes = new double[pairs];
        double[] referenceTimes = new double[pairs];
        double[] ratios = new double[pairs];
        double[] processorRatios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean measuredFirst = i % 2 == 0;
            Time first = time(measuredFirst ? measured : reference);
            Time second = time(measuredFirst ? reference : measured);
            Time mine = measuredFirst ? first : second;
            Time its = measuredFirst ? second : first;
            measuredTimes[i] = mine.wall();
            referenceTimes[i] = its.wall();
            ratios[i] = mine.wall() / its.wall();
            processorRatios[i] = mine.processor() / its.processor();
        }
        double ratio = median(ratios);
        System.out.printf(
                Locale.ROOT,
                "%-44s %8.2f ms   plain %8.2f ms   ratio %.3f (quartiles %.3f to %.3f, %d pairs; of processor time %.3f)%n",
                name,
                median(measuredTimes),
                median(referenceTimes),
                ratio,
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                pairs,
                median(processorRatios));
        return ratio;
    }

    private static Time time(Work work) throws Exception {
        long processor = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        return new Time((System.nanoTime() - start) / 1e6, (PROCESS.getProcessCpuTime() - processor) / 1e6);
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
