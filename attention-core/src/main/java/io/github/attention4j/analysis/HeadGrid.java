package io.github.attention4j.analysis;

import io.github.attention4j.AttentionKind;
import io.github.attention4j.AttentionLayer;
import io.github.attention4j.AttentionStack;
import java.util.Arrays;
import java.util.List;

/** The layers and heads of a stack, also where layers have different heads. */
record HeadGrid(AttentionKind kind, List<Integer> layers, List<Integer> heads, List<List<Integer>> headsOfLayer) {
    interface Value {
        /** The number of one head, both given as positions in the stack. */
        double at(int layerPosition, int headPosition);
    }

    static HeadGrid of(AttentionStack stack) {
        List<List<Integer>> headsOfLayer =
                stack.stream().map(AttentionLayer::heads).toList();
        List<Integer> heads =
                headsOfLayer.stream().flatMap(List::stream).distinct().sorted().toList();
        return new HeadGrid(stack.kind(), stack.layers(), heads, headsOfLayer);
    }

    HeadTable table(String metric, String unit, Value value) {
        double[][] values = new double[layers.size()][heads.size()];
        for (int layer = 0; layer < values.length; layer++) {
            Arrays.fill(values[layer], Double.NaN);
            List<Integer> present = headsOfLayer.get(layer);
            for (int head = 0; head < present.size(); head++) {
                values[layer][heads.indexOf(present.get(head))] = value.at(layer, head);
            }
        }
        return new HeadTable(metric, unit, kind, layers, heads, values);
    }
}
