package io.github.attention4j.examples.benchmarks;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.flow.MatrixProduct;
import io.github.attention4j.analysis.flow.Rollout;
import io.github.attention4j.nd4j.Nd4jProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rollout through 12 layers of 12 heads over 512 tokens in plain Java beside ND4J, on as many cores: with {@code
 * OMP_NUM_THREADS=1} in the environment on one, otherwise on all.
 */
public final class RolloutBenchmark {
    private static final int TOKENS = 512;

    private double sink;

    private RolloutBenchmark() {}

    /**
     * Prints a line.
     *
     * @param args none
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        RolloutBenchmark benchmark = new RolloutBenchmark();
        boolean oneCore = "1".equals(System.getenv("OMP_NUM_THREADS"));
        AttentionStack stack = stack();
        Rollout plain = Rollout.builder()
                .product(oneCore ? MatrixProduct.PLAIN : MatrixProduct.PARALLEL)
                .build();
        Rollout nd4j = Rollout.builder().product(Nd4jProduct.create()).build();
        new Paired(15, 4)
                .compare(
                        "rollout, plain Java beside ND4J, " + (oneCore ? "one core" : "all cores"),
                        () -> benchmark.sink += plain.matrix(stack).value(0, 0),
                        () -> benchmark.sink += nd4j.matrix(stack).value(0, 0));
        if (Double.isNaN(benchmark.sink)) {
            throw new IllegalStateException("not a number");
        }
    }

    private static AttentionStack stack() {
        Random random = new Random(1);
        List<AttentionLayer> layers = new ArrayList<>();
        for (int layer = 0; layer < 12; layer++) {
            float[] weights = new float[12 * TOKENS * TOKENS];
            for (int row = 0; row < weights.length; row += TOKENS) {
                double sum = 0;
                for (int i = row; i < row + TOKENS; i++) {
                    weights[i] = (float) Math.exp(2 * random.nextGaussian());
                    sum += weights[i];
                }
                for (int i = row; i < row + TOKENS; i++) {
                    weights[i] /= (float) sum;
                }
            }
            layers.add(AttentionLayer.builder(AttentionKind.ENCODER, layer)
                    .tokens(TokenSequence.ofPositions(TOKENS))
                    .weights(weights)
                    .build());
        }
        return AttentionStack.of(layers);
    }
}
