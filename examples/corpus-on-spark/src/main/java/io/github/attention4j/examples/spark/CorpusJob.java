package io.github.attention4j.examples.spark;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.HeadTable;
import io.github.attention4j.analysis.corpus.HeadStatistics;
import io.github.attention4j.analysis.corpus.MetricSummary;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Head statistics over texts that a cluster holds. Weights never leave the executors: each partition's numbers are
 * gathered where its texts are, and merged in a tree. Merging is exact, so that any number of partitions, in whatever
 * order they end, gives the very bytes that one machine would have.
 */
public final class CorpusJob {
    private final Path model;
    private final Path tokenizer;

    /**
     * A job for a model.
     *
     * @param model an ONNX file that the driver can read
     * @param tokenizer its {@code tokenizer.json}
     */
    public CorpusJob(Path model, Path tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * For {@code spark-submit}: prints each head's mean entropy and writes it as JSON, CSV or text.
     *
     * @param args model, tokenizer, where one text a line is read from, and a file to write
     */
    public static void main(String[] args) {
        if (args.length != 4) {
            System.err.println("Usage: CorpusJob MODEL.onnx TOKENIZER.json TEXTS OUT.(json|csv|txt)");
            System.exit(2);
        }
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("Attention of a corpus"))) {
            HeadStatistics statistics =
                    new CorpusJob(Path.of(args[0]), Path.of(args[1])).run(spark, spark.textFile(args[2]));
            HeadTable table = statistics.table(AttentionKind.ENCODER, HeadMetric.ENTROPY, "mean", MetricSummary::mean);
            System.out.print(table.findings().toText());
            table.findings().writeTo(Path.of(args[3]));
        }
    }

    /**
     * Runs all texts through the model.
     *
     * @param spark the cluster; gets both files once and hands them to each machine
     * @param texts one input each; blank ones are left out
     * @return statistics of all of them
     */
    public HeadStatistics run(JavaSparkContext spark, JavaRDD<String> texts) {
        spark.addFile(model.toString());
        spark.addFile(tokenizer.toString());
        // Only the names travel with the tasks.
        String modelName = String.valueOf(model.getFileName());
        String tokenizerName = String.valueOf(tokenizer.getFileName());
        return texts.filter(text -> !text.isBlank())
                .treeAggregate(
                        new HeadStatistics(),
                        (statistics, text) -> {
                            statistics.add(
                                    ExecutorModel.get(modelName, tokenizerName).extract(text));
                            return statistics;
                        },
                        (one, other) -> {
                            one.merge(other);
                            return one;
                        });
    }
}
