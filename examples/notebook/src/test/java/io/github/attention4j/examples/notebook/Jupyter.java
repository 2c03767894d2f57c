package io.github.attention4j.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.SimpleLogger;
import org.zeromq.ZMQ;

/** Debian's {@code jupyter nbconvert}, which finds {@link SmallKernel} where it would find JJava. */
final class Jupyter {
    private static final Path COMMAND = Path.of("/usr/bin/jupyter-nbconvert");
    private static final Path KERNELS = Path.of("target", "jupyter").toAbsolutePath();

    private Jupyter() {}

    /** Without Jupyter the test is skipped, or fails where CI is set. */
    static void demand() {
        if (!Files.isExecutable(COMMAND) && System.getenv("CI") == null) {
            Assumptions.abort(
                    "There is no " + COMMAND + ": install Debian's jupyter-nbconvert to execute the notebook");
        }
    }

    /** Executes a notebook in its folder and writes it with its outputs. */
    static void execute(Path notebook, Path executed, boolean withJJava) throws Exception {
        if (!withJJava) {
            writeKernelSpec();
        }
        nbconvert(
                withJJava ? Map.of() : Map.of("JUPYTER_PATH", KERNELS.toString()),
                "--execute",
                "--ExecutePreprocessor.timeout=300",
                "--ExecutePreprocessor.record_timing=False",
                "--to=notebook",
                "--output-dir=" + executed.toAbsolutePath().getParent(),
                "--output=" + executed.getFileName(),
                notebook.toString());
    }

    /**
     * Makes a page of an executed notebook, without the formula and widget scripts that Jupyter's pages load from
     * elsewhere: the notebook has neither formulas nor widgets.
     */
    static void toHtml(Path executed, Path page) throws Exception {
        nbconvert(
                Map.of(),
                "--to=html",
                "--output-dir=" + page.toAbsolutePath().getParent(),
                "--output=" + page.getFileName(),
                executed.toString());
        String html = Files.readString(page);
        Files.writeString(page, html.replaceAll("<script src=\"[^\"]*\">\\s*</script>", ""));
    }

    private static void nbconvert(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(Files.createDirectories(KERNELS), "nbconvert", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            process.destroy();
        }
        assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
    }

    /** The kernel's own class path is the protocol library's: Attention4J must come from the notebook's first cell. */
    private static void writeKernelSpec() throws IOException, URISyntaxException {
        List<String> locations = new ArrayList<>();
        for (Class<?> type : List.of(
                SmallKernel.class, BaseKernel.class, Gson.class, ZMQ.class, LoggerFactory.class, SimpleLogger.class)) {
            locations.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = Stream.of(
                        java.toString(),
                        "-Xmx1g",
                        "-Duser.language=en",
                        "-Duser.country=US",
                        "-Dai.djl.offline=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.log.ai.djl=error",
                        "-cp",
                        locations.stream().distinct().collect(Collectors.joining(File.pathSeparator)),
                        SmallKernel.class.getName(),
                        "{connection_file}")
                .toList();
        Map<String, Object> spec = Map.of("argv", command, "display_name", "Java", "language", "java");
        Path folder = Files.createDirectories(KERNELS.resolve("kernels").resolve("java"));
        new ObjectMapper().writeValue(folder.resolve("kernel.json").toFile(), spec);
    }
}
