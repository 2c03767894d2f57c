package io.github.attention4j.examples.demo.site;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateModelException;
import io.github.attention4j.AttentionStack;
import io.github.attention4j.Token;
import io.github.attention4j.render.HtmlView;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a page's template fills its gaps with. Not thread-safe. */
public final class Contents {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * A text, or a list or map of texts.
     *
     * @param name the gap's name
     * @param value what to put there; escaped by the template
     * @return this
     */
    public Contents put(String name, Object value) {
        if (values.putIfAbsent(name, value) != null) {
            throw new IllegalStateException("The page has two values for " + name);
        }
        return this;
    }

    /**
     * A share.
     *
     * @param name the gap's name
     * @param share from 0 to 1
     * @return this
     */
    public Contents share(String name, double share) {
        return put(name, Shares.printed(share));
    }

    /**
     * Markup that is put in as it is.
     *
     * @param name the gap's name
     * @param html of a view or drawing, not of a text
     * @return this
     */
    public Contents markup(String name, String html) {
        try {
            return put(name, HTMLOutputFormat.INSTANCE.fromMarkup(html));
        } catch (TemplateModelException e) {
            throw new IllegalStateException("Any text is taken as markup", e);
        }
    }

    /**
     * A live view, without heading and controls: the page says around it what it is.
     *
     * @param name the gap's name
     * @param title says to a screen reader what is shown
     * @param view the view
     * @return this
     */
    public Contents view(String name, String title, HtmlView view) {
        String element = view.title(title).compact().toElement();
        return markup(name, "<div class=\"live\">" + element + "</div>");
    }

    /**
     * The tokens of a text, to be shown one by one.
     *
     * @param name the gap's name
     * @param stack attention of the text
     * @return this
     */
    public Contents tokens(String name, AttentionStack stack) {
        return put(name, stack.keyTokens().stream().map(Contents::described).toList());
    }

    private static Map<String, Object> described(Token token) {
        return Map.of("text", Shares.name(token), "special", token.special());
    }

    /**
     * A table: its heads, and rows of texts.
     *
     * @param name the gap's name; the heads are in the gap {@code nameColumns}
     * @param columns the heads of the columns
     * @param rows the rows, of which the first cell names the row
     * @return this
     */
    public Contents table(String name, List<String> columns, List<List<String>> rows) {
        return put(name + "Columns", columns).put(name, rows);
    }

    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }
}
