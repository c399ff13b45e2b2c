package workbench.internal.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import workbench.internal.text.Text;

/**
 * A table as it is shown, in HTML and in text: its first rows, and how many there are beyond. A
 * Tablesaw table becomes one; the jar's own small ones are made directly, since Tablesaw looks
 * through the whole class path when it is first used.
 *
 * @param rows as many as are shown
 * @param count how many rows there are in all
 */
public record Grid(String title, List<Heading> headings, List<List<String>> rows, int count) {
    /** A longer table is cut after so many rows, and says so. */
    private static final int MOST_ROWS = 100;

    /** The name of a column; numbers stand to the right in theirs. */
    public record Heading(String name, boolean isNumber) {
        /** Over a column of text. */
        public static Heading text(String name) {
            return new Heading(name, false);
        }

        /** Over a column of numbers. */
        public static Heading number(String name) {
            return new Heading(name, true);
        }
    }

    /** A grid of rows that are made already, each with a cell for each heading. */
    public static Grid of(String title, List<Heading> headings, List<List<String>> rows) {
        return new Grid(
                title, headings, rows.subList(0, Math.min(MOST_ROWS, rows.size())), rows.size());
    }

    /** A grid of a table, of which no more rows are read than are shown. */
    public static Grid of(Table table) {
        return new Grid(
                table.name(),
                table.columns().stream().map(Grid::heading).toList(),
                IntStream.range(0, Math.min(MOST_ROWS, table.rowCount()))
                        .mapToObj(row ->
                                table.columns().stream().map(column -> cell(column, row)).toList())
                        .toList(),
                table.rowCount());
    }

    private static Heading heading(Column<?> column) {
        return new Heading(column.name(), column instanceof NumericColumn<?>);
    }

    private static String cell(Column<?> column, int row) {
        var text = column.getString(row);
        if (!(column instanceof DoubleColumn numbers) || numbers.isMissing(row)) {
            return text;
        }
        // A number that nobody gave a format: not 0.30000000000000004, and 8,907 as well as 9,224.
        double number = numbers.getDouble(row);
        if (text.equals(Long.toString((long) number))) {
            return Text.plain(number);
        }
        return text.equals(Double.toString(number)) ? Text.number(number, 4) : text;
    }

    // No colours of its own, so that it reads in a light and in a dark notebook.
    public String html() {
        var html =
                new StringBuilder(
                                "<table>\n<caption style=\"caption-side: top; "
                                        + "text-align: left; color: inherit; font-weight: bold\">")
                        .append(Text.html(title))
                        .append("</caption>\n<thead><tr>");
        for (var heading : headings) {
            html.append("<th scope=\"col\"")
                    .append(align(heading))
                    .append(">")
                    .append(Text.html(heading.name))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (var row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append("<td")
                        .append(align(headings.get(i)))
                        .append(">")
                        .append(Text.html(row.get(i)))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table>");
        return more().isEmpty() ? html.toString() : html + "\n<p>" + more() + "</p>";
    }

    private static String align(Heading heading) {
        return heading.isNumber
                ? " style=\"text-align: right; font-variant-numeric: tabular-nums\""
                : " style=\"text-align: left\"";
    }

    public String text() {
        var lines = new ArrayList<String>();
        lines.add(title);
        var names = headings.stream().map(Heading::name).toList();
        var widths =
                IntStream.range(0, names.size())
                        .map(i ->
                                Stream.concat(Stream.of(names), rows.stream())
                                        .mapToInt(row -> row.get(i).length())
                                        .max()
                                        .orElse(0))
                        .toArray();
        lines.add(line(names, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        if (!more().isEmpty()) {
            lines.add(more());
        }
        return String.join("\n", lines);
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> {
                    var space = " ".repeat(widths[i] - cells.get(i).length());
                    return headings.get(i).isNumber ? space + cells.get(i) : cells.get(i) + space;
                })
                .collect(Collectors.joining("   "))
                .stripTrailing();
    }

    private String more() {
        int more = count - rows.size();
        return more == 0 ? "" : "… and " + Text.count(more, "more row");
    }
}
