package io.github.attention4j.examples.demo.site;

/** A sentence of a page that is true of the models as they are; another model would need another sentence. */
public final class Claim {
    private Claim() {}

    /**
     * Refuses to write a page that says what its picture does not show.
     *
     * @param holds whether the models show it
     * @param sentence what the page says
     * @throws IllegalStateException if they do not
     */
    public static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalStateException(
                    "The models do not show what the page says: \"" + sentence + "\"; change the page's text");
        }
    }
}
