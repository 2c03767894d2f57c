package io.github.attention4j.analysis.internal;

/** Eigenvalues of a symmetric tridiagonal matrix by implicit QL steps (Martin and Wilkinson 1968). */
final class Tridiagonal {
    private static final int MOST_STEPS = 60;

    private Tridiagonal() {}

    /** Replaces the diagonal by the eigenvalues; {@code offDiagonal} has one number less. */
    static void eigenvalues(double[] diagonal, double[] offDiagonal) {
        int n = diagonal.length;
        double[] e = new double[n];
        System.arraycopy(offDiagonal, 0, e, 0, n - 1);
        double norm = 0;
        for (int i = 0; i < n; i++) {
            norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(e[i]));
        }
        double negligible = Math.ulp(norm);
        for (int l = 0; l < n; l++) {
            for (int step = 0; step < MOST_STEPS; step++) {
                int m = l;
                while (m < n - 1 && Math.abs(e[m]) > negligible) {
                    m++;
                }
                if (m == l) {
                    break;
                }
                step(diagonal, e, l, m);
            }
        }
    }

    private static void step(double[] d, double[] e, int l, int m) {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = Math.hypot(g, 1);
        g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = s * e[i];
            double b = c * e[i];
            r = Math.hypot(f, g);
            e[i + 1] = r;
            if (r == 0) {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }
}
