package io.github.attention4j.djl.script.internal.flow;

/**
 * A module of the model.
 *
 * @param type its class
 * @param path where it is, as attribute names from the top; empty for the top itself
 */
record ModuleRef(ModuleType type, String path) {
    String pathOf(String attribute) {
        return path.isEmpty() ? attribute : path + "." + attribute;
    }
}
