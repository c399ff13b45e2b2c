package workbench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Powers by <a href="https://gmplib.org">GMP</a>, the GNU Multiple Precision Arithmetic Library, in
 * C and assembler, where the machine has it: most Linux distributions do (Debian's package {@code
 * libgmp10}), and Homebrew on macOS. It is called through the foreign function API ({@link Linker},
 * JEP 454); nothing of GMP is in this jar.
 *
 * <p>Any number of threads may call it at the same time. It computes on the calling thread alone,
 * and does not hear an interrupt. A number lives in memory of GMP's own until its bytes have been
 * copied into a {@link BigInteger}, so that for a moment it is there twice, and once outside the
 * heap. Where that memory is not to be had, GMP ends the whole process: hence the bound.
 *
 * @see <a href="https://gmplib.org/manual/Integer-Functions">The GMP manual: Integer functions</a>
 */
@SuppressWarnings("restricted") // what it calls is GMP's own, by its documented types
public final class Gmp {

    /** An mpz_t: two ints and an address. */
    private static final long SIZE = 2 * JAVA_INT.byteSize() + ADDRESS.byteSize();

    /** So many bits, at most, has a power: 256 MB of them. */
    private static final double MOST_BITS = 1L << 31;

    private static final List<String> FILES =
            List.of("libgmp.so.10", "libgmp.10.dylib", "/opt/homebrew/lib/libgmp.10.dylib");

    private static final Optional<Functions> FUNCTIONS = find();

    private Gmp() {}

    /** GMP's functions; each of their names begins with __gmpz_. */
    private record Functions(
            MethodHandle init,
            MethodHandle power,
            MethodHandle sizeInBase,
            MethodHandle export,
            MethodHandle clear) {

        static Functions of(SymbolLookup library) {
            return new Functions(
                    handle(library, "init", FunctionDescriptor.ofVoid(ADDRESS)),
                    handle(
                            library,
                            "ui_pow_ui",
                            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG)),
                    handle(
                            library,
                            "sizeinbase",
                            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT)),
                    handle(
                            library,
                            "export",
                            FunctionDescriptor.of(
                                    ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT,
                                    JAVA_LONG, ADDRESS)),
                    handle(library, "clear", FunctionDescriptor.ofVoid(ADDRESS)));
        }

        private static MethodHandle handle(
                SymbolLookup library, String name, FunctionDescriptor types) {
            return Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow("__gmpz_" + name), types);
        }
    }

    /** Windows is left out: its C has another long, and GMP is seldom there. */
    private static Optional<Functions> find() {
        if (System.getProperty("os.name").startsWith("Windows") || ADDRESS.byteSize() != 8) {
            return Optional.empty();
        }
        for (var file : FILES) {
            try {
                return Optional.of(Functions.of(SymbolLookup.libraryLookup(file, Arena.global())));
            } catch (IllegalArgumentException
                    | NoSuchElementException
                    | IllegalCallerException notHere) {
                // The next name, or none. (A JVM may be told to refuse native code.)
            }
        }
        return Optional.empty();
    }

    /** Whether this machine has GMP, where it is looked for; without it, {@link #power} throws. */
    public static boolean isHere() {
        return FUNCTIONS.isPresent();
    }

    /**
     * i to the power i.
     *
     * @throws IllegalArgumentException if i is negative, or the power would have more than 2^31
     *     bits
     * @throws IllegalStateException if GMP is not here, or one of its functions fails
     */
    public static BigInteger power(int i) {
        if (i < 0 || i * (Math.log(Math.max(1, i)) / Math.log(2)) > MOST_BITS) {
            throw new IllegalArgumentException(
                    i + " to the power " + i + " is not for this method: ask for less.");
        }
        var gmp =
                FUNCTIONS.orElseThrow(() ->
                        new IllegalStateException(
                                "GMP is not on this machine (Debian: apt install libgmp10)."));
        try (var arena = Arena.ofConfined()) {
            var number = arena.allocate(SIZE, ADDRESS.byteAlignment());
            gmp.init.invokeExact(number);
            try {
                gmp.power.invokeExact(number, (long) i, (long) i);
                return copied(gmp, number, arena);
            } finally {
                gmp.clear.invokeExact(number);
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("GMP failed", failure); // a handle may throw anything
        }
    }

    /** The bytes of a number, the highest first, as {@link BigInteger} takes them. */
    private static BigInteger copied(Functions gmp, MemorySegment number, Arena arena)
            throws Throwable {
        long bits = (long) gmp.sizeInBase.invokeExact(number, 2);
        var bytes = arena.allocate((bits + 7) / 8);
        var written =
                (MemorySegment)
                        gmp.export.invokeExact(bytes, MemorySegment.NULL, 1, 1L, 1, 0L, number);
        if (written.address() != bytes.address()) {
            throw new IllegalStateException("GMP wrote its number somewhere else.");
        }
        return new BigInteger(1, bytes.toArray(JAVA_BYTE));
    }
}
