package io.github.attention4j.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.analysis.HeadMetric;
import io.github.attention4j.analysis.corpus.HeadStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model on two threads of a local Spark, against the same texts on this thread alone. */
class CorpusJobTest {
    private static final List<String> SUBJECTS =
            List.of("The ferry", "A tired horse", "Nobody", "The last tram", "An old letter", "Her brother");
    private static final List<String> ENDS =
            List.of("arrived before noon.", "was there, although it rained.", "left for the coast without a word.");

    @TempDir
    private Path folder;

    private Path unpack(String resource) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in =
                Objects.requireNonNull(CorpusJobTest.class.getClassLoader().getResourceAsStream(resource))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    @Test
    void partitionsAndTheirOrderDoNotMatter() throws IOException {
        Path model = unpack("all-minilm-l6-v2-q.onnx");
        Path tokenizer = unpack("all-minilm-l6-v2-q-tokenizer.json");
        List<String> texts = new ArrayList<>();
        SUBJECTS.forEach(subject -> ENDS.forEach(end -> texts.add(subject + " " + end)));
        HeadStatistics alone = new HeadStatistics();
        try (AttentionExtractor extractor = AttentionExtractors.open(model, tokenizer)) {
            texts.forEach(text -> alone.add(extractor.extract(text)));
        }
        texts.add("  ");
        SparkConf local = new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.local.dir", folder.toString());
        try (JavaSparkContext spark = new JavaSparkContext(local)) {
            CorpusJob job = new CorpusJob(model, tokenizer);
            for (int partitions : new int[] {1, 2, 5}) {
                HeadStatistics together = job.run(spark, spark.parallelize(texts, partitions));
                assertThat(together.inputs()).isEqualTo(18);
                assertThat(together.toBytes()).as("%d partitions", partitions).isEqualTo(alone.toBytes());
            }
        }
        assertThat(ExecutorModel.opened()).isEqualTo(1);
        assertThat(alone.summary(AttentionKind.ENCODER, HeadMetric.ENTROPY, 0, 0)
                        .count())
                .isEqualTo(18);
    }
}
