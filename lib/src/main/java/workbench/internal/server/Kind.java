package workbench.internal.server;

import java.time.Duration;
import java.util.function.Supplier;

/** The services that there are: all in which one differs from another. */
public enum Kind {
    GENRES(
            "genre service",
            "WORKBENCH_GENRES",
            Genres.PATH,
            new Question("genre", Genres.LONGEST, false, Genres::problem),
            Genres::new),
    PAGES(
            "page service",
            "WORKBENCH_PAGES",
            Pages.RANDOM,
            new Question("page", 2_000_000, true, Pages::problem),
            Pages::new);

    /** The latency that a local service has at first. */
    public static final Duration LATENCY = Duration.ofMillis(200);

    private final String title;
    private final String variable;
    private final String path;
    private final Question question;
    private final Supplier<Answers> answers;

    Kind(String title, String variable, String path, Question question, Supplier<Answers> answers) {
        this.title = title;
        this.variable = variable;
        this.path = path;
        this.question = question;
        this.answers = answers;
    }

    /** What it is called in a sentence, and what its threads are called. */
    public String title() {
        return title;
    }

    /** The environment variable that may hold the address of a real one. */
    public String variable() {
        return variable;
    }

    /** Path of a random one of what it gives. */
    public String path() {
        return path;
    }

    /** What a real one is asked first. */
    public Question question() {
        return question;
    }

    /** A server in this JVM, on a free port. */
    public Backend open() {
        return open(LATENCY);
    }

    LocalServer open(Duration latency) {
        var server = new LocalServer(title, answers.get());
        server.command("latency " + latency.toNanos());
        return server;
    }
}
