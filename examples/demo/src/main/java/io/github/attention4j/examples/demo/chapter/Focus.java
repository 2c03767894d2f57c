package io.github.attention4j.examples.demo.chapter;

import io.github.attention4j.analysis.HeadScore;
import io.github.attention4j.analysis.compare.HeadRef;
import io.github.attention4j.render.HtmlView;

/** Views that open at one head, and hold no other layer than its own. */
final class Focus {
    private Focus() {}

    static HtmlView on(HeadScore head, HtmlView view) {
        return on(new HeadRef(head.layer(), head.head()), view);
    }

    static HtmlView on(HeadRef head, HtmlView view) {
        return view.includeLayers(head.layer()).layer(head.layer()).heads(head.head());
    }
}
