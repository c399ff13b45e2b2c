package workbench.internal.drawing;

import static workbench.internal.drawing.Sheet.*;

import java.awt.Font;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workbench.Timeline;
import workbench.Timeline.Span;
import workbench.Timeline.State;
import workbench.Timeline.Task;
import workbench.internal.text.Text;

/** Draws timelines one below the other on one scale of time. */
final class TimelineChart {
    /** The most tasks that have a row each. */
    static final int ROWS = 60;

    /** Of so many tasks or fewer, the text for those who cannot see the picture gives each. */
    private static final int FEW = 12;

    /** The heights of the two summaries. */
    static final int FLIGHT = 150, QUEUE = 70;

    /** A timeline's tasks as they were at one moment. */
    record Track(String title, List<Task> tasks) {
        boolean summed() {
            return tasks.size() > ROWS;
        }

        boolean queued() {
            return tasks.stream().anyMatch(task -> task.spans().getFirst().state() == State.QUEUED);
        }

        double end() {
            return tasks.stream().mapToDouble(task -> task.end().toNanos()).max().orElse(0);
        }

        String facts() {
            if (tasks.isEmpty()) {
                return "no tasks";
            }
            var failed = tasks.stream().filter(Task::failed).count();
            return Text.count(tasks.size(), "task")
                    + " in "
                    + Text.time(end())
                    + ", at most "
                    + Text.plain(Timeline.mostAtOnce(tasks))
                    + " at once"
                    + (failed == 0 ? "" : ", " + Text.plain(failed) + " failed");
        }

        /** The tasks that have a row: all, or the first, the last, the slowest and some more. */
        List<Task> rows() {
            if (!summed()) {
                return tasks;
            }
            var chosen = new TreeSet<Integer>();
            for (int i = 0; i < 8; i++) {
                chosen.add((int) ((tasks.size() - 1) * (long) i / 7));
            }
            chosen.add(lastToEnd());
            slowest().stream().limit(2).forEach(chosen::add);
            IntStream.range(0, tasks.size())
                    .filter(i -> tasks.get(i).failed())
                    .limit(2)
                    .forEach(chosen::add);
            return chosen.stream().map(tasks::get).toList();
        }

        /** Where the tasks stand that took longest once a thread had taken them up. */
        List<Integer> slowest() {
            return IntStream.range(0, tasks.size())
                    .boxed()
                    .sorted(
                            Comparator.comparing(
                                    i -> tasks.get(i).begun().minus(tasks.get(i).end())))
                    .toList();
        }

        int lastToEnd() {
            return IntStream.range(0, tasks.size())
                    .boxed()
                    .max(Comparator.comparing(i -> tasks.get(i).end()))
                    .orElseThrow();
        }
    }

    private final List<Track> tracks;
    private final Axis axis;
    private final Font font;
    private final double left, wide, rowHeight;
    private final Set<State> seen = new LinkedHashSet<>();
    private Sheet sheet;

    static Picture draw(List<Track> tracks) {
        return new TimelineChart(tracks).draw();
    }

    private TimelineChart(List<Track> tracks) {
        this.tracks = tracks;
        int most = tracks.stream().mapToInt(track -> track.rows().size()).max().orElse(0);
        if (most <= 12) {
            rowHeight = 23;
            font = PLAIN;
        } else if (most <= 30) {
            rowHeight = 18;
            font = SMALL;
        } else {
            rowHeight = 15;
            font = SMALL.deriveFont(10.5f);
        }
        left = MARGIN + 10 + Math.max(28, widest(task -> width(label(task), font)));
        double outcomes = widest(task -> width(outcome(task), BOLD));
        wide = (int) (WIDTH - MARGIN - left - Math.max(12, 8 + outcomes));
        double end = tracks.stream().mapToDouble(Track::end).max().orElse(0);
        axis = Axis.time(end == 0 ? 1e6 : end * 1.005, 8);
    }

    private double widest(ToDoubleFunction<Task> width) {
        return tracks.stream()
                .flatMap(track -> track.rows().stream())
                .mapToDouble(width)
                .max()
                .orElse(0);
    }

    private static String outcome(Task task) {
        if (task.failed()) {
            return "× failed";
        }
        return task.started() && !task.ended() ? "… not ended" : "";
    }

    /** A label never takes more than two fifths of the sheet: it goes on in further lines. */
    private List<String> label(Task task) {
        return wrap(task.name() + " · " + thread(task), font, WIDTH * .4);
    }

    private static String thread(Task task) {
        if (!task.started()) {
            return "not started";
        }
        return task.threadId() == 0 ? "no thread" : task.thread();
    }

    private double height(Task task) {
        return Math.max(rowHeight, label(task).size() * lineHeight(font) + 3);
    }

    private double height(Track track) {
        return titleHeight(track)
                + summaryHeight(track)
                + 8
                + track.rows().stream().mapToDouble(this::height).sum();
    }

    private static double summaryHeight(Track track) {
        if (!track.summed()) {
            return 0;
        }
        return FLIGHT + 62 + (track.queued() ? QUEUE + 34 : 0);
    }

    private static double titleHeight(Track track) {
        return titleLines(track.title()).size() * lineHeight(TITLE) + lineHeight(PLAIN) + 8;
    }

    @SuppressWarnings("ReferenceEquality") // equal tracks are not the same one
    private Picture draw() {
        double high = tracks.stream().mapToDouble(track -> height(track) + 14).sum();
        sheet = new Sheet(high + MARGIN + 40);
        double y = MARGIN;
        for (var track : tracks) {
            draw(track, y, track == tracks.getLast());
            y += height(track) + 14;
        }
        legend(y + 21);
        var alt = tracks.stream().map(TimelineChart::words).collect(Collectors.joining(" "));
        return sheet.picture(alt.isBlank() ? "A timeline with nothing on it." : alt);
    }

    private void draw(Track track, double y, boolean last) {
        var lines = titleLines(track.title());
        sheet.block(lines, MARGIN, y + lines.size() * lineHeight(TITLE) / 2, TITLE, INK, 0);
        sheet.text(track.facts(), MARGIN, y + titleHeight(track) - 11, PLAIN, SOFT, 0);
        double bottom = y + height(track);
        y += titleHeight(track);
        if (track.summed()) {
            summary(track, y + 20);
            y += summaryHeight(track);
            sheet.text(
                    track.rows().size()
                            + " of them: the first, the slowest, the last"
                            + " and some between",
                    MARGIN,
                    y - 10,
                    SMALL,
                    SOFT,
                    0);
        }
        var rows = new Rectangle2D.Double(left, y, wide, (int) (bottom - y));
        sheet.plot(rows, last ? axis : axis.silent(), null, List.of());
        y += 4;
        for (var task : track.rows()) {
            double high = height(task), middle = y + high / 2;
            sheet.block(label(task), left - 10, middle, font, INK, 1);
            double thick = Math.min(rowHeight * .62, 13);
            task.spans().forEach(span -> bar(span, middle, thick));
            sheet.text(outcome(task), x(task.end().toNanos()) + 5, middle + 4, BOLD, RED, 0);
            y += high;
        }
    }

    private void bar(Span span, double middle, double thick) {
        double from = x(span.start().toNanos()), to = x(span.end().toNanos());
        // A moment in the queue is not worth a mark; the shortest work is.
        if (span.state() == State.QUEUED && to - from < 1) {
            return;
        }
        seen.add(span.state());
        mark(span.state(), from, Math.max(to - from, .6), middle, thick);
    }

    /** The three states differ in colour, in pattern and in height. */
    private void mark(State state, double from, double length, double middle, double thick) {
        switch (state) {
            case QUEUED -> sheet.line(from, middle, from + length, middle, QUEUE_LINE, SOFT);
            case WAITING -> {
                var thin = rectangle(from, middle - thick * .36, length, thick * .72);
                sheet.hatch(thin, STRAW, AMBER);
                sheet.draw(thin, HAIR, AMBER);
            }
            case WORKING -> {
                var bar = rectangle(from, middle - thick / 2, length, thick);
                sheet.fill(bar, BLUE);
            }
        }
    }

    private double x(double nanos) {
        return left + axis.at(nanos) * wide;
    }

    /**
     * How many tasks were in each state, the mean over each half pixel: those in flight, and below
     * them, on a scale of their own, those in the queue, which are often many more.
     */
    private void summary(Track track, double y) {
        var sums = sums(track);
        stack(
                "tasks in flight",
                y,
                FLIGHT,
                Timeline.mostAtOnce(track.tasks()),
                track.end(),
                sums,
                List.of(State.WORKING, State.WAITING));
        if (track.queued()) {
            stack(
                    "tasks queued",
                    y + FLIGHT + 34,
                    QUEUE,
                    Arrays.stream(sums.get(State.QUEUED)).max().orElse(0),
                    track.end(),
                    sums,
                    List.of(State.QUEUED));
        }
    }

    private Map<State, double[]> sums(Track track) {
        int columns = (int) (wide * SCALE);
        double step = axis.max() / columns;
        var sums = new EnumMap<State, double[]>(State.class);
        for (var state : State.values()) {
            sums.put(state, new double[columns]);
        }
        for (var task : track.tasks()) {
            for (var span : task.spans()) {
                double from = span.start().toNanos() / step, to = span.end().toNanos() / step;
                var sum = sums.get(span.state());
                for (int i = (int) from; i < Math.min(columns, to); i++) {
                    sum[i] += Math.min(to, i + 1) - Math.max(from, i);
                }
            }
        }
        return sums;
    }

    private void stack(
            String title,
            double y,
            int high,
            double most,
            double end,
            Map<State, double[]> sums,
            List<State> states) {
        var up = Axis.linear(title, 0, Math.max(1, most) * 1.08, 1, high / 30);
        sheet.plot(rectangle(left, y, wide, high), axis.silent(), up, List.of());
        var total = new double[(int) Math.ceil((x(end) - left) * SCALE)];
        for (var state : states) {
            var path = new Path2D.Double();
            path.moveTo(left, y + high);
            for (int i = 0; i < total.length; i++) {
                add(path, i, y + high * (1 - up.at(total[i])));
            }
            for (int i = total.length - 1; i >= 0; i--) {
                double more = sums.get(state)[i];
                total[i] += more;
                add(path, i, y + high * (1 - up.at(total[i])));
                if (more * high / most > .8) {
                    seen.add(state);
                }
            }
            path.closePath();
            fill(path, state);
        }
    }

    private void fill(Path2D path, State state) {
        switch (state) {
            case QUEUED -> {
                sheet.dots(path, LIGHT, SOFT);
                sheet.draw(path, HAIR, SOFT);
            }
            case WAITING -> {
                sheet.hatch(path, STRAW, AMBER);
                sheet.draw(path, HAIR, AMBER);
            }
            case WORKING -> {
                sheet.fill(path, BLUE);
                sheet.draw(path, HAIR, BLUE);
            }
        }
    }

    private void add(Path2D path, int column, double height) {
        path.lineTo(left + (column + .5) / SCALE, height);
    }

    private void legend(double y) {
        double x = MARGIN;
        for (var state : State.values()) {
            if (seen.contains(state)) {
                mark(state, x, 26, y - 4, 12);
                x = sheet.text(state.toString(), x + 32, y, SMALL, INK, 0) + 18;
            }
        }
    }

    private static String words(Track track) {
        var start = "Timeline of " + track.title() + ": " + track.facts() + ".";
        var tasks = track.tasks();
        if (tasks.size() <= FEW) {
            return Stream.concat(Stream.of(start), tasks.stream().map(TimelineChart::words))
                    .collect(Collectors.joining(" "));
        }
        // To hear of each of fifty tasks would say less than to hear of three.
        return start
                + " The first, the slowest and the last to end: "
                + Stream.of(
                                tasks.getFirst(),
                                tasks.get(track.slowest().getFirst()),
                                tasks.get(track.lastToEnd()))
                        .map(TimelineChart::words)
                        .collect(Collectors.joining(" "));
    }

    private static String words(Task task) {
        var sums = new EnumMap<State, Duration>(State.class);
        for (var span : task.spans()) {
            sums.merge(span.state(), span.end().minus(span.start()), Duration::plus);
        }
        var states =
                sums.entrySet().stream()
                        .map(sum -> ", " + sum.getKey() + " " + Text.time(sum.getValue()))
                        .collect(Collectors.joining());
        return task.name()
                + (task.started() ? " on " : ", ")
                + thread(task)
                + ", from "
                + Text.time(task.start())
                + " to "
                + Text.time(task.end())
                + states
                + end(task)
                + ".";
    }

    private static String end(Task task) {
        if (task.failed()) {
            return ", failed";
        }
        return task.ended() ? "" : ", not ended";
    }
}
