package io.github.attention4j.examples.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Model.CommandSpec;

/** A line on the terminal that tells how far the work is, once it takes longer than a second; gone when it is done. */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long SILENT_MILLIS = 1000;
    private static final long REDRAW_MILLIS = 200;

    private final PrintWriter out;
    private final String what;
    private final int total;
    private final AtomicInteger done = new AtomicInteger();
    private final long start = System.nanoTime();
    private final ScheduledExecutorService clock;
    private boolean drawn;

    /**
     * Starts the clock.
     *
     * @param out where to draw
     * @param terminal whether anybody watches; nothing is drawn otherwise
     * @param what the word in front of the bar
     * @param total how many units of work there are
     */
    ProgressBar(PrintWriter out, boolean terminal, String what, int total) {
        this.out = out;
        this.what = what;
        this.total = total;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (terminal) {
            var unused = clock.scheduleAtFixedRate(this::draw, SILENT_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** On the error stream of a command, if a person sits there. */
    static ProgressBar of(CommandSpec spec, String what, int total) {
        return new ProgressBar(spec.commandLine().getErr(), isTerminal(), what, total);
    }

    /** From JDK 22 on there is always a console, which says itself whether it is a terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    void advance(int units) {
        done.addAndGet(units);
    }

    private synchronized void draw() {
        int filled = WIDTH * Math.min(done.get(), total) / Math.max(total, 1);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.print(String.format(
                Locale.ROOT,
                "\r%s [%s%s] %d/%d %.0f s",
                what,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                done.get(),
                total,
                seconds));
        out.flush();
        drawn = true;
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        if (drawn) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
