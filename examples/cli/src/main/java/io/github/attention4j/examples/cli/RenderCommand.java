package io.github.attention4j.examples.cli;

import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.render.HtmlView;
import io.github.attention4j.render.Theme;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "render", description = "Draws attention from a file.", mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
    @Mixin
    private AttentionFileOptions attention = new AttentionFileOptions();

    @Option(
            names = "--view",
            required = true,
            paramLabel = "head|model|neuron|heatmap|text",
            description = "What to draw; neuron needs a file that attention extract --qkv wrote.")
    private String view = "head";

    @Option(names = "--out", required = true, paramLabel = "F.html|svg|png|pdf", description = "The file to write.")
    private Path out = Path.of("");

    @Option(names = "--layer", paramLabel = "L", description = "The layer to open with.")
    private @Nullable Integer layer;

    @Option(names = "--head", paramLabel = "H", description = "The head to open with.")
    private @Nullable Integer head;

    @Option(names = "--theme", paramLabel = "light|dark", description = "The colours; by default the reader's.")
    private String theme = "auto";

    @Override
    public Integer call() {
        if (StaticPictures.isPicture(out)) {
            StaticPictures.write(view, attention::read, out, Theme.ofLabel(theme), layer, head);
            return 0;
        }
        PageView pageView = PageView.ofLabel(view);
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new InvalidRequestException(
                    "Expected a file name that ends in .html, .svg, .png or .pdf, not " + out);
        }
        HtmlView page = pageView.of(attention.read()).theme(Theme.ofLabel(theme));
        if (layer != null) {
            page = page.layer(layer);
        }
        if (head != null) {
            page = page.heads(head);
        }
        page.writeTo(out);
        return 0;
    }
}
