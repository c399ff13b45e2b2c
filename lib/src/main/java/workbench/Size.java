package workbench;

/**
 * The two sizes of every workload: full, for a reader's machine, and small, for a cloud's or a
 * test's. The environment variable {@code WORKBENCH_SIZE} chooses; unset means full. Safe for use
 * by several threads.
 */
public final class Size {

    private Size() {}

    /**
     * Whether the small size was chosen.
     *
     * @throws IllegalArgumentException if the variable is set to anything but small or full
     */
    public static boolean isSmall() {
        return isSmall(System.getenv("WORKBENCH_SIZE"));
    }

    /**
     * The first number at small size, the second at full size.
     *
     * @throws IllegalArgumentException as {@link #isSmall()}
     */
    public static int pick(int small, int full) {
        return isSmall() ? small : full;
    }

    /**
     * The first value at small size, the second at full size.
     *
     * @throws IllegalArgumentException as {@link #isSmall()}
     */
    public static <T> T pick(T small, T full) {
        return isSmall() ? small : full;
    }

    static boolean isSmall(String chosen) {
        return switch (chosen) {
            case null -> false;
            case "", "full" -> false;
            case "small" -> true;
            default ->
                    throw new IllegalArgumentException(
                            "WORKBENCH_SIZE is \""
                                    + chosen
                                    + "\": set it to small or full, or unset it, where you started JupyterLab, and"
                                    + " start that again.");
        };
    }
}
