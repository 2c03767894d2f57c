package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program. Exit code 0 on success, 2 with one clear line on bad usage or input. */
@Command(
        name = "attention",
        description = "Takes the attention out of transformer models and makes it visible.",
        subcommands = {
            SitesCommand.class,
            ExtractCommand.class,
            GenerateCommand.class,
            RenderCommand.class,
            AnalyzeCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "attention4j 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "sites|extract|generate|render|analyze")
public final class Main {
    private static final int BAD_INPUT = 2;

    @CommandLine.Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Print where an error came from, too.")
    private boolean verbose;

    /**
     * Runs the program and ends the process.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        // Models and tokenizers come from files: nothing is to be looked up elsewhere.
        System.setProperty("ai.djl.offline", "true");
        Charset terminal = Charset.defaultCharset();
        PrintWriter out = new PrintWriter(System.out, true, terminal);
        PrintWriter err = new PrintWriter(System.err, true, terminal);
        System.exit(run(out, err, args));
    }

    /** Runs the program without ending the process. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        return new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((error, arguments) -> {
                    err.println("attention: "
                            + String.valueOf(error.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("bad usage") + "; see attention --help");
                    return BAD_INPUT;
                })
                .setExecutionExceptionHandler((error, command, arguments) -> {
                    String message = error.getMessage();
                    boolean expected = error instanceof AttentionException || error instanceof IllegalArgumentException;
                    String line = message == null ? error.toString() : message.replaceAll("\\R", " ");
                    err.println(
                            "attention: " + (expected ? line : error.getClass().getSimpleName() + ": " + line));
                    if (main.verbose) {
                        error.printStackTrace(err);
                    }
                    return BAD_INPUT;
                })
                .execute(args);
    }
}
