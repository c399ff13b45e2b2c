package workbench;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Powers of large size, by squaring with a number-theoretic transform: time grows as n log n with
 * the n bits of the result, where {@link BigInteger}'s Toom-Cook needs n to the 1.465.
 *
 * <p>A number is cut into digits of 21 bits, the coefficients of a polynomial. The transform
 * replaces these by the polynomial's values at as many roots of one; squaring each value squares
 * the polynomial; the way back and the carries give the digits of the square. All is done modulo
 * the prime P = 2^61 - 2^24 + 1, exactly. No coefficient of the square reaches P, since there are
 * at most 2^19 digits below 2^21 to square.
 *
 * <p>Each step of the transform works modulo x^(2h) - r^2 and splits it into x^h - r and x^h + r.
 * Values are kept below 4P and brought below P only where it matters, and each root r has a
 * companion, floor(r 2^64 / P), which saves the division in a product by r. Both are known methods:
 * D. Harvey, "Faster arithmetic for number-theoretic transforms", Journal of Symbolic Computation
 * 60 (2014), <a href="https://arxiv.org/abs/1205.2926">arXiv:1205.2926</a>; V. Shoup's NTL for the
 * product; P. Montgomery for the product of two values.
 *
 * <p>It computes on the calling thread alone, and any number of threads may call it at the same
 * time; they share one table of 8 MB.
 */
public final class FastPower {
    private static final int BITS = 21;
    private static final long MASK = (1L << BITS) - 1;
    private static final int MOST_DIGITS = 1 << 20;
    /** So many values fit into the first cache of a core: 32 KB. */
    private static final int NEAR = 1 << 12;

    private static final long P = (1L << 61) - (1L << 24) + 1;
    private static final long P2 = 2 * P;
    private static final BigInteger PRIME = BigInteger.valueOf(P);
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);
    /** 3 has no smaller power that is 1 than its (P - 1)th. */
    private static final BigInteger GENERATOR = BigInteger.valueOf(3);
    private static final long INVERSE = PRIME.modInverse(WORD).longValue();
    private static final long WORD_SQUARED = WORD.multiply(WORD).mod(PRIME).longValue();

    /** The roots in the order in which the blocks of each step need them, and their companions. */
    private static final long[] ROOTS = new long[MOST_DIGITS / 2];
    private static final long[] COMPANIONS = new long[ROOTS.length];

    static {
        ROOTS[0] = 1;
        COMPANIONS[0] = companion(1);
        for (int k = 1; k < ROOTS.length; k *= 2) {
            // An eighth of a turn from the second pair on, then a sixteenth, and so on.
            var part = PRIME.subtract(BigInteger.ONE).divide(BigInteger.valueOf(4L * k));
            long turn = GENERATOR.modPow(part, PRIME).longValue();
            long companion = companion(turn);
            for (int i = 0; i < k; i++) {
                ROOTS[k + i] = below(product(ROOTS[i], turn, companion), P);
                COMPANIONS[k + i] = companion(ROOTS[k + i]);
            }
        }
    }

    private FastPower() {}

    /**
     * The base to the power of the exponent.
     *
     * @throws IllegalArgumentException if the base is not from 1 to 2^21 - 1, the exponent is
     *         negative, or the power would have more than 22,020,000 bits
     */
    public static BigInteger power(int base, int exponent) {
        if (base < 1 || base > MASK || exponent < 0
                || exponent * (Math.log(base) / Math.log(2)) > 22_020_000) {
            throw new IllegalArgumentException(base + " to the power " + exponent + " is not for "
                    + "this method: use BigInteger.valueOf(" + base + ").pow(" + exponent + ").");
        }
        long[] digits = {1};
        for (int bit = Integer.highestOneBit(exponent); bit > 0; bit >>= 1) {
            digits = square(digits);
            if ((exponent & bit) != 0) digits = times(digits, base);
        }
        return number(digits);
    }

    private static long[] square(long[] digits) {
        int size = Integer.highestOneBit(2 * digits.length - 1) << 1;
        var values = Arrays.copyOf(digits, size);
        forward(values, 0, size, 0);
        // A Montgomery product divides by 2^64, two do so twice, and the way back needs 1/size.
        long scale = WORD.multiply(WORD).multiply(BigInteger.valueOf(size).modInverse(PRIME))
                .mod(PRIME).longValue();
        for (int i = 0; i < size; i++) {
            long value = below(below(values[i], P2), P);
            values[i] = montgomery(montgomery(value, value), scale);
        }
        backward(values, 0, size, 0);
        long carry = 0;
        for (int i = 0; i < size; i++) {
            carry += below(values[i], P);
            values[i] = carry & MASK;
            carry >>>= BITS;
        }
        return trimmed(values);
    }

    private static long[] times(long[] digits, int factor) {
        var product = new long[digits.length + 1];
        long carry = 0;
        for (int i = 0; i < digits.length; i++) {
            carry += digits[i] * factor;
            product[i] = carry & MASK;
            carry >>>= BITS;
        }
        product[digits.length] = carry;
        return trimmed(product);
    }

    private static long[] trimmed(long[] digits) {
        int length = digits.length;
        while (length > 1 && digits[length - 1] == 0) length--;
        return length == digits.length ? digits : Arrays.copyOf(digits, length);
    }

    private static BigInteger number(long[] digits) {
        var bytes = new byte[(int) ((long) digits.length * BITS / 8) + 1];
        long rest = 0;
        int place = bytes.length, bits = 0;
        for (long digit : digits) {
            rest |= digit << bits;
            for (bits += BITS; bits >= 8; bits -= 8) {
                bytes[--place] = (byte) rest;
                rest >>>= 8;
            }
        }
        if (bits > 0) bytes[--place] = (byte) rest;
        return new BigInteger(1, bytes);
    }

    /** From coefficients to values, both below 4P; the values come in the order of the splits. */
    private static void forward(long[] a, int from, int size, int block) {
        if (size > NEAR) {
            split(a, from, size / 2, block);
            forward(a, from, size / 2, 2 * block);
            forward(a, from + size / 2, size / 2, 2 * block + 1);
            return;
        }
        for (int half = size / 2, blocks = 1; half > 0; half /= 2, blocks *= 2) {
            for (int b = 0; b < blocks; b++) {
                split(a, from + b * 2 * half, half, block * blocks + b);
            }
        }
    }

    private static void split(long[] a, int from, int half, int block) {
        long root = ROOTS[block], companion = COMPANIONS[block];
        for (int i = from; i < from + half; i++) {
            long low = below(a[i], P2);
            long high = product(a[i + half], root, companion);
            a[i] = low + high;
            a[i + half] = low - high + P2;
        }
    }

    /** From values back to the coefficients, times the size; both are below 2P. */
    private static void backward(long[] a, int from, int size, int block) {
        if (size > NEAR) {
            backward(a, from, size / 2, 2 * block);
            backward(a, from + size / 2, size / 2, 2 * block + 1);
            join(a, from, size / 2, block);
            return;
        }
        for (int half = 1, blocks = size / 2; half < size; half *= 2, blocks /= 2) {
            for (int b = 0; b < blocks; b++) {
                join(a, from + b * 2 * half, half, block * blocks + b);
            }
        }
    }

    private static void join(long[] a, int from, int half, int block) {
        // The inverse of a root is minus another one of the table; only 1 is its own inverse.
        int other = block == 0 ? 0 : 3 * Integer.highestOneBit(block) - 1 - block;
        long root = ROOTS[other], companion = COMPANIONS[other];
        if (block == 0) {
            for (int i = from; i < from + half; i++) {
                long low = a[i], high = a[i + half];
                a[i] = below(low + high, P2);
                a[i + half] = below(low - high + P2, P2);
            }
            return;
        }
        for (int i = from; i < from + half; i++) {
            long low = a[i], high = a[i + half];
            a[i] = below(low + high, P2);
            a[i + half] = product(high - low + P2, root, companion);
        }
    }

    /** The value, less the limit if it reaches that; it is not negative and below twice that. */
    private static long below(long value, long limit) {
        long less = value - limit;
        return less + (less >> 63 & limit);
    }

    /** Any value times a root, modulo P and below 2P. */
    private static long product(long value, long root, long companion) {
        return value * root - Math.unsignedMultiplyHigh(value, companion) * P;
    }

    /** The floor of root 2^64 / P: what is left of that division is known, and P has an inverse. */
    private static long companion(long root) {
        return -montgomery(root, WORD_SQUARED) * INVERSE;
    }

    /** a times b, divided by 2^64, modulo P and below P, as both factors are. */
    private static long montgomery(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long difference = high - Math.unsignedMultiplyHigh(a * b * INVERSE, P);
        return difference + (difference >> 63 & P);
    }
}
