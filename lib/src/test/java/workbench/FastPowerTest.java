package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FastPowerTest {

    private static void same(int base, int exponent) {
        assertEquals(
                BigInteger.valueOf(base).pow(exponent),
                FastPower.power(base, exponent),
                () -> base + " to the power " + exponent);
    }

    @Test
    void smallPowersAreRight() {
        for (int base : new int[] {1, 2, 3, 7, 10, 255, 256, (1 << 20) - 1, (1 << 21) - 1}) {
            for (int exponent = 0; exponent < 70; exponent++) same(base, exponent);
        }
    }

    /** Below, at and above the size up to which the transform goes step by step. */
    @Test
    void powersOfEverySizeOfTransformAreRight() {
        for (int exponent = 1; exponent < 40_000; exponent = exponent * 5 / 4 + 1) {
            same(exponent, exponent);
            same((1 << 21) - 1, exponent);
        }
    }

    /** Digits that are all as large as can be give the largest coefficients. */
    @Tag("slow")
    @Test
    void largestDigitsDoNotOverflow() {
        int most = 22_020_000 / 21;
        assertEquals(
                BigInteger.valueOf((1 << 21) - 1).pow(most), FastPower.power((1 << 21) - 1, most));
    }

    @Test
    void powersOfTwoAreShifts() {
        for (int exponent : new int[] {21, 22, 20_999, 21_000, 21_001, 1_000_000, 22_020_000}) {
            assertEquals(BigInteger.ONE.shiftLeft(exponent), FastPower.power(2, exponent));
        }
    }

    @Tag("slow")
    @Test
    void theLargestOfTheNotebookIsRight() {
        same(1_000_015, 1_000_015);
    }

    @Tag("slow")
    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        areRightOnFourThreads(i -> FastPower.power(i, i));
    }

    /** Forty powers i to the i, four at a time. */
    static void areRightOnFourThreads(IntFunction<BigInteger> power) throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks =
                    IntStream.range(20_000, 20_040)
                            .mapToObj(i -> (Callable<BigInteger>) () -> power.apply(i))
                            .toList();
            var futures = threads.invokeAll(tasks);
            for (int k = 0; k < futures.size(); k++) {
                int i = 20_000 + k;
                assertEquals(BigInteger.valueOf(i).pow(i), futures.get(k).get());
            }
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        for (int[] no :
                new int[][] {
                    {0, 3},
                    {-3, 3},
                    {3, -1},
                    {1 << 21, 2},
                    {2, 22_020_001},
                    {1_200_000, 1_200_000},
                    {3, Integer.MAX_VALUE}
                }) {
            var told =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> FastPower.power(no[0], no[1]))
                            .getMessage();
            assertTrue(told.contains("use BigInteger"), told);
        }
    }
}
