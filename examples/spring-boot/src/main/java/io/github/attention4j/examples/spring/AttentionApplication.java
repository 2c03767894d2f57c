package io.github.attention4j.examples.spring;

import io.github.attention4j.AttentionExtractor;
import io.github.attention4j.onnx.OnnxAttentionExtractor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the service; its page is at the root. */
@SpringBootApplication
public class AttentionApplication {
    /**
     * Starts the service.
     *
     * @param args Spring Boot's
     */
    public static void main(String[] args) {
        SpringApplication.run(AttentionApplication.class, args);
    }

    /** One extractor for all requests; Spring closes it at the end. */
    @Bean
    AttentionExtractor extractor() {
        ClassLoader loader = AttentionApplication.class.getClassLoader();
        return OnnxAttentionExtractor.builder()
                .modelResource(loader, "all-minilm-l6-v2-q.onnx")
                .tokenizerResource(loader, "all-minilm-l6-v2-q-tokenizer.json")
                .threads(1)
                .build();
    }
}
