package io.github.attention4j.render;

import com.microsoft.playwright.Page;

/** How large a document is for the browser that holds it. */
public final class DomSize {
    private static final String COUNT =
            """
            () => {
              const count = root => {
                let nodes = 0;
                const walker = document.createTreeWalker(root);
                for (let node = root; node; node = walker.nextNode()) {
                  nodes += 1 + (node.shadowRoot ? count(node.shadowRoot) : 0);
                }
                return nodes;
              };
              return count(document);
            }
            """;

    private DomSize() {}

    /** The number of nodes of a page, those in shadow roots included. */
    public static int nodes(Page page) {
        return ((Number) page.evaluate(COUNT)).intValue();
    }
}
