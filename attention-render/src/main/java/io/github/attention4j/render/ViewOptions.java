package io.github.attention4j.render;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Selection;
import io.github.attention4j.render.internal.Labels;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a view holds, what it shows first, and how it looks. Made with {@link #builder()}.
 *
 * @param title the page's title and heading
 * @param language of title and labels, a BCP 47 tag such as {@code en}
 * @param labels texts of the page that replace its English ones, by the names in {@code labels.json}
 * @param theme the colours
 * @param kind which attention to open with, or null for the most telling one
 * @param layer which layer to open with by the model's own number, or null for the most telling one
 * @param heads which heads to open with by the model's own numbers, or null for the most telling one
 * @param includeLayers which layers the page holds, by the model's own numbers
 * @param includeHeads which heads the page holds, by the model's own numbers
 * @param state what else a reader could have chosen, as the view's link says it; empty for nothing
 * @param compact whether heading, controls and buttons are left out, for a page that puts its own text around
 */
public record ViewOptions(
        String title,
        String language,
        Map<String, String> labels,
        Theme theme,
        @Nullable AttentionKind kind,
        @Nullable Integer layer,
        @Nullable Selection heads,
        Selection includeLayers,
        Selection includeHeads,
        String state,
        boolean compact) {
    /** A page with everything, light or dark as the reader prefers, that opens where there is most to see. */
    public static final ViewOptions DEFAULT = new ViewOptions(
            "Attention", "en", Map.of(), Theme.AUTO, null, null, null, Selection.all(), Selection.all(), "", false);

    /**
     * Checks the labels.
     *
     * @param title the page's title and heading
     * @param language of title and labels
     * @param labels texts by name
     * @param theme the colours
     * @param kind which attention to open with, or null
     * @param layer which layer to open with, or null
     * @param heads which heads to open with, or null
     * @param includeLayers which layers the page holds
     * @param includeHeads which heads the page holds
     * @param state what else is chosen
     * @param compact whether heading, controls and buttons are left out
     * @throws InvalidRequestException if there is no label of some name
     */
    public ViewOptions {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(theme, "theme");
        Objects.requireNonNull(includeLayers, "includeLayers");
        Objects.requireNonNull(includeHeads, "includeHeads");
        Objects.requireNonNull(state, "state");
        labels = Map.copyOf(labels);
        Labels.requireKnown(labels.keySet());
    }

    /**
     * Begins with {@link #DEFAULT}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /**
     * Begins with these options.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Makes {@link ViewOptions}. Not thread-safe. */
    public static final class Builder {
        private String title;
        private String language;
        private Map<String, String> labels;
        private Theme theme;
        private @Nullable AttentionKind kind;
        private @Nullable Integer layer;
        private @Nullable Selection heads;
        private Selection includeLayers;
        private Selection includeHeads;
        private String state;
        private boolean compact;

        private Builder(ViewOptions options) {
            this.title = options.title();
            this.language = options.language();
            this.labels = options.labels();
            this.theme = options.theme();
            this.kind = options.kind();
            this.layer = options.layer();
            this.heads = options.heads();
            this.includeLayers = options.includeLayers();
            this.includeHeads = options.includeHeads();
            this.state = options.state();
            this.compact = options.compact();
        }

        /**
         * The page's title and heading.
         *
         * @param newTitle any text
         * @return this
         */
        public Builder title(String newTitle) {
            this.title = newTitle;
            return this;
        }

        /**
         * The page's texts in another language or other words. Names that are not given stay English.
         *
         * @param newLanguage a BCP 47 tag such as {@code de}
         * @param newLabels texts by the names in {@code labels.json}; what stands in braces is filled in by the page
         * @return this
         */
        public Builder labels(String newLanguage, Map<String, String> newLabels) {
            this.language = newLanguage;
            this.labels = newLabels;
            return this;
        }

        /**
         * The colours.
         *
         * @param newTheme the theme
         * @return this
         */
        public Builder theme(Theme newTheme) {
            this.theme = newTheme;
            return this;
        }

        /**
         * Which attention to open with.
         *
         * @param newKind the kind, or null for the most telling one
         * @return this
         */
        public Builder kind(@Nullable AttentionKind newKind) {
            this.kind = newKind;
            return this;
        }

        /**
         * Which layer to open with.
         *
         * @param newLayer the model's own number, or null for the most telling one
         * @return this
         */
        public Builder layer(@Nullable Integer newLayer) {
            this.layer = newLayer;
            return this;
        }

        /**
         * Which heads to open with.
         *
         * @param newHeads the model's own numbers, or null for the most telling one
         * @return this
         */
        public Builder heads(@Nullable Selection newHeads) {
            this.heads = newHeads;
            return this;
        }

        /**
         * Which layers the page holds.
         *
         * @param newLayers the model's own numbers
         * @return this
         */
        public Builder includeLayers(Selection newLayers) {
            this.includeLayers = newLayers;
            return this;
        }

        /**
         * Which heads the page holds.
         *
         * @param newHeads the model's own numbers
         * @return this
         */
        public Builder includeHeads(Selection newHeads) {
            this.includeHeads = newHeads;
            return this;
        }

        /**
         * What else is chosen at first: a token that is held, filters, a threshold.
         *
         * @param newState what follows the name of the view in the address that the view's button copies, such as
         *     {@code token=query.7&special=hide}; what it does not say stays as it is
         * @return this
         */
        public Builder state(String newState) {
            this.state = newState;
            return this;
        }

        /**
         * Whether heading, controls and buttons are left out, for a page that puts its own text around.
         *
         * @param newCompact true for the drawing with its read-out and notes alone
         * @return this
         */
        public Builder compact(boolean newCompact) {
            this.compact = newCompact;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws InvalidRequestException if there is no label of some name
         */
        public ViewOptions build() {
            return new ViewOptions(
                    title, language, labels, theme, kind, layer, heads, includeLayers, includeHeads, state, compact);
        }
    }
}
