package io.github.attention4j.djl.script.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * One side of a condition, or the body of a loop, within the branches around it.
 *
 * @param outer the branch around, or null at the outermost level, which is no branch
 * @param condition the number of the condition
 * @param then which side
 * @param loop whether it is the body of a loop
 */
public record Branch(@Nullable Branch outer, int condition, boolean then, boolean loop) {
    static final Branch NONE = new Branch(null, -1, true, false);

    /** Whether a run can pass it several times. */
    public boolean repeats() {
        return loop || (outer != null && outer.repeats());
    }

    /** Whether no run can be in both branches. */
    public boolean excludes(Branch other) {
        for (Branch mine = this; mine != null; mine = mine.outer) {
            for (Branch its = other; its != null; its = its.outer) {
                if (mine.condition == its.condition && mine.then != its.then) {
                    return true;
                }
            }
        }
        return false;
    }
}
