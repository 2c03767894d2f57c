package io.github.attention4j.render.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passes text on so that it can stand in a double-quoted attribute or between tags. */
final class EscapedAttribute implements Appendable {
    private final Appendable out;

    EscapedAttribute(Appendable out) {
        this.out = out;
    }

    @Override
    public Appendable append(@Nullable CharSequence text) throws IOException {
        CharSequence whole = String.valueOf(text);
        return append(whole, 0, whole.length());
    }

    @Override
    public Appendable append(@Nullable CharSequence text, int start, int end) throws IOException {
        CharSequence whole = String.valueOf(text);
        int from = start;
        for (int i = start; i < end; i++) {
            String escape = escape(whole.charAt(i));
            if (escape != null) {
                out.append(whole, from, i).append(escape);
                from = i + 1;
            }
        }
        out.append(whole, from, end);
        return this;
    }

    @Override
    public Appendable append(char unit) throws IOException {
        return append(String.valueOf(unit));
    }

    private static @Nullable String escape(char unit) {
        return switch (unit) {
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\0' -> "\uFFFD";
            default -> null;
        };
    }
}
