package io.github.attention4j.analysis.compare;

import io.github.attention4j.analysis.Findings;
import io.github.attention4j.analysis.internal.SymmetricEigen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Heads as points of a plane whose distances are as near to the heads' distances as classical multidimensional scaling
 * gets (Torgerson 1952; for heads Clark et al. 2019, figure 6).
 *
 * <p>Axes mean nothing; turning and mirroring change nothing, and the sign of each axis is fixed only so that the same
 * distances give the same picture. Where {@code explained} is small, near points need not be near heads.
 *
 * @param points one per head
 * @param explained the two axes' share of all positive eigenvalues, from 0 to 1: how faithful the plane is
 */
public record HeadEmbedding(List<Point> points, double explained) {
    /**
     * A head's place.
     *
     * @param head the head
     * @param x along the axis of largest extent, in units of the distances
     * @param y along the axis of second largest extent
     */
    public record Point(HeadRef head, double x, double y) {}

    /**
     * Copies the points.
     *
     * @param points one per head
     * @param explained from 0 to 1
     */
    public HeadEmbedding {
        points = List.copyOf(points);
    }

    /**
     * Lays heads out: O(heads³).
     *
     * @param distances between the heads
     * @return their points, the centre at 0
     */
    public static HeadEmbedding of(HeadDistances distances) {
        int n = distances.heads().size();
        SymmetricEigen eigen = SymmetricEigen.of(centred(distances, n));
        List<Integer> order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -eigen.value(i)))
                .toList();
        double positive =
                order.stream().mapToDouble(i -> Math.max(0, eigen.value(i))).sum();
        double[] x = axis(eigen, order, 0);
        double[] y = axis(eigen, order, 1);
        List<Point> points = new ArrayList<>();
        double shown = 0;
        for (int i = 0; i < n; i++) {
            points.add(new Point(distances.heads().get(i), x[i], y[i]));
            shown += x[i] * x[i] + y[i] * y[i];
        }
        return new HeadEmbedding(points, positive == 0 ? 1 : shown / positive);
    }

    private static double[][] centred(HeadDistances distances, int n) {
        double[] means = new double[n];
        double mean = 0;
        double[][] b = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double square = distances.value(i, j) * distances.value(i, j);
                b[i][j] = square;
                means[i] += square / n;
                mean += square / n / n;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                b[i][j] = -(b[i][j] - means[i] - means[j] + mean) / 2;
            }
        }
        return b;
    }

    private static double[] axis(SymmetricEigen eigen, List<Integer> order, int which) {
        int n = order.size();
        double[] axis = new double[n];
        if (which >= n) {
            return axis;
        }
        int place = order.get(which);
        double length = Math.sqrt(Math.max(0, eigen.value(place)));
        int largest = 0;
        for (int i = 0; i < n; i++) {
            axis[i] = length * eigen.vector(place, i);
            largest = Math.abs(axis[i]) > Math.abs(axis[largest]) ? i : largest;
        }
        double sign = Math.signum(axis[largest]);
        for (int i = 0; i < n; i++) {
            axis[i] *= sign;
        }
        return axis;
    }

    /**
     * The points as findings: a row per head.
     *
     * @return what to print, or to write as CSV or JSON
     */
    public Findings findings() {
        Findings.Builder findings = Findings.builder("heads in a plane", List.of("layer", "head", "x", "y"));
        points.forEach(it -> findings.row(it.head().layer(), it.head().head(), it.x(), it.y()));
        return findings.build();
    }
}
