package workbench;

import tech.tablesaw.api.Table;

/** Shows things in a notebook. */
public final class Show {

    private Show() {}

    /** Shows HTML, or the text where there is no HTML. */
    public static void html(String html, String text) {
        System.out.println(text);
    }

    /** Shows a table. */
    public static void table(Table table) {
        System.out.println(table.print());
    }

    /** Shows the times of a comparison. */
    public static void times(Results results, Guess... guesses) {
        System.out.println(results);
    }

    /** A line that says how far something is. */
    public static Progress progress(String title) {
        return new Progress();
    }

    /** A line that is redrawn in place. */
    public static final class Progress implements AutoCloseable {
        /** Shows how far it is. */
        public void update(String text) {}

        @Override
        public void close() {}
    }
}
