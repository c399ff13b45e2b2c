package workbench;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Large powers, by squaring with a number-theoretic transform: time grows as n log n with the n
 * bits of the result, where {@link BigInteger}'s Toom-Cook needs n to the 1.465.
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
 * <p>It computes on the calling thread alone, does not hear an interrupt, and any number of threads
 * may call it at the same time; they share one table of 8 MB, which the first call makes. Each call
 * takes up to 4 MB for the digits that it squares last and 8 MB for their square, then the result.
 *
 * <p>That the transform fits the prime: P - 1 = 2^24 (2^37 - 1), so that P has roots of one for
 * every power of two up to 2^24, and the largest transform here has 2^20 values. That P is prime,
 * and that 3 generates its units, a reader can check by {@link BigInteger#isProbablePrime} and by
 * the prime factors of P - 1, which are 2, 223 and 616,318,177.
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
     * The base to the power of the exponent, exactly; any base to the power 0 is 1.
     *
     * @param base from 1 to 2,097,151 (a digit of 21 bits)
     * @param exponent 0 or more, such that the power has at most 22,020,000 bits (some 6.6 million
     *     decimal digits): for base = exponent that is up to about 1,097,000
     * @return the power, with the same bits that {@link BigInteger#pow} gives
     * @throws IllegalArgumentException if the base is not from 1 to 2^21 - 1, the exponent is
     *     negative, or the power would have more than 22,020,000 bits
     */
    public static BigInteger power(int base, int exponent) {
        if (base < 1
                || base > MASK
                || exponent < 0
                || exponent * (Math.log(base) / Math.log(2)) > 22_020_000) {
            throw new IllegalArgumentException(
                    base
                            + " to the power "
                            + exponent
                            + " is not for "
                            + "this method: use BigInteger.valueOf("
                            + base
                            + ").pow("
                            + exponent
                            + ").");
        }
        long[] digits = {1};
        for (int bit = Integer.highestOneBit(exponent); bit > 0; bit >>= 1) {
            digits = square(digits);
            if ((exponent & bit) != 0) digits = times(digits, base);
        }
        return number(digits);
    }

    /** The square of a number of 21-bit digits, the lowest first; n digits become 2n or 2n - 1. */
    private static long[] square(long[] digits) {
        int size = Math.max(4, Integer.highestOneBit(2 * digits.length - 1) << 1);
        int half = size / 2;
        // The way back multiplies by the size, and a Montgomery product divides by 2^64. So that
        // nothing is left of both, the digits are first made as many times as large as the root of
        // 2^64 / size; where that is no power of two, the root of twice that, the end being halved.
        int steps = Integer.numberOfTrailingZeros(size), shift = (65 - steps) / 2;
        var values = new long[size];
        for (int i = 0; i < digits.length; i++) {
            // The first split, of digits whose upper half is empty, makes two copies.
            values[i] = values[i + half] = digits[i] << shift;
        }
        square(values, 0, half, 0);
        square(values, half, half, 1);
        join(values, 0, half, 0);
        long carry = 0;
        for (int i = 0; i < size; i++) {
            carry += below(values[i], P) >> (steps & 1);
            values[i] = carry & MASK;
            carry >>>= BITS;
        }
        return trimmed(values);
    }

    /** The product with a factor below 2^21, in a new array. */
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

    /** Without zeros above the highest digit, one digit at least; the same array if none goes. */
    private static long[] trimmed(long[] digits) {
        int length = digits.length;
        while (length > 1 && digits[length - 1] == 0) length--;
        return length == digits.length ? digits : Arrays.copyOf(digits, length);
    }

    /** The number of these 21-bit digits, the lowest first, packed into bytes. */
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

    /** Squares what comes below 4P, modulo x^size - r^2, r being the block's root; below 2P. */
    private static void square(long[] a, int from, int size, int block) {
        if (size > NEAR) {
            split(a, from, size / 2, block);
            square(a, from, size / 2, 2 * block);
            square(a, from + size / 2, size / 2, 2 * block + 1);
            join(a, from, size / 2, block);
            return;
        }
        // The root of block 0 is its own inverse; the others' last two splits are done at one go.
        int last = block == 0 || size < 4 ? 1 : 4;
        for (int half = size / 2, blocks = 1; half >= last; half /= 2, blocks *= 2) {
            for (int b = 0; b < blocks; b++) {
                split(a, from + b * 2 * half, half, block * blocks + b);
            }
        }
        if (last == 4) {
            squareFours(a, from, size, block * (size / 4));
        } else {
            for (int i = from; i < from + size; i++) a[i] = squared(a[i]);
        }
        for (int half = last, blocks = size / 2 / last; half < size; half *= 2, blocks /= 2) {
            for (int b = 0; b < blocks; b++) {
                join(a, from + b * 2 * half, half, block * blocks + b);
            }
        }
    }

    /**
     * Squares groups of four values, each modulo x^4 - r^2: two splits, four squares and two joins
     * in registers, without a way to memory between them.
     *
     * @param first the block of the first group, among blocks of four
     */
    private static void squareFours(long[] a, int from, int size, int first) {
        for (int i = from, b = first; i < from + size; i += 4, b++) {
            long root = ROOTS[b], companion = COMPANIONS[b];
            long low0 = below(a[i], P2), high0 = product(a[i + 2], root, companion);
            long low1 = below(a[i + 1], P2), high1 = product(a[i + 3], root, companion);
            root = ROOTS[2 * b];
            companion = COMPANIONS[2 * b];
            long low = below(low0 + high0, P2), high = product(low1 + high1, root, companion);
            long v0 = squared(low + high), v1 = squared(low - high + P2);
            root = ROOTS[2 * b + 1];
            companion = COMPANIONS[2 * b + 1];
            low = below(low0 - high0 + P2, P2);
            high = product(low1 - high1 + P2, root, companion);
            long v2 = squared(low + high), v3 = squared(low - high + P2);

            int inverse = inverse(2 * b);
            root = ROOTS[inverse];
            companion = COMPANIONS[inverse];
            low0 = v0 + v1;
            low1 = product(v1 - v0 + P, root, companion);
            root = ROOTS[inverse - 1];
            companion = COMPANIONS[inverse - 1];
            high0 = v2 + v3;
            high1 = product(v3 - v2 + P, root, companion);
            inverse = inverse(b);
            root = ROOTS[inverse];
            companion = COMPANIONS[inverse];
            a[i] = below(low0 + high0, P2);
            a[i + 1] = below(low1 + high1, P2);
            a[i + 2] = product(high0 - low0 + P2, root, companion);
            a[i + 3] = product(high1 - low1 + P2, root, companion);
        }
    }

    /** From values modulo x^(2h) - r^2 to those modulo x^h - r and x^h + r; all below 4P. */
    private static void split(long[] a, int from, int half, int block) {
        long root = ROOTS[block], companion = COMPANIONS[block];
        for (int i = from; i < from + half; i++) {
            long low = below(a[i], P2);
            long high = product(a[i + half], root, companion);
            a[i] = low + high;
            a[i + half] = low - high + P2;
        }
    }

    /** The way back from a split, times two: from values below 2P to values below 2P. */
    private static void join(long[] a, int from, int half, int block) {
        if (block == 0) {
            for (int i = from; i < from + half; i++) {
                long low = a[i], high = a[i + half];
                a[i] = below(low + high, P2);
                a[i + half] = below(low - high + P2, P2);
            }
            return;
        }
        long root = ROOTS[inverse(block)], companion = COMPANIONS[inverse(block)];
        for (int i = from; i < from + half; i++) {
            long low = a[i], high = a[i + half];
            a[i] = below(low + high, P2);
            a[i + half] = product(high - low + P2, root, companion);
        }
    }

    /** Minus the inverse of a block's root is another one's root; but not for block 0. */
    private static int inverse(int block) {
        return 3 * Integer.highestOneBit(block) - 1 - block;
    }

    /** A value below 4P, squared, divided by 2^64, modulo P and below P. */
    private static long squared(long value) {
        long reduced = below(below(value, P2), P);
        return montgomery(reduced, reduced);
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
