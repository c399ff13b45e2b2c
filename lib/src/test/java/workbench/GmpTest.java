package workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class GmpTest {

    @Test
    void powersAreRight() {
        assumeTrue(Gmp.isHere(), "GMP is not on this machine");
        for (int i = 0; i < 300; i++) {
            assertEquals(BigInteger.valueOf(i).pow(i), Gmp.power(i));
        }
        for (int i : new int[] {65_535, 65_536, 100_003}) {
            assertEquals(BigInteger.valueOf(i).pow(i), Gmp.power(i));
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        assumeTrue(Gmp.isHere(), "GMP is not on this machine");
        FastPowerTest.areRightOnFourThreads(Gmp::power);
    }

    @Test
    void whatIsTooLargeIsRefusedWithOrWithoutIt() {
        for (int no : new int[] {-1, Integer.MIN_VALUE, 100_000_000, Integer.MAX_VALUE}) {
            var told = assertThrows(IllegalArgumentException.class, () -> Gmp.power(no));
            assertTrue(told.getMessage().contains("is not for this method"), told.getMessage());
        }
    }

    @Test
    void withoutItOneSentenceSaysSo() {
        assumeFalse(Gmp.isHere(), "GMP is on this machine");
        var told = assertThrows(IllegalStateException.class, () -> Gmp.power(3));
        assertTrue(told.getMessage().contains("libgmp10"), told.getMessage());
    }
}
