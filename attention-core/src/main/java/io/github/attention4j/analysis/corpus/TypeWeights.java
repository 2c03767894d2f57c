package io.github.attention4j.analysis.corpus;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionResult;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Token;
import io.github.attention4j.TokenSequence;
import io.github.attention4j.analysis.Findings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How much tokens of one type look at tokens of another, per head over a corpus (Vig and Belinkov 2019, section 4.2, for
 * parts of speech): the mean over all queries of type A of the sum of their weights on keys of type B, from 0 to 1.
 *
 * <p>Frequent types gather weight for being frequent; compare with how often they occur. The types are the caller's.
 */
public final class TypeWeights implements CorpusAccumulator<TypeWeights> {
    private final Function<Token, String> type;
    private final Map<HeadKey, Map<String, From>> heads = new TreeMap<>();

    /** What queries of one type gave. */
    private static final class From {
        private long queries;
        private final Map<String, ExactSum> weights = new TreeMap<>();
    }

    /**
     * A table of no input yet.
     *
     * @param type a token's type, such as its part of speech; few of them, as each pair of types is kept
     */
    public TypeWeights(Function<Token, String> type) {
        this.type = type;
    }

    @Override
    public void add(long number, String input, AttentionResult result) {
        for (AttentionStack stack : result.stacks()) {
            stack.stream().forEach(this::add);
        }
    }

    private void add(AttentionLayer layer) {
        List<String> queryTypes = types(layer.queryTokens());
        List<String> keyTypes = types(layer.keyTokens());
        List<String> targets = keyTypes.stream().distinct().toList();
        int[] target = keyTypes.stream().mapToInt(targets::indexOf).toArray();
        double[] sums = new double[targets.size()];
        float[] row = new float[keyTypes.size()];
        FloatBuffer weights = layer.weights();
        int matrices = layer.windowCount() * layer.heads().size();
        for (int matrix = 0; matrix < matrices; matrix++) {
            int head = layer.heads().get(matrix % layer.heads().size());
            Map<String, From> table =
                    heads.computeIfAbsent(new HeadKey(layer.kind(), layer.number(), head), key -> new TreeMap<>());
            for (int query = 0; query < queryTypes.size(); query++) {
                weights.get((matrix * queryTypes.size() + query) * row.length, row, 0, row.length);
                From from = table.computeIfAbsent(queryTypes.get(query), name -> new From());
                from.queries++;
                Arrays.fill(sums, 0);
                for (int key = 0; key < row.length; key++) {
                    sums[target[key]] += row[key];
                }
                for (int to = 0; to < sums.length; to++) {
                    from.weights
                            .computeIfAbsent(targets.get(to), name -> new ExactSum())
                            .add(sums[to]);
                }
            }
        }
    }

    private List<String> types(TokenSequence tokens) {
        return tokens.stream().map(type).toList();
    }

    @Override
    public void merge(TypeWeights other) {
        other.heads.forEach((head, table) -> table.forEach((name, theirs) -> {
            From from = heads.computeIfAbsent(head, key -> new TreeMap<>()).computeIfAbsent(name, key -> new From());
            from.queries += theirs.queries;
            theirs.weights.forEach((to, sum) ->
                    from.weights.computeIfAbsent(to, key -> new ExactSum()).add(sum));
        }));
    }

    /**
     * The mean weight from one type to another.
     *
     * @param kind the kind of attention
     * @param layer the model's own number of the layer
     * @param head the model's own number of the head
     * @param query the type that looks
     * @param key the type looked at
     * @return from 0 to 1; NaN if no query of that type was seen
     */
    public double mean(AttentionKind kind, int layer, int head, String query, String key) {
        From from = heads.getOrDefault(new HeadKey(kind, layer, head), Map.of()).get(query);
        return from == null ? Double.NaN : mean(from, key);
    }

    private static double mean(From from, String key) {
        ExactSum sum = from.weights.get(key);
        return sum == null
                ? 0
                : sum.value()
                        .divide(BigDecimal.valueOf(from.queries), MathContext.DECIMAL128)
                        .doubleValue();
    }

    /**
     * All pairs of types of all heads.
     *
     * @return a row per head and pair
     */
    public Findings findings() {
        Findings.Builder findings = Findings.builder(
                "mean weight from type to type", List.of("kind", "layer", "head", "from", "to", "weight", "queries"));
        heads.forEach((head, table) -> table.forEach((name, from) -> from.weights
                .keySet()
                .forEach(to -> findings.row(
                        head.kind().label(), head.layer(), head.head(), name, to, mean(from, to), from.queries))));
        return findings.build();
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(heads.size());
        for (Map.Entry<HeadKey, Map<String, From>> head : heads.entrySet()) {
            head.getKey().writeTo(out);
            out.writeInt(head.getValue().size());
            for (Map.Entry<String, From> from : head.getValue().entrySet()) {
                out.writeUTF(from.getKey());
                out.writeLong(from.getValue().queries);
                out.writeInt(from.getValue().weights.size());
                for (Map.Entry<String, ExactSum> to : from.getValue().weights.entrySet()) {
                    out.writeUTF(to.getKey());
                    to.getValue().writeTo(out);
                }
            }
        }
    }

    @Override
    public void readFrom(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Map<String, From> table = heads.computeIfAbsent(HeadKey.readFrom(in), key -> new TreeMap<>());
            int types = in.readInt();
            for (int j = 0; j < types; j++) {
                From from = table.computeIfAbsent(in.readUTF(), key -> new From());
                from.queries = in.readLong();
                int targets = in.readInt();
                for (int k = 0; k < targets; k++) {
                    from.weights
                            .computeIfAbsent(in.readUTF(), key -> new ExactSum())
                            .readFrom(in);
                }
            }
        }
    }
}
