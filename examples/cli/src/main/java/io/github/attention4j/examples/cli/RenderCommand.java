package io.github.attention4j.examples.cli;

import io.github.attention4j.AttentionResult;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.io.AttentionNpz;
import io.github.attention4j.io.TokensJson;
import io.github.attention4j.render.AttentionViews;
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

    @Option(names = "--view", required = true, paramLabel = "head", description = "What to draw: head.")
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
        if (!view.equals("head")) {
            throw new InvalidRequestException("There is no view \"" + view + "\" yet; expected head");
        }
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new InvalidRequestException(
                    "The head view is a page: expected a file name that ends in .html, not " + out);
        }
        AttentionResult result = AttentionNpz.read(attention, TokensJson.read(tokens));
        HtmlView page = AttentionViews.headView(result).theme(Theme.ofLabel(theme));
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
