package workbench.internal.program;

import java.util.List;
import java.util.regex.Pattern;

/** What a jcstress test saw, as the table at the end of its output tells it. */
public final class StressTable {

    /** Under this line stands the table of all outcomes, if jcstress was run with {@code -v}. */
    private static final String ALL = "Results across all configurations:";

    /** Each column but the last is set to the right, with two blanks or more before it. */
    private static final Pattern ROW =
            Pattern.compile(
                    "^ +(\\S(?:.*?\\S)?) {2,}(\\S*\\d\\S*) +<?\\S+%" + " +[A-Za-z_]+ {2}(.*)$",
                    Pattern.MULTILINE);

    private StressTable() {}

    /**
     * One outcome.
     *
     * @param outcome the results of one run of the test, such as "0, 1"
     * @param times how often it was seen
     * @param meaning what the test's source says of it
     */
    public record Row(String outcome, long times, String meaning) {}

    /** The rows of the table; none if there is no table, as where no test was run. */
    public static List<Row> rows(String output) {
        int from = output.lastIndexOf(ALL);
        return from < 0
                ? List.of()
                : ROW.matcher(output.substring(from))
                        .results()
                        .map(row ->
                                new Row(row.group(1), number(row.group(2)), row.group(3).strip()))
                        .toList();
    }

    /** Whether there are fewer cores than threads that have to meet. */
    public static boolean lacksCores(String output) {
        return output.contains("No scheduling is possible");
    }

    /** Whatever stands between the digits in the machine's language. */
    private static long number(String text) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 10);
            number = digit < 0 ? number : 10 * number + digit;
        }
        return number;
    }
}
