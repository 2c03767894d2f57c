package io.github.attention4j.nd4j;

/** Loads ND4J before any class that cannot do without it. */
final class Nd4jPresence {
    private Nd4jPresence() {}

    /** Starts ND4J, which takes seconds the first time; {@link Nd4jMissingException} if it cannot be. */
    static void require() {
        try {
            Class.forName("org.nd4j.linalg.factory.Nd4j", true, Nd4jPresence.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new Nd4jMissingException(e);
        }
    }
}
