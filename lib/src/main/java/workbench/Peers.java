package workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import workbench.internal.kernel.Progress;
import workbench.internal.text.Text;

/**
 * Programs in several languages that do the same work, measured in turns.
 *
 * <p>A program gets its arguments twice: as arguments, and with blanks between them as its standard
 * input. It prints its result, and then a last line {@code ms 12.3}: what the work took by its own
 * clock, in milliseconds. So the start of its process, its work, and what a compiler takes are
 * three times. What is no program is done in this JVM.
 *
 * <p>What a process does for the first time takes longer, in some languages much longer. So a
 * program may do the work once before: where the variable {@code WORKBENCH_FIRST} is set, with that
 * as its last argument. It prints a first line {@code first 34.5} then: what that took.
 *
 * <p>Every single run's result is compared with the first one's, before any time counts. A program
 * whose tool is not on this machine, or that the tool here cannot run, gets a sentence and is left
 * out. Not for use by several threads.
 */
public final class Peers {

    private static final String FIRST = "WORKBENCH_FIRST";
    private static final Pattern FIRST_TIME = timeAfter("first");
    private static final Pattern TIME = timeAfter("ms");
    private static final int WARM_UPS = 2; // of what is done in this JVM
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Pattern TASK =
            Pattern.compile("\\b([Gg]enres|[Pp]owers|gather|compute)\\b *[(=<]");
    private static final String PLACE = "(?m)^(//|#)SOURCE$";

    private final String title;
    private final String[] arguments;
    private final Map<String, Work> peers = new LinkedHashMap<>();

    /** One who does the work. */
    private interface Work {
        Run run(String... arguments) throws Exception;
    }

    /**
     * One run.
     *
     * @param first what the work took when the process did it for the first time; zero if it has
     *     not told
     * @param problem why there is no result, or null
     */
    private record Run(
            String result,
            Duration first,
            Duration work,
            Duration around,
            Duration compile,
            String problem) {}

    private Peers(String title, String... arguments) {
        this.title = title;
        this.arguments = arguments;
    }

    /**
     * Nobody yet who does the work.
     *
     * @param arguments what every program gets
     */
    public static Peers named(String title, Object... arguments) {
        return new Peers(title, texts(arguments));
    }

    /**
     * A program around a function: it imports, reads its arguments, calls the function under its
     * own clock, once before where it is asked to, and prints what came of it, and the times. What
     * stands around it is in the folder {@code frames} of the jar, a file for each language.
     *
     * <p>The function is called {@code genres}, or {@code Genres} where methods begin so, and
     * returns the genres of the seeds 0 to n - 1 from a prefix of their addresses and n; {@code
     * fetch} gets one genre. Or it is called {@code powers}, and returns the sum of sixteen powers
     * modulo 2147483647 from the first number and an exponent; {@code power} computes one of them.
     * In Rust and C++ it is called {@code gather}, and does both: it runs n tasks at the same time,
     * and returns what they return. Or, in Python only, it is called {@code compute}, lets so many
     * workers of a kind of pool call {@code count} with a number, all at once, and returns what
     * they return: for how many seconds a core worked for each. The kind of pool and the number are
     * this program's arguments; it prints, for 1 to 4 workers, how many cores were at work.
     *
     * @param language one of those of {@link Program#language}, or Java
     * @param source the function
     * @throws IllegalArgumentException if it is no such function, or if there is no frame for it in
     *     this language
     */
    public static Program around(String language, String source) {
        var found = TASK.matcher(source);
        if (!found.find()) {
            throw new IllegalArgumentException(
                    "This is none of the functions genres, powers, gather and compute: name yours"
                            + " as one of them.");
        }
        var task = found.group(1).toLowerCase(Locale.ROOT);
        var name = language + (task.equals("genres") ? "" : "-" + task) + ".txt";
        try (var frame = Peers.class.getResourceAsStream("frames/" + name)) {
            if (frame == null) {
                throw new IllegalArgumentException(
                        "There is no " + task + " in " + language + " here.");
            }
            var text =
                    new String(frame.readAllBytes(), StandardCharsets.UTF_8)
                            .replaceFirst(PLACE, Matcher.quoteReplacement(source.strip()));
            return language.equals("Java")
                    ? Program.java("Peer", text)
                    : Program.language(language, text)
                            // A library is read as its users read it: compiled once, and kept.
                            .env("PYTHONDONTWRITEBYTECODE", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] texts(Object... arguments) {
        return Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    }

    /**
     * Adds a program. Each of its runs takes 30 seconds at most.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Peers add(String name, Program program) {
        var bounded = program.limit(LIMIT);
        return put(name, some -> run(name, bounded, some));
    }

    /**
     * Adds work that is done in this JVM, on the thread that measures; it is warmed up first.
     *
     * @param work returns the result as text, or as a number
     * @throws IllegalArgumentException if the name is taken
     */
    public Peers add(String name, Callable<?> work) {
        return put(
                name,
                some -> {
                    var begin = System.nanoTime();
                    var result = String.valueOf(work.call()).strip();
                    var took = Duration.ofNanos(System.nanoTime() - begin);
                    return new Run(result, Duration.ZERO, took, Duration.ZERO, Duration.ZERO, null);
                });
    }

    private Peers put(String name, Work work) {
        if (peers.putIfAbsent(name, work) != null) {
            throw new IllegalArgumentException(
                    "There are two named \"" + name + "\": give each its own name.");
        }
        return this;
    }

    private Run run(String name, Program program, String... some) throws InterruptedException {
        var twice =
                arguments.length == 0
                        ? program
                        : program.env(FIRST, arguments[arguments.length - 1]);
        var run = twice.input(String.join(" ", some)).run(some);
        if (!run.ok()) {
            var problem = name + ": " + run.sentence().replaceFirst("^Not run", "not run");
            return new Run(null, Duration.ZERO, run.time(), run.time(), run.compileTime(), problem);
        }
        var lines = run.output().strip().lines().toList();
        var first = FIRST_TIME.matcher(lines.isEmpty() ? "" : lines.getFirst().strip());
        boolean isTwice = first.matches();
        var warmUp = isTwice ? time(first) : Duration.ZERO;
        var time = TIME.matcher(lines.isEmpty() ? "" : lines.getLast().strip());
        if (!time.matches()) {
            throw new IllegalStateException(
                    name + " does not end with a line \"ms 12.3\": let it print what it took.");
        }
        var work = time(time);
        var result = String.join("\n", lines.subList(isTwice ? 1 : 0, lines.size() - 1));
        var around = run.time().minus(work).minus(warmUp);
        return new Run(result, warmUp, work, around, run.compileTime(), null);
    }

    private static Pattern timeAfter(String name) {
        return Pattern.compile(name + " +(\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)");
    }

    private static Duration time(Matcher line) {
        return Duration.ofNanos(Math.round(Double.parseDouble(line.group(1)) * 1e6));
    }

    /**
     * Lets all of them work in turns, A B C, A B C, and compares what they return.
     *
     * @param rounds how often each works
     * @throws IllegalStateException if a result differs from the first one's, or if a program that
     *     has run fails later
     * @throws IllegalArgumentException if nobody is left, or there is no round
     * @throws InterruptedException if the thread is interrupted; the process has ended then
     * @throws Exception what work in this JVM throws
     */
    public Measured measure(int rounds) throws Exception {
        var runs = new LinkedHashMap<String, List<Run>>();
        var problems = new ArrayList<String>();
        try (var progress = new Progress(title)) {
            for (int round = 0; round < rounds; round++) {
                for (var name : peers.keySet()) {
                    if (round > 0 && !runs.containsKey(name)) {
                        continue;
                    }
                    progress.update("round " + (round + 1) + " of " + rounds + ", " + name);
                    var run = one(name, round == 0);
                    if (run.problem != null && round == 0) {
                        problems.add(run.problem);
                    } else {
                        agree(runs, name, run);
                        runs.computeIfAbsent(name, each -> new ArrayList<>()).add(run);
                    }
                }
            }
            progress.update(
                    Text.count(runs.size(), "version")
                            + ", "
                            + Text.count(rounds, "round")
                            + ", all results agree");
        }
        return new Measured(title, runs, List.copyOf(problems));
    }

    private Run one(String name, boolean isFirst) throws Exception {
        var work = peers.get(name);
        var run = work.run(arguments);
        if (isFirst && run.around.isZero()) {
            for (int i = 0; i < WARM_UPS; i++) {
                run = work.run(arguments);
            }
        }
        return run;
    }

    private static void agree(Map<String, List<Run>> runs, String name, Run run) {
        if (run.problem != null) {
            throw new IllegalStateException(run.problem);
        }
        if (!runs.isEmpty()) {
            var first = runs.entrySet().iterator().next();
            var expected = first.getValue().getFirst().result;
            if (!run.result.equals(expected)) {
                throw new IllegalStateException(
                        name
                                + " gives another result than "
                                + first.getKey()
                                + ": "
                                + Text.shorten(run.result, 100)
                                + " instead of "
                                + Text.shorten(expected, 100)
                                + ".");
            }
        }
    }

    /**
     * How many requests each of them has under way at the same time, at most, as the service counts
     * them: each works once, after a first time with its usual last argument. A row for each that
     * can be run here.
     *
     * @param others the arguments, instead of those that all of them have
     * @throws Exception as {@link #measure}
     */
    public Table mostInFlight(LocalService service, Object... others) throws Exception {
        var names = new ArrayList<String>();
        var most = new ArrayList<Integer>();
        for (var peer : peers.entrySet()) {
            var problem = new String[1];
            int count =
                    service.mostInFlight(
                            () -> problem[0] = peer.getValue().run(texts(others)).problem);
            if (problem[0] == null) {
                names.add(peer.getKey());
                most.add(count);
            }
        }
        return Table.create(
                "How many at once?",
                StringColumn.create("Program", names),
                IntColumn.create(
                        "Most requests at once", most.stream().mapToInt(i -> i).toArray()));
    }

    /** What was measured. Immutable. */
    public static final class Measured {
        private final String title;
        private final Map<String, List<Run>> runs;
        private final List<String> problems;
        private final Results results;

        private Measured(String title, Map<String, List<Run>> runs, List<String> problems) {
            this.title = title;
            this.runs = runs;
            this.problems = problems;
            var samples = new LinkedHashMap<String, List<Duration>>();
            var values = new LinkedHashMap<String, String>();
            runs.forEach((name, all) -> {
                samples.put(name, all.stream().map(Run::work).toList());
                values.put(name, all.getFirst().result);
            });
            results = new Results(title, samples, values);
        }

        /** The times that the work took, by each program's own clock, and the results. */
        public Results results() {
            return results;
        }

        /** A sentence for each that was not run, which says why. */
        List<String> notRun() {
            return problems;
        }

        /**
         * A row for each: the work by its own clock, for those that tell it also when it was done
         * for the first time; the rest of the life of its process, which is its start and its end;
         * what compiling took, once. Medians, in milliseconds.
         */
        public Table table() {
            var table =
                    Table.create(
                            title,
                            StringColumn.create("Program", runs.keySet()),
                            column("Work [ms]", Run::work),
                            column("Start and end [ms]", Run::around),
                            column("Compile, once [ms]", run -> run.compile));
            if (runs.values().stream().anyMatch(all -> !all.getFirst().first.isZero())) {
                table.insertColumn(1, column("First time [ms]", Run::first));
            }
            return table;
        }

        private StringColumn column(String heading, Function<Run, Duration> part) {
            return StringColumn.create(
                    heading,
                    runs.values().stream()
                            .map(all -> Results.median(all.stream().map(part).toList()))
                            .map(time ->
                                    time.isZero() ? "0" : Text.number(Text.nanos(time) / 1e6, 3)));
        }

        /**
         * Draws the times of the work, and shows the table; below it a sentence for each that was
         * not run.
         *
         * @param guesses drawn where the program was run
         */
        public void show(Guess... guesses) {
            Show.times(
                    results,
                    Arrays.stream(guesses)
                            .filter(guess -> runs.containsKey(guess.version()))
                            .toArray(Guess[]::new));
            Show.table(table());
            problems.forEach(System.out::println);
            for (var guess : guesses) {
                if (!runs.containsKey(guess.version())) {
                    System.out.println(
                            "Your guess for "
                                    + guess.version()
                                    + " is not drawn: there is no time of it.");
                }
            }
        }
    }
}
