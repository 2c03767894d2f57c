package io.github.attention4j.analysis.corpus;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadMetrics;
import io.github.attention4j.analysis.HeadTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The distribution of every {@link HeadMetric} of every head over a corpus. Its size depends on the model, not on the
 * number of inputs. Merging in any order and any grouping gives the same numbers and the same bytes.
 *
 * <p>Each input counts once, however long it is. Differences between corpora may be differences in length: distances and
 * entropies grow with it. Java serialisation writes the same bytes as {@link #writeTo}, for engines that ship objects.
 */
public final class HeadStatistics implements CorpusAccumulator<HeadStatistics>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 0x41344a01;

    private final transient Map<HeadKey, Map<HeadMetric, MetricSummary>> summaries = new TreeMap<>();
    private transient long inputs;

    /** Statistics of no input yet. */
    public HeadStatistics() {}

    @Override
    public void add(long number, String input, AttentionResult result) {
        add(result);
    }

    /**
     * Takes in one input.
     *
     * @param result its attention; not kept
     */
    public void add(AttentionResult result) {
        for (AttentionStack stack : result.stacks()) {
            HeadMetrics metrics = HeadMetrics.of(stack);
            for (HeadMetric metric : metrics.metrics()) {
                metrics.table(metric).ranked().forEach(it -> summary(
                                new HeadKey(it.kind(), it.layer(), it.head()), metric)
                        .add(it.score()));
            }
        }
        inputs++;
    }

    private MetricSummary summary(HeadKey head, HeadMetric metric) {
        return summaries
                .computeIfAbsent(head, key -> new EnumMap<>(HeadMetric.class))
                .computeIfAbsent(metric, MetricSummary::new);
    }

    @Override
    public void merge(HeadStatistics other) {
        if (other == this) {
            throw new IllegalArgumentException("Statistics cannot be merged into themselves");
        }
        other.summaries.forEach((head, metrics) ->
                metrics.forEach((metric, summary) -> summary(head, metric).add(summary)));
        inputs += other.inputs;
    }

    /**
     * How many inputs were taken in.
     *
     * @return the count
     */
    public long inputs() {
        return inputs;
    }

    /**
     * One metric of one head.
     *
     * @param kind the kind of attention
     * @param metric the metric
     * @param layer the model's own number of the layer
     * @param head the model's own number of the head
     * @return its distribution; grows when more inputs are taken in
     * @throws InvalidRequestException if no input had that head or metric
     */
    public MetricSummary summary(AttentionKind kind, HeadMetric metric, int layer, int head) {
        MetricSummary found =
                summaries.getOrDefault(new HeadKey(kind, layer, head), Map.of()).get(metric);
        if (found == null) {
            throw new InvalidRequestException("None of the " + inputs + " inputs had " + metric.label() + " of "
                    + kind.label() + " layer " + layer + " head " + head);
        }
        return found;
    }

    /**
     * One number of each head's distribution.
     *
     * @param kind the kind of attention
     * @param metric the metric
     * @param name what the number is, such as {@code mean}
     * @param statistic gives the number, such as {@code MetricSummary::mean}
     * @return the table, named {@code entropy mean}; NaN for heads without that metric
     * @throws InvalidRequestException if no input had attention of that kind
     */
    public HeadTable table(
            AttentionKind kind, HeadMetric metric, String name, ToDoubleFunction<MetricSummary> statistic) {
        List<HeadKey> keys =
                summaries.keySet().stream().filter(key -> key.kind() == kind).toList();
        if (keys.isEmpty()) {
            throw new InvalidRequestException("None of the " + inputs + " inputs had " + kind.label() + " attention");
        }
        List<Integer> layers =
                keys.stream().map(HeadKey::layer).distinct().sorted().toList();
        List<Integer> heads =
                keys.stream().map(HeadKey::head).distinct().sorted().toList();
        double[][] values = new double[layers.size()][heads.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                HeadKey key = new HeadKey(kind, layers.get(i), heads.get(j));
                MetricSummary summary = summaries.getOrDefault(key, Map.of()).get(metric);
                values[i][j] = summary == null ? Double.NaN : statistic.applyAsDouble(summary);
            }
        }
        return new HeadTable(metric.label() + " " + name, metric.unit(), kind, layers, heads, values);
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(VERSION);
        out.writeLong(inputs);
        out.writeInt(summaries.size());
        for (Map.Entry<HeadKey, Map<HeadMetric, MetricSummary>> head : summaries.entrySet()) {
            head.getKey().writeTo(out);
            out.writeInt(head.getValue().size());
            for (Map.Entry<HeadMetric, MetricSummary> metric : head.getValue().entrySet()) {
                out.writeUTF(metric.getKey().label());
                metric.getValue().writeTo(out);
            }
        }
    }

    @Override
    public void readFrom(DataInput in) throws IOException {
        if (in.readInt() != VERSION) {
            throw new IOException("Not head statistics, or of another version");
        }
        inputs = in.readLong();
        int heads = in.readInt();
        for (int i = 0; i < heads; i++) {
            HeadKey head = HeadKey.readFrom(in);
            int metrics = in.readInt();
            for (int j = 0; j < metrics; j++) {
                summary(head, HeadMetric.ofLabel(in.readUTF())).readFrom(in);
            }
        }
    }

    /**
     * Everything as bytes.
     *
     * @return what {@link #writeTo} writes
     */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Object writeReplace() {
        return new Bytes(toBytes());
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Statistics are serialised as bytes");
    }

    /** The serialised form. */
    private static final class Bytes implements Serializable {
        private static final long serialVersionUID = 1L;

        private final byte[] content;

        private Bytes(byte[] content) {
            this.content = content;
        }

        private Object readResolve() throws InvalidObjectException {
            HeadStatistics statistics = new HeadStatistics();
            try {
                statistics.readFrom(new DataInputStream(new ByteArrayInputStream(content)));
            } catch (IOException e) {
                throw (InvalidObjectException) new InvalidObjectException("Broken statistics").initCause(e);
            }
            return statistics;
        }
    }
}
