package io.github.attention4j.djl.internal;

import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.djl.OutputPart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of a model's outputs hold attention: by name where outputs are named, by position elsewhere. Immutable. */
public final class OutputRoles implements OutputReader {
    private final Map<Integer, OutputRole> byPosition;
    private final Map<String, OutputRole> byName;

    private final Set<Integer> hidden;

    private OutputRoles(Map<Integer, OutputRole> byPosition, Map<String, OutputRole> byName, Set<Integer> hidden) {
        this.byPosition = Map.copyOf(byPosition);
        this.byName = Map.copyOf(byName);
        this.hidden = Set.copyOf(hidden);
    }

    /**
     * The roles of outputs by position.
     *
     * @param roles the roles by position
     * @param hidden positions of what is neither attention nor the model's own
     * @return the roles
     */
    static OutputRoles byPosition(Map<Integer, OutputRole> roles, Set<Integer> hidden) {
        return new OutputRoles(roles, Map.of(), hidden);
    }

    /**
     * Roles by position and by name.
     *
     * @param positions the roles by position
     * @param names the roles by name
     * @return the roles
     */
    public static OutputRoles of(Map<Integer, OutputRole> positions, Map<String, OutputRole> names) {
        return new OutputRoles(positions, names, Set.of());
    }

    static OutputRoles of(Map<ModelOutput, OutputRole> roles) {
        Map<Integer, OutputRole> positions = new LinkedHashMap<>();
        Map<String, OutputRole> names = new LinkedHashMap<>();
        roles.forEach((output, role) -> {
            String name = output.name();
            if (name == null) {
                positions.put(output.position(), role);
            } else {
                names.put(name, role);
            }
        });
        return new OutputRoles(positions, names, Set.of());
    }

    /**
     * The role of one output.
     *
     * @param output the output
     * @return its role, or null if it is no attention
     */
    public @Nullable OutputRole of(ModelOutput output) {
        OutputRole named = output.name() == null ? null : byName.get(output.name());
        return named == null ? byPosition.get(output.position()) : named;
    }

    /** Whether an output is the model's own: no attention, and nothing that was added to it. */
    boolean isOwn(ModelOutput output) {
        return of(output) == null && !hidden.contains(output.position());
    }

    /**
     * How many outputs have a role.
     *
     * @return at least one where the model has attention
     */
    public int size() {
        return byPosition.size() + byName.size();
    }

    @Override
    public OutputRoles read(ModelRun run) {
        return this;
    }

    @Override
    public AttentionSite site(AttentionLayer layer) {
        OutputRole role = new OutputRole(OutputPart.WEIGHTS, layer.kind(), layer.number());
        String tensor = Stream.concat(
                        places(byName, name -> name, role), places(byPosition, position -> "output " + position, role))
                .findFirst()
                .orElse("output");
        return new AttentionSite(layer.kind(), layer.number(), layer.heads().size(), "output", tensor);
    }

    private static <K> Stream<String> places(Map<K, OutputRole> roles, Function<K, String> label, OutputRole role) {
        return roles.entrySet().stream()
                .filter(entry -> entry.getValue().equals(role))
                .map(entry -> label.apply(entry.getKey()));
    }

    @Override
    public String toString() {
        return byPosition + " " + byName;
    }
}
