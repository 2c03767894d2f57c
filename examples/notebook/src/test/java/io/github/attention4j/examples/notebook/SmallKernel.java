package io.github.attention4j.examples.notebook;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;

/**
 * A Java kernel for Jupyter that does with this notebook's cells what JJava does: the same protocol library, display
 * calls and renderer, the JDK's JShell, and of the magics {@code %classpath}.
 */
public final class SmallKernel extends BaseKernel {
    private final CellShell shell;

    private SmallKernel(CellShell shell) {
        super(
                "small",
                "1",
                new LanguageInfo.Builder("Java")
                        .version(Runtime.version().toString())
                        .mimetype("text/x-java-source")
                        .fileExtension(".jshell")
                        .pygments("java")
                        .codemirror("java")
                        .build(),
                List.of(),
                null,
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                false,
                new StringStyler.Builder().build());
        this.shell = shell;
        LineMagic<@Nullable Void, SmallKernel> classpath = SmallKernel::addToClasspath;
        getMagicsRegistry().registerLineMagic("classpath", classpath);
    }

    /**
     * Serves one notebook.
     *
     * @param args Jupyter's connection file
     * @throws Exception if there is nobody to connect to
     */
    public static void main(String[] args) throws Exception {
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
        SmallKernel kernel = new SmallKernel(CellShell.running());
        kernel.onStartup();
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
    }

    private static @Nullable Void addToClasspath(SmallKernel kernel, List<String> globs) {
        for (String glob : globs) {
            for (Path path : PathsHandler.resolveGlobs(glob)) {
                kernel.shell.addToClasspath(path.toAbsolutePath() + File.pathSeparator);
            }
        }
        return null;
    }

    @Override
    public @Nullable Object evalRaw(String source) {
        return shell.evaluate(getMagicParser().resolveMagics(source));
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        return null;
    }

    @Override
    public @Nullable ReplacementOptions complete(String code, int at) {
        return null;
    }

    @Override
    public String isComplete(String code) {
        return IS_COMPLETE_MAYBE;
    }

    @Override
    public void onShutdown(boolean isRestarting) {
        super.onShutdown(isRestarting);
        shell.close();
    }
}
