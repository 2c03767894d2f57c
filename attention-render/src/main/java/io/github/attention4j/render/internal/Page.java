package io.github.attention4j.render.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The HTML around a custom element and its payload. */
public final class Page {
    private static final String BUNDLE = "/META-INF/resources/attention4j/attention-views.js";

    private static final String DARK_GROUND = "body{background:#14161d}";

    private final String elementName;
    private final Payload payload;
    private final Appearance appearance;

    /**
     * A page.
     *
     * @param elementName the custom element
     * @param payload what it shows
     * @param appearance how it looks
     */
    public Page(String elementName, Payload payload, Appearance appearance) {
        this.elementName = elementName;
        this.payload = payload;
        this.appearance = appearance;
    }

    /**
     * Writes a whole page.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writePage(Appendable out) throws IOException {
        String script = script();
        String style = style();
        out.append("<!doctype html>\n<html lang=\"")
                .append(escaped(appearance.language()))
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-")
                .append(sha256(script))
                .append("'; style-src 'sha256-")
                .append(sha256(style))
                .append("'; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(appearance.title()))
                .append("</title>\n<style>")
                .append(style)
                .append("</style>\n</head>\n<body>\n<main>\n");
        writeElement(out);
        out.append("</main>\n<script>").append(script).append("</script>\n</body>\n</html>\n");
    }

    /**
     * Writes the element and the script.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeFragment(Appendable out) throws IOException {
        writeElement(out);
        out.append("<script>").append(script()).append("</script>\n");
    }

    /**
     * Writes an iframe that holds the whole page.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeIframe(Appendable out) throws IOException {
        out.append("<iframe sandbox=\"allow-scripts allow-downloads\" title=\"")
                .append(escaped(appearance.title()))
                // Attributes instead of a style, which a strict policy of the page around would not let be.
                .append("\" width=\"100%\" height=\"720\" frameborder=\"0\" srcdoc=\"");
        writePage(new EscapedAttribute(out));
        out.append("\"></iframe>\n");
    }

    /**
     * Writes an element without data: it reads them from an address.
     *
     * @param out where to
     * @param elementName the custom element
     * @param appearance how it looks
     * @param source the address
     * @throws IOException if {@code out} fails
     */
    public static void writeReference(Appendable out, String elementName, Appearance appearance, String source)
            throws IOException {
        openElement(out, elementName, appearance);
        out.append(" src=\"")
                .append(escaped(source))
                .append("\"></")
                .append(elementName)
                .append(">\n");
    }

    private static void openElement(Appendable out, String elementName, Appearance appearance) throws IOException {
        out.append("<")
                .append(elementName)
                .append(" theme=\"")
                .append(appearance.theme())
                .append("\" heading=\"")
                .append(escaped(appearance.title()))
                .append("\"");
        if (!appearance.state().isEmpty()) {
            out.append(" state=\"").append(escaped(appearance.state())).append("\"");
        }
        if (appearance.compact()) {
            out.append(" compact");
        }
    }

    /**
     * Writes the element with its data, without the script.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeElement(Appendable out) throws IOException {
        openElement(out, elementName, appearance);
        out.append(">\n");
        payload.writeEmbedded(out);
        out.append("</").append(elementName).append(">\n");
    }

    /** The little that the page itself has; the element brings its own. */
    private String style() {
        String ground =
                switch (appearance.theme()) {
                    case "dark" -> DARK_GROUND;
                    case "light" -> "";
                    default -> "@media(prefers-color-scheme:dark){" + DARK_GROUND + "}";
                };
        return "body{margin:0}" + ground;
    }

    /**
     * The script of all views.
     *
     * @return JavaScript that may also stand inside an element
     * @throws IOException if it is missing from the class path
     */
    public static String script() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(BUNDLE)) {
            if (in == null) {
                throw new IOException("The script " + BUNDLE + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static String escaped(String text) throws IOException {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        new EscapedAttribute(escaped).append(text);
        return escaped.toString();
    }
}
