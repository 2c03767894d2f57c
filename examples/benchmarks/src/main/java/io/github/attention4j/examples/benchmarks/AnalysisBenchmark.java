package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.flow.Rollout;
import io.github.attention4j.analysis.words.WordAggregation;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The analyses on 12 layers of 12 heads over 512 tokens, 37.7 million weights, on one core, beside summing the same
 * buffers; with what each allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgs = {"-Xmx1g", "-XX:ActiveProcessorCount=1"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnalysisBenchmark {
    private final AttentionStack stack = RandomAttention.stack();

    /** With random attention. */
    public AnalysisBenchmark() {}

    /**
     * Runs all of them.
     *
     * @param args none
     * @throws RunnerException if one fails
     */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(AnalysisBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }

    /**
     * What reading the memory once costs.
     *
     * @return the sum
     */
    @Benchmark
    public double sum() {
        float[] row = new float[RandomAttention.TOKENS];
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (AttentionLayer layer : stack.stream().toList()) {
            FloatBuffer weights = layer.weights();
            for (int start = 0; start < weights.limit(); start += row.length) {
                weights.get(start, row, 0, row.length);
                for (int key = 0; key < row.length; key += 4) {
                    a += row[key];
                    b += row[key + 1];
                    c += row[key + 2];
                    d += row[key + 3];
                }
            }
        }
        return a + b + c + d;
    }

    /**
     * All metrics of all heads.
     *
     * @return one of them
     */
    @Benchmark
    public double metrics() {
        return HeadMetrics.of(stack).table(HeadMetric.ENTROPY).value(0, 0);
    }

    /**
     * Rollout of all tokens.
     *
     * @return a share
     */
    @Benchmark
    public double rollout() {
        return Rollout.standard().matrix(stack).value(0, 0);
    }

    /**
     * Rollout of one token.
     *
     * @return a share
     */
    @Benchmark
    public double rolloutOfOneToken() {
        return Rollout.standard().row(stack, 0)[0];
    }

    /**
     * From tokens to words.
     *
     * @return a weight
     */
    @Benchmark
    public double words() {
        return WordAggregation.words(stack).matrix(0, 0).weight(0, 0);
    }
}
