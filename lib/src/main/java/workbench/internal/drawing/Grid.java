package workbench.internal.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import workbench.internal.text.Text;

/**
 * A table as it is shown, in HTML and in text. A Tablesaw table becomes one; the jar's own small
 * ones are made directly, since Tablesaw looks through the whole class path when it is first used.
 */
public record Grid(String title, List<Heading> headings, List<List<String>> rows) {

    /** A longer table is cut after so many rows, and says so. */
    private static final int MOST_ROWS = 100;

    record Heading(String name, boolean isNumber) {}

    /** A grid whose headings are of text, but for those that end in a "#". */
    public static Grid of(String title, List<String> headings, List<List<String>> rows) {
        return new Grid(
                title,
                headings.stream()
                        .map(name ->
                                name.endsWith("#")
                                        ? new Heading(name.substring(0, name.length() - 1), true)
                                        : new Heading(name, false))
                        .toList(),
                rows);
    }

    public static Grid of(Table table) {
        return new Grid(
                table.name(),
                table.columns().stream()
                        .map(column ->
                                new Heading(column.name(), column instanceof NumericColumn<?>))
                        .toList(),
                IntStream.range(0, table.rowCount())
                        .mapToObj(row ->
                                table.columns().stream().map(column -> cell(column, row)).toList())
                        .toList());
    }

    private static String cell(Column<?> column, int row) {
        var text = column.getString(row);
        // A number that nobody gave a format: not 0.30000000000000004.
        return column instanceof DoubleColumn numbers
                        && !numbers.isMissing(row)
                        && text.equals(Double.toString(numbers.getDouble(row)))
                ? Text.number(numbers.getDouble(row), 4)
                : text;
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
        for (var row : shown()) {
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
                                Stream.concat(Stream.of(names), shown().stream())
                                        .mapToInt(row -> row.get(i).length())
                                        .max()
                                        .orElse(0))
                        .toArray();
        lines.add(line(names, widths));
        shown().forEach(row -> lines.add(line(row, widths)));
        if (!more().isEmpty()) {
            lines.add(more());
        }
        return String.join("\n", lines);
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(i ->
                        String.format(
                                Locale.ROOT,
                                headings.get(i).isNumber
                                        ? "%" + widths[i] + "s"
                                        : "%-" + widths[i] + "s",
                                cells.get(i)))
                .collect(Collectors.joining("   "))
                .stripTrailing();
    }

    private List<List<String>> shown() {
        return rows.subList(0, Math.min(MOST_ROWS, rows.size()));
    }

    private String more() {
        return rows.size() > MOST_ROWS ? "… and " + (rows.size() - MOST_ROWS) + " more rows" : "";
    }
}
