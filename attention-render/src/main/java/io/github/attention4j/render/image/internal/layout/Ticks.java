package io.github.attention4j.render.image.internal.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along a scale.
 *
 * @param values ascending
 * @param decimals how many digits behind the point they need
 */
record Ticks(List<Double> values, int decimals) {
    /** About so many round numbers between two others. */
    static Ticks between(double low, double high, int about) {
        double raw = (high - low) / Math.max(1, about);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw / power > 5 ? 10 : raw / power > 2 ? 5 : raw / power > 1 ? 2 : 1);
        List<Double> values = new ArrayList<>();
        for (double i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            values.add(i * step);
        }
        return new Ticks(values, (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
    }

    String label(double value) {
        return format(value, decimals);
    }

    /** A number with a true minus sign and no minus zero; very long or short ones in powers of ten. */
    static String format(double value, int decimals) {
        boolean plain = decimals <= 5 && Math.abs(value) < 1e6;
        String text = String.format(Locale.ROOT, plain ? "%." + decimals + "f" : "%.2g", value);
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero ? text.replace("-", "") : text.replace('-', '\u2212');
    }
}
