package io.github.attention4j.analysis.internal;

import java.util.Arrays;

/**
 * Singular values without vectors: Householder's reduction to two diagonals (Golub and Kahan 1965), then the eigenvalues
 * of the tridiagonal matrix that has them as its sub-diagonal, which come in pairs of plus and minus a singular value.
 * Each value is off by a few units of rounding of the largest one.
 */
public final class SingularValues {
    private SingularValues() {}

    /** The singular values of a row-major matrix, in no particular order. */
    public static double[] of(float[] matrix, int rows, int columns) {
        boolean tall = rows >= columns;
        int m = tall ? rows : columns;
        int n = tall ? columns : rows;
        // Column by column, so that a reflection runs along memory.
        double[][] a = new double[n][m];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double value = matrix[row * columns + column];
                if (tall) {
                    a[column][row] = value;
                } else {
                    a[row][column] = value;
                }
            }
        }
        double[] offDiagonal = bidiagonal(a, m, n);
        double[] eigenvalues = new double[2 * n];
        Tridiagonal.eigenvalues(eigenvalues, offDiagonal);
        double[] singular = new double[n];
        int found = 0;
        Arrays.sort(eigenvalues);
        for (int i = 2 * n - 1; found < n; i--) {
            singular[found++] = Math.max(0, eigenvalues[i]);
        }
        return singular;
    }

    /** The two diagonals in turn: d0 e0 d1 e1 … */
    private static double[] bidiagonal(double[][] a, int m, int n) {
        double[] diagonals = new double[2 * n - 1];
        double[] row = new double[n];
        for (int k = 0; k < n; k++) {
            diagonals[2 * k] = reflectColumns(a, k, m, n);
            if (k + 1 < n) {
                for (int j = k + 1; j < n; j++) {
                    row[j] = a[j][k];
                }
                diagonals[2 * k + 1] = reflectRows(a, row, k, m, n);
            }
        }
        return diagonals;
    }

    private static double reflectColumns(double[][] a, int k, int m, int n) {
        double[] v = a[k];
        double alpha = reflector(v, k, m);
        if (alpha == 0) {
            return 0;
        }
        double scale = -1 / (alpha * v[k]);
        for (int j = k + 1; j < n; j++) {
            double dot = 0;
            for (int i = k; i < m; i++) {
                dot += v[i] * a[j][i];
            }
            for (int i = k; i < m; i++) {
                a[j][i] -= scale * dot * v[i];
            }
        }
        return alpha;
    }

    private static double reflectRows(double[][] a, double[] v, int k, int m, int n) {
        double alpha = reflector(v, k + 1, n);
        if (alpha == 0) {
            return 0;
        }
        double scale = -1 / (alpha * v[k + 1]);
        double[] dots = new double[m];
        for (int j = k + 1; j < n; j++) {
            for (int i = k + 1; i < m; i++) {
                dots[i] += v[j] * a[j][i];
            }
        }
        for (int j = k + 1; j < n; j++) {
            for (int i = k + 1; i < m; i++) {
                a[j][i] -= scale * dots[i] * v[j];
            }
        }
        return alpha;
    }

    /** Makes a vector the one to reflect by, and gives what its first entry becomes. */
    private static double reflector(double[] v, int from, int to) {
        double square = 0;
        for (int i = from; i < to; i++) {
            square += v[i] * v[i];
        }
        double alpha = v[from] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
        v[from] -= alpha;
        return alpha;
    }
}
