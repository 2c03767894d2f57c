package io.github.attention4j.djl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The real MiniLM as TorchScript, made once per build where the Maven profile real-models asks for it. */
final class RealMiniLm {
    private static final Path FOLDER = Path.of("target", "minilm");

    private RealMiniLm() {}

    /** The model that returns its attention behind its hidden states. */
    static Path withAttention() throws Exception {
        return made("minilm-attentions.pt");
    }

    static Path tokenizer() throws IOException {
        return unpacked("all-minilm-l6-v2-tokenizer.json");
    }

    private static synchronized Path made(String name) throws Exception {
        Assumptions.assumeTrue(
                Boolean.getBoolean("attention4j.real-models"), "MiniLM is made in the profile real-models");
        Path file = FOLDER.resolve(name);
        if (!Files.exists(file)) {
            Path onnx = unpacked("all-minilm-l6-v2.onnx");
            Path script = Path.of("src", "test", "python", "make_minilm.py");
            Process process = new ProcessBuilder(
                            "/usr/bin/python3", script.toString(), onnx.toString(), FOLDER.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(script + " failed; it needs Debian's python3-torch and python3-onnx: " + output);
            }
        }
        return file;
    }

    private static Path unpacked(String resource) throws IOException {
        Path file = Files.createDirectories(FOLDER).resolve(resource);
        try (InputStream in = RealMiniLm.class.getClassLoader().getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(in, resource), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
