package io.github.attention4j.examples.spark;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.AttentionExtractors;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/**
 * The one extractor of an executor's JVM, opened when its first task asks and closed when the JVM ends. Tasks share it:
 * extractors are thread-safe.
 */
final class ExecutorModel {
    private static final AtomicInteger OPENED = new AtomicInteger();
    private static @Nullable AttentionExtractor extractor;
    private static String openModel = "";

    private ExecutorModel() {}

    /**
     * The extractor of files that {@code SparkContext.addFile} sent along.
     *
     * @param model the model's file name
     * @param tokenizer the tokenizer's file name
     * @return the same one for all tasks
     */
    static synchronized AttentionExtractor get(String model, String tokenizer) {
        AttentionExtractor open = extractor;
        if (open != null && openModel.equals(model)) {
            return open;
        }
        if (open != null) {
            throw new IllegalStateException(
                    "This JVM runs " + openModel + "; one job has one model, so run " + model + " as another job");
        }
        AttentionExtractor opened =
                AttentionExtractors.open(Path.of(SparkFiles.get(model)), Path.of(SparkFiles.get(tokenizer)));
        Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "close " + model));
        extractor = opened;
        openModel = model;
        OPENED.incrementAndGet();
        return opened;
    }

    /** How many extractors this JVM has opened. */
    static int opened() {
        return OPENED.get();
    }
}
