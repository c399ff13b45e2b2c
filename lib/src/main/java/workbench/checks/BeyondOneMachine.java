package workbench.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbench.internal.text.Text;

/** The exercises of 19, Beyond one machine. */
public final class BeyondOneMachine {

    /** 19.1. */
    public interface Loads {
        List<List<Integer>> of(List<Integer> work, int enough) throws Throwable;
    }

    /** 19.2. */
    public interface PayOnce {
        boolean of(ConcurrentMap<String, List<String>> accounts, String account, String payment)
                throws Throwable;
    }

    /** 19.3. */
    public interface JobMillis {
        int of(int[] millis, int tasks) throws Throwable;
    }

    static final Exercise<Loads> LOADS =
            Exercise.of(
                    "19.1",
                    "Worth a journey",
                    Loads.class,
                    "List<List<Integer>> loads(List<Integer> work, int enough)",
                    BeyondOneMachine::loads);

    static final Exercise<PayOnce> PAY_ONCE =
            Exercise.of(
                    "19.2",
                    "Paid once",
                    PayOnce.class,
                    "boolean payOnce(ConcurrentMap<String, List<String>> accounts,"
                            + " String account, String payment)",
                    BeyondOneMachine::payOnce);

    static final Exercise<JobMillis> JOB_MILLIS =
            Exercise.of(
                    "19.3",
                    "The slowest member",
                    JobMillis.class,
                    "int jobMillis(int[] millis, int tasks)",
                    BeyondOneMachine::jobMillis);

    static final List<Exercise<?>> EXERCISES = List.of(LOADS, PAY_ONCE, JOB_MILLIS);

    private BeyondOneMachine() {}

    private static void loads(Check check, Loads solution) throws Throwable {
        loads(check, solution, List.of(List.of(3, 4), List.of(5, 6), List.of(1)), 3, 4, 5, 6, 1);
        loads(check, solution, List.of());
        loads(check, solution, List.of(List.of(9), List.of(9)), 9, 9);
        loads(check, solution, List.of(List.of(1, 1, 1)), 1, 1, 1);
        loads(
                check,
                solution,
                List.of(List.of(1, 9), List.of(1, 1, 5), List.of(2)),
                1,
                9,
                1,
                1,
                5,
                2);
        loads(check, solution, List.of(List.of(7), List.of(0)), 7, 0); // no work is a task, too
    }

    /** Whole lists in the message: the index of a first difference says little about lists. */
    private static void loads(
            Check check, Loads solution, List<List<Integer>> expected, Integer... work)
            throws Throwable {
        var loads = solution.of(List.of(work), 7);
        var numbers = Stream.of(work).map(String::valueOf).collect(Collectors.joining(", "));
        check.that(
                expected.equals(loads),
                "loads of "
                        + (work.length == 0 ? "nothing" : numbers)
                        + " for 7: "
                        + (expected.equals(loads)
                                ? "as expected"
                                : Text.shorten(String.valueOf(loads), 200)
                                        + " instead of "
                                        + expected));
    }

    /**
     * A map that somebody else changes just when a solution would: before each of the first so many
     * changes, another payment is entered. The plain put, which does not look, is counted.
     */
    private static final class Busy extends ConcurrentHashMap<String, List<String>> {
        private static final long serialVersionUID = 1;
        private final transient AtomicInteger others = new AtomicInteger();
        private final transient AtomicInteger puts = new AtomicInteger();
        private final int most;
        private final String same;

        /**
         * @param same the payment that somebody else enters, or null for others' payments
         */
        Busy(int most, String same) {
            this.most = most;
            this.same = same;
        }

        /** What the check itself puts, and nobody disturbs. */
        void calmly(String account, List<String> payments) {
            super.put(account, payments);
        }

        private void disturb(String account) {
            int number = others.incrementAndGet();
            if (number <= most) {
                var payments = new ArrayList<>(getOrDefault(account, List.of()));
                payments.add(same == null ? "other " + number : same);
                super.put(account, List.copyOf(payments));
            }
        }

        @Override
        public List<String> put(String account, List<String> payments) {
            puts.incrementAndGet();
            disturb(account);
            return super.put(account, payments);
        }

        @Override
        public List<String> putIfAbsent(String account, List<String> payments) {
            if (!containsKey(account)) {
                disturb(account);
            }
            return super.putIfAbsent(account, payments);
        }

        @Override
        public boolean replace(String account, List<String> before, List<String> after) {
            disturb(account);
            return super.replace(account, before, after);
        }

        @Override
        public List<String> replace(String account, List<String> after) {
            puts.incrementAndGet();
            disturb(account);
            return super.replace(account, after);
        }

        @Override
        public List<String> compute(
                String account,
                BiFunction<? super String, ? super List<String>, ? extends List<String>> change) {
            disturb(account);
            return super.compute(account, change);
        }

        @Override
        public List<String> merge(
                String account,
                List<String> payments,
                BiFunction<? super List<String>, ? super List<String>, ? extends List<String>>
                        change) {
            disturb(account);
            return super.merge(account, payments, change);
        }
    }

    private static void payOnce(Check check, PayOnce written) throws Throwable {
        PayOnce solution =
                (accounts, account, payment) -> {
                    try {
                        return written.of(accounts, account, payment);
                    } catch (UnsupportedOperationException e) {
                        check.that(
                                false,
                                "your code changed a list that cannot be changed, such as those in"
                                        + " the map: put a new list");
                        throw e;
                    }
                };
        var calm = new Busy(0, null);
        check.equal("a first payment is entered", true, solution.of(calm, "Ada", "rent"));
        check.equal("Ada's payments", List.of("rent"), calm.get("Ada"));
        check.equal("a second one is entered", true, solution.of(calm, "Ada", "tea"));
        check.equal("Ada's payments then", List.of("rent", "tea"), calm.get("Ada"));
        check.equal("the first one again", false, solution.of(calm, "Ada", "rent"));
        check.equal("Ada's payments at last", List.of("rent", "tea"), calm.get("Ada"));
        check.equal("the same name for Bob", true, solution.of(calm, "Bob", "rent"));

        var busy = new Busy(3, null);
        busy.calmly("Ada", List.of("rent"));
        check.equal("a payment while others pay", true, solution.of(busy, "Ada", "tea"));
        var expected = new ArrayList<>(List.of("rent"));
        for (int number = 1; number <= Math.min(3, busy.others.get()); number++) {
            expected.add("other " + number);
        }
        expected.add("tea");
        check.equal("payments in the account then", expected, busy.get("Ada"));
        check.equal("payments that were put without a look", 0, busy.puts.get());
        for (var before : List.of(List.<String>of(), List.of("rent"))) {
            var twice = new Busy(1, "tea");
            if (!before.isEmpty()) {
                twice.calmly("Ada", before);
            }
            var what =
                    "a payment that another member enters at the same time, as the "
                            + (before.isEmpty() ? "first" : "second")
                            + " of the account";
            check.equal(what + ": what payOnce returns", false, solution.of(twice, "Ada", "tea"));
            var after = new ArrayList<>(before);
            after.add("tea");
            check.equal(what + ": payments after that", after, twice.get("Ada"));
        }
    }

    private static void jobMillis(Check check, JobMillis solution) throws Throwable {
        job(check, solution, 40, 12, 10, 10, 10, 60);
        job(check, solution, 30, 3, 10); // alone: nobody can take a copy
        job(check, solution, 25, 3, 10, 25); // a copy would end later
        job(check, solution, 30, 3, 10, 100, 100); // one member copies twice
        job(check, solution, 30, 4, 16, 10, 31); // who is free first cannot help, the next one can
        job(check, solution, 10, 1, 60, 10); // a member that never had a task of its own
        job(check, solution, 70, 2, 70, 70, 70);
    }

    private static void job(Check check, JobMillis solution, int expected, int tasks, int... millis)
            throws Throwable {
        var what = Text.count(tasks, "task") + " where members need " + Arrays.toString(millis);
        check.equal(what, expected, solution.of(millis.clone(), tasks));
    }
}
