package io.github.attention4j.analysis.corpus;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The inputs on which each head has most of a metric. Extremes are worth reading, but are not typical: look at the
 * distribution, too ({@link HeadStatistics}).
 */
public final class TopExamples implements CorpusAccumulator<TopExamples> {
    private static final Comparator<Example> BEST_FIRST =
            Comparator.comparingDouble(Example::value).reversed().thenComparingLong(Example::number);

    private final HeadMetric metric;
    private final int count;
    private final Map<HeadKey, TreeSet<Example>> best = new TreeMap<>();

    /**
     * One input and what a head made of it.
     *
     * @param number the input's place in the corpus, zero-based
     * @param input the input's text
     * @param value the metric
     */
    public record Example(long number, String input, double value) {}

    /**
     * Examples of no input yet.
     *
     * @param metric by which inputs are ranked
     * @param count how many to keep per head; of equal ones, those that come first in the corpus
     * @throws IllegalArgumentException if none is to be kept
     */
    public TopExamples(HeadMetric metric, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one example is kept, not " + count);
        }
        this.metric = metric;
        this.count = count;
    }

    @Override
    public void add(long number, String input, AttentionResult result) {
        for (AttentionStack stack : result.stacks()) {
            HeadMetrics metrics = HeadMetrics.of(stack);
            if (metrics.metrics().contains(metric)) {
                metrics.table(metric)
                        .ranked()
                        .forEach(it -> add(
                                new HeadKey(it.kind(), it.layer(), it.head()), new Example(number, input, it.score())));
            }
        }
    }

    private void add(HeadKey head, Example example) {
        TreeSet<Example> examples = best.computeIfAbsent(head, key -> new TreeSet<>(BEST_FIRST));
        examples.add(example);
        if (examples.size() > count) {
            examples.pollLast();
        }
    }

    @Override
    public void merge(TopExamples other) {
        other.best.forEach((head, examples) -> examples.forEach(example -> add(head, example)));
    }

    /**
     * The best examples of one head.
     *
     * @param kind the kind of attention
     * @param layer the model's own number of the layer
     * @param head the model's own number of the head
     * @return the largest values first; empty if there is no such head
     */
    public List<Example> of(AttentionKind kind, int layer, int head) {
        return List.copyOf(best.getOrDefault(new HeadKey(kind, layer, head), new TreeSet<>(BEST_FIRST)));
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(best.size());
        for (Map.Entry<HeadKey, TreeSet<Example>> head : best.entrySet()) {
            head.getKey().writeTo(out);
            out.writeInt(head.getValue().size());
            for (Example example : head.getValue()) {
                out.writeLong(example.number());
                out.writeDouble(example.value());
                byte[] text = example.input().getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        }
    }

    @Override
    public void readFrom(DataInput in) throws IOException {
        int heads = in.readInt();
        for (int i = 0; i < heads; i++) {
            HeadKey head = HeadKey.readFrom(in);
            int examples = in.readInt();
            for (int j = 0; j < examples; j++) {
                long number = in.readLong();
                double value = in.readDouble();
                byte[] text = new byte[in.readInt()];
                in.readFully(text);
                add(head, new Example(number, new String(text, StandardCharsets.UTF_8), value));
            }
        }
    }
}
