package io.github.attention4j.analysis.corpus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of doubles without rounding, so that order and grouping cannot matter: a fixed-point number of 320 bits in units
 * of 2^-160 (after Kulisch; Neal 2015). What a double has below the unit is cut off, alike for every order.
 */
final class ExactSum {
    private static final int LIMBS = 10;
    private static final int LOWEST_EXPONENT = -160;
    private static final int LARGEST_EXPONENT = 96;
    private static final long MASK = 0xffff_ffffL;
    /** Each addition makes a digit grow by less than 2^33. */
    private static final int MOST_PENDING = 1 << 29;

    /** Digits of 32 bits, lowest first; between carries a digit may be larger or negative. */
    private final long[] digits = new long[LIMBS];

    private int pending;

    void add(double value) {
        int exponent = Math.getExponent(value);
        if (exponent > LARGEST_EXPONENT) {
            throw new IllegalArgumentException(
                    "Only numbers below 2^" + LARGEST_EXPONENT + " are added up, not " + value);
        }
        long bits = Double.doubleToRawLongBits(value);
        long mantissa = bits & ((1L << 52) - 1);
        int place = exponent - 52 - LOWEST_EXPONENT;
        if (exponent < Double.MIN_EXPONENT || place < -52) {
            return;
        }
        mantissa |= 1L << 52;
        if (place < 0) {
            mantissa >>>= -place;
            place = 0;
        }
        int shift = place % 32;
        long low = (mantissa & MASK) << shift;
        long high = (mantissa >>> 32) << shift;
        long sign = bits < 0 ? -1 : 1;
        int digit = place / 32;
        digits[digit] += sign * (low & MASK);
        digits[digit + 1] += sign * ((low >>> 32) + (high & MASK));
        digits[digit + 2] += sign * (high >>> 32);
        if (++pending == MOST_PENDING) {
            carry();
        }
    }

    /** Adds the exact square. */
    void addSquare(double value) {
        double square = value * value;
        add(square);
        add(Math.fma(value, value, -square));
    }

    void add(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < LIMBS; i++) {
            digits[i] += other.digits[i];
        }
        carry();
    }

    /** The one form in which a number is written: all digits but the last from 0 to 2^32 - 1. */
    private void carry() {
        for (int i = 0; i < LIMBS - 1; i++) {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= MASK;
        }
        pending = 0;
    }

    BigDecimal value() {
        carry();
        BigInteger sum = BigInteger.ZERO;
        for (int i = LIMBS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
        }
        return new BigDecimal(sum).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-LOWEST_EXPONENT)));
    }

    void writeTo(DataOutput out) throws IOException {
        carry();
        for (long digit : digits) {
            out.writeLong(digit);
        }
    }

    void readFrom(DataInput in) throws IOException {
        for (int i = 0; i < LIMBS; i++) {
            digits[i] = in.readLong();
        }
    }
}
