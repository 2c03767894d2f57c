package io.github.attention4j;

import java.util.Locale;

/** Where the keys of an attention come from, seen from its queries (Vaswani et al. 2017, section 3.2.3). */
public enum AttentionKind {
    /** Self-attention over the whole input: every token may look at every other one. */
    ENCODER,
    /** Self-attention of a decoder: a token looks at itself and at what came before it. */
    DECODER,
    /** Attention from a decoder's tokens to an encoder's. */
    CROSS;

    /**
     * The name used in files, on the command line and in pages.
     *
     * @return {@code encoder}, {@code decoder} or {@code cross}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with a given {@link #label()}.
     *
     * @param label a label, in any case
     * @return the kind
     * @throws InvalidRequestException if no kind has that label
     */
    public static AttentionKind ofLabel(String label) {
        for (AttentionKind kind : values()) {
            if (kind.label().equalsIgnoreCase(label.strip())) {
                return kind;
            }
        }
        throw new InvalidRequestException(
                "Unknown attention kind \"" + label + "\"; expected one of encoder, decoder, cross");
    }
}
