package io.github.attention4j.analysis.internal;

/** Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations (1846), to full precision. */
public final class SymmetricEigen {
    private static final int MOST_SWEEPS = 60;

    private final double[][] a;
    private final double[][] vectors;

    private SymmetricEigen(double[][] matrix) {
        this.a = matrix;
        this.vectors = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            vectors[i][i] = 1;
        }
    }

    /** Decomposes a symmetric matrix, which is overwritten. */
    public static SymmetricEigen of(double[][] matrix) {
        SymmetricEigen eigen = new SymmetricEigen(matrix);
        for (int sweep = 0; sweep < MOST_SWEEPS && eigen.sweep(); sweep++) {
            // Each sweep squares how far the matrix is from diagonal.
        }
        return eigen;
    }

    /** The eigenvalue at a place. */
    public double value(int place) {
        return a[place][place];
    }

    /** One entry of the eigenvector at a place, which has length 1. */
    public double vector(int place, int entry) {
        return vectors[place][entry];
    }

    /** Whether anything was left to turn. */
    private boolean sweep() {
        boolean turned = false;
        for (int p = 0; p < a.length; p++) {
            for (int q = p + 1; q < a.length; q++) {
                double small = Math.ulp(Math.abs(a[p][p]) + Math.abs(a[q][q])) / 4;
                if (Math.abs(a[p][q]) > small) {
                    rotate(p, q);
                    turned = true;
                }
            }
        }
        return turned;
    }

    private void rotate(int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1 / (Math.abs(theta) + Math.hypot(theta, 1)), theta);
        double c = 1 / Math.hypot(t, 1);
        double s = t * c;
        double app = a[p][p] - t * a[p][q];
        double aqq = a[q][q] + t * a[p][q];
        for (int i = 0; i < a.length; i++) {
            double ip = a[i][p];
            double iq = a[i][q];
            a[i][p] = c * ip - s * iq;
            a[i][q] = s * ip + c * iq;
            a[p][i] = a[i][p];
            a[q][i] = a[i][q];
            double vp = vectors[p][i];
            double vq = vectors[q][i];
            vectors[p][i] = c * vp - s * vq;
            vectors[q][i] = s * vp + c * vq;
        }
        a[p][p] = app;
        a[q][q] = aqq;
        a[p][q] = 0;
        a[q][p] = 0;
    }
}
