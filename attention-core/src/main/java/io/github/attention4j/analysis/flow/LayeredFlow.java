package io.github.attention4j.analysis.flow;

import java.util.Arrays;

/**
 * Maximum flows by Dinic's algorithm on a graph of layers of equally many nodes, each connected to all nodes of the
 * layer below. Node {@code level * size + i}; the edge from (level + 1, i) to (level, j) is {@code [level][i * size +
 * j]}. What flows down an edge may be taken back, which is the way up.
 */
final class LayeredFlow {
    private final float[][] capacities;
    private final int size;
    private final int levels;
    private final double[][] free;
    private final double[][] used;
    private final int[] distance;
    private final int[] nextEdge;
    private final int[] queue;
    private final int[] path;

    LayeredFlow(float[][] capacities, int size) {
        this.capacities = capacities;
        this.size = size;
        this.levels = capacities.length;
        this.free = new double[levels][size * size];
        this.used = new double[levels][size * size];
        int nodes = (levels + 1) * size;
        this.distance = new int[nodes];
        this.nextEdge = new int[nodes];
        this.queue = new int[nodes];
        this.path = new int[nodes + 1];
    }

    double maximum(int top, int bottom) {
        for (int level = 0; level < levels; level++) {
            for (int edge = 0; edge < size * size; edge++) {
                free[level][edge] = capacities[level][edge];
            }
            Arrays.fill(used[level], 0);
        }
        int source = levels * size + top;
        double flow = 0;
        while (reaches(source, bottom)) {
            Arrays.fill(nextEdge, 0);
            for (double pushed = push(source, bottom); pushed > 0; pushed = push(source, bottom)) {
                flow += pushed;
            }
        }
        return flow;
    }

    /** Where an edge of a node leads: the first {@code size} go down, the others up; -1 if there is no such layer. */
    private int target(int node, int edge) {
        boolean down = edge < size;
        int level = node / size + (down ? -1 : 1);
        return level < 0 || level > levels ? -1 : level * size + edge % size;
    }

    private double residual(int node, int edge) {
        int level = node / size;
        return edge < size
                ? free[level - 1][node % size * size + edge]
                : used[level][(edge - size) * size + node % size];
    }

    private void move(int node, int edge, double amount) {
        boolean down = edge < size;
        int level = node / size - (down ? 1 : 0);
        int place = down ? node % size * size + edge : (edge - size) * size + node % size;
        free[level][place] -= down ? amount : -amount;
        used[level][place] += down ? amount : -amount;
    }

    private boolean reaches(int source, int sink) {
        Arrays.fill(distance, -1);
        distance[source] = 0;
        queue[0] = source;
        int end = 1;
        for (int at = 0; at < end && distance[sink] < 0; at++) {
            int node = queue[at];
            for (int edge = 0; edge < 2 * size; edge++) {
                int next = target(node, edge);
                if (next >= 0 && distance[next] < 0 && residual(node, edge) > 0) {
                    distance[next] = distance[node] + 1;
                    queue[end++] = next;
                }
            }
        }
        return distance[sink] >= 0;
    }

    /** One more shortest path, filled to the brim; 0 when there is none left. */
    private double push(int source, int sink) {
        int length = 0;
        path[0] = source;
        while (path[length] != sink) {
            int node = path[length];
            if (nextEdge[node] == 2 * size) {
                if (length == 0) {
                    return 0;
                }
                // A dead end: never come here again in this phase.
                length--;
                nextEdge[path[length]]++;
            } else {
                int next = target(node, nextEdge[node]);
                if (next >= 0 && distance[next] == distance[node] + 1 && residual(node, nextEdge[node]) > 0) {
                    path[++length] = next;
                } else {
                    nextEdge[node]++;
                }
            }
        }
        double amount = Double.POSITIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            amount = Math.min(amount, residual(path[i], nextEdge[path[i]]));
        }
        for (int i = 0; i < length; i++) {
            move(path[i], nextEdge[path[i]], amount);
        }
        return amount;
    }
}
