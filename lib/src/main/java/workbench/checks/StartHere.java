package workbench.checks;

import static workbench.checks.Check.outlast;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The exercises of 00, Start here. */
public final class StartHere {

    /** 00.1. */
    public interface BothAtOnce {
        void run(Runnable one, Runnable other) throws Throwable;
    }

    /** 00.2. */
    public interface Meanwhile {
        String call(Callable<String> answer, Callable<Integer> number) throws Throwable;
    }

    static final Exercise<BothAtOnce> BOTH_AT_ONCE =
            Exercise.of(
                    "00.1",
                    "Both at once",
                    BothAtOnce.class,
                    "void bothAtOnce(Runnable one, Runnable other)",
                    StartHere::bothAtOnce);

    static final Exercise<Meanwhile> MEANWHILE =
            Exercise.of(
                    "00.2",
                    "Meanwhile",
                    Meanwhile.class,
                    "String meanwhile(Callable<String> answer, Callable<Integer> number)",
                    StartHere::meanwhile);

    static final List<Exercise<?>> EXERCISES = List.of(BOTH_AT_ONCE, MEANWHILE);

    private StartHere() {}

    /** Each of the two jobs is the slow one once, so that joining only one of them shows. */
    private static void bothAtOnce(Check check, BothAtOnce solution) throws Throwable {
        var you = Thread.currentThread();
        for (var slow : List.of("one", "other")) {
            var meeting = new Meeting(2);
            var ended = new ConcurrentLinkedQueue<String>();
            Function<String, Runnable> job =
                    name ->
                            () -> {
                                meeting.attend();
                                if (name.equals(slow)) {
                                    outlast(you);
                                }
                                ended.add(name);
                            };
            solution.run(job.apply("one"), job.apply("other"));
            var names = new TreeSet<>(ended);
            check.that(
                    names.size() == 2,
                    "when bothAtOnce returned ("
                            + slow
                            + " was slow), these jobs had ended: "
                            + switch (names.size()) {
                                case 0 -> "none";
                                case 1 -> "only " + names.first();
                                default -> String.join(" and ", names);
                            });
            check.equal("times that a job was done", 2, ended.size());
            check.equal("jobs under way at the same time", 2, meeting.most());
        }
    }

    /** The answer comes late in the first round, the number in the second. */
    private static void meanwhile(Check check, Meanwhile solution) throws Throwable {
        var you = Thread.currentThread();
        for (int value : List.of(42, 7)) {
            var meeting = new Meeting(2);
            var calls = new AtomicInteger();
            var text =
                    solution.call(
                            () -> {
                                calls.incrementAndGet();
                                meeting.attend();
                                if (value == 42) {
                                    outlast(you);
                                }
                                return "genre " + value;
                            },
                            () -> {
                                calls.incrementAndGet();
                                meeting.attend();
                                if (value == 7) {
                                    outlast(you);
                                }
                                return value;
                            });
            check.equal("the text", "genre " + value + ": " + value, text);
            check.equal("times that a job was called", 2, calls.get());
            check.equal("jobs under way at the same time", 2, meeting.most());
        }
    }
}
