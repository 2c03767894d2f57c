package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.TokensJson;
import io.github.attention4j.render.HtmlView;
import io.github.attention4j.render.Theme;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "render", description = "Draws attention from a file.", mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
    @Option(
            names = "--attention",
            required = true,
            paramLabel = "A.npz",
            description = "Attention as attention extract writes it.")
    private Path attention = Path.of("");

    @Option(names = "--tokens", required = true, paramLabel = "tokens.json", description = "Its tokens.")
    private Path tokens = Path.of("");

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
            StaticPictures.write(
                    view,
                    () -> AttentionNpz.read(attention, TokensJson.read(tokens)),
                    out,
                    Theme.ofLabel(theme),
                    layer,
                    head);
            return 0;
        }
        PageView pageView = PageView.ofLabel(view);
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new InvalidRequestException(
                    "Expected a file name that ends in .html, .svg, .png or .pdf, not " + out);
        }
        AttentionResult result = AttentionNpz.read(attention, TokensJson.read(tokens));
        HtmlView page = pageView.of(result).theme(Theme.ofLabel(theme));
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
