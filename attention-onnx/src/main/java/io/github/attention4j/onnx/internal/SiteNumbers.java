package io.github.attention4j.onnx.internal;

import ai.onnxruntime.TensorInfo;
import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionRequest;
import io.github.attention4j.AttentionSite;
import io.github.attention4j.InvalidRequestException;
import io.github.attention4j.Reduction;
import io.github.attention4j.onnx.graph.site.FoundSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The sites of a model by their numbers, and how many heads each has, as soon as anything tells. Thread-safe. */
final class SiteNumbers {
    private final List<FoundSite> sites;
    private final int[] headCounts;

    SiteNumbers(List<FoundSite> sites) {
        this.sites = sites;
        this.headCounts = new int[sites.size()];
        Arrays.setAll(headCounts, position -> sites.get(position).tensors().heads());
    }

    FoundSite site(int position) {
        return sites.get(position);
    }

    List<Integer> all() {
        return IntStream.range(0, sites.size()).boxed().toList();
    }

    synchronized List<AttentionSite> describe() {
        List<AttentionSite> described = new ArrayList<>();
        for (int position = 0; position < headCounts.length; position++) {
            FoundSite site = sites.get(position);
            described.add(new AttentionSite(
                    site.kind(),
                    site.layer(),
                    headCounts[position],
                    site.operator(),
                    site.tensors().weights()));
        }
        return List.copyOf(described);
    }

    /** What the engine infers: with a batch axis, heads are what is left. */
    synchronized void learnDeclared(SessionPlan plan) {
        List<Planner.SiteOutputs> outputs = plan.draft().sites();
        for (int position = 0; position < outputs.size(); position++) {
            TensorInfo info = plan.outputs().get(outputs.get(position).weights());
            long[] shape = info == null ? new long[0] : info.getShape();
            if (shape.length == 4 && shape[1] > 0) {
                headCounts[position] = (int) shape[1];
            }
        }
    }

    /** What a run over all heads shows. */
    synchronized void learnActual(PlanKey key, Planner.Draft draft, Map<String, Output> outputs) {
        boolean allHeads = !key.selectsHeads() && key.reduction() instanceof Reduction.None;
        for (int i = 0; allHeads && i < key.sites().size(); i++) {
            Output weights = outputs.get(draft.sites().get(i).weights());
            boolean unknown = headCounts[key.sites().get(i)] == AttentionSite.UNKNOWN;
            if (unknown && weights != null && !weights.isEmpty()) {
                headCounts[key.sites().get(i)] = weights.heads();
            }
        }
    }

    /** The positions of the sites that a request wants. */
    List<Integer> wanted(AttentionRequest request) {
        List<Integer> wanted = new ArrayList<>();
        for (int position = 0; position < sites.size(); position++) {
            FoundSite site = sites.get(position);
            if (request.kinds().contains(site.kind()) && request.layers().contains(site.layer())) {
                wanted.add(position);
            }
        }
        requireLayers(request);
        return wanted;
    }

    /** Each named layer must exist in one of the wanted kinds. */
    private void requireLayers(AttentionRequest request) {
        List<Integer> layers = new ArrayList<>();
        List<String> there = new ArrayList<>();
        for (AttentionKind kind : AttentionKind.values()) {
            int count = (int) sites.stream().filter(site -> site.kind() == kind).count();
            if (count > 0) {
                there.add(count + " " + kind.label());
                if (request.kinds().contains(kind)) {
                    IntStream.range(layers.size(), Math.max(layers.size(), count))
                            .forEach(layers::add);
                }
            }
        }
        if (layers.isEmpty()) {
            throw new InvalidRequestException("The model has no attention of the kinds "
                    + request.kinds().stream()
                            .map(AttentionKind::label)
                            .sorted()
                            .toList() + "; its layers are: "
                    + String.join(", ", there));
        }
        request.layers().from(layers, "layer");
    }

    synchronized boolean knowHeads(List<Integer> wanted) {
        return wanted.stream().noneMatch(position -> headCounts[position] == AttentionSite.UNKNOWN);
    }

    /** The selected heads' numbers; empty if all are wanted. */
    synchronized List<Integer> heads(AttentionRequest request, List<Integer> wanted) {
        if (request.heads().isAll()) {
            return List.of();
        }
        int fewest =
                wanted.stream().mapToInt(position -> headCounts[position]).min().orElse(0);
        return request.heads().from(IntStream.range(0, fewest).boxed().toList(), "head");
    }
}
