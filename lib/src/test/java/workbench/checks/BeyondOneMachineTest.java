package workbench.checks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class BeyondOneMachineTest {

    private static List<List<Integer>> filled(List<Integer> work, int enough, boolean last) {
        var loads = new ArrayList<List<Integer>>();
        var load = new ArrayList<Integer>();
        int sum = 0;
        for (int millis : work) {
            load.add(millis);
            sum += millis;
            if (sum >= enough) {
                loads.add(List.copyOf(load));
                load.clear();
                sum = 0;
            }
        }
        if (last && !load.isEmpty()) {
            loads.add(load);
        }
        return loads;
    }

    @TestFactory
    Stream<DynamicTest> loads() {
        return Solutions.of(BeyondOneMachine.LOADS)
                .right("a loop", (work, enough) -> filled(work, enough, true))
                .right(
                        "by places",
                        (work, enough) -> {
                            var loads = new ArrayList<List<Integer>>();
                            for (int from = 0, to = 0; from < work.size(); from = to) {
                                for (int sum = 0; to < work.size() && sum < enough; to++) {
                                    sum += work.get(to);
                                }
                                loads.add(work.subList(from, to));
                            }
                            return loads;
                        })
                .wrong("nothing", "loads of 3, 4, 5, 6, 1", (work, enough) -> List.of())
                .wrong(
                        "the rest is lost",
                        "loads of 3, 4, 5, 6, 1",
                        (work, enough) -> filled(work, enough, false))
                .wrong(
                        "each task alone",
                        "loads of 3, 4, 5, 6, 1",
                        (work, enough) -> work.stream().map(List::of).toList())
                .wrong(
                        "one list, cleared again and again",
                        "loads of 3, 4, 5, 6, 1 for 7: [[1], [1], [1]] instead of [[3, 4], [5, 6],",
                        (work, enough) -> {
                            var loads = new ArrayList<List<Integer>>();
                            var load = new ArrayList<Integer>();
                            int sum = 0;
                            for (int millis : work) {
                                if (sum >= enough) {
                                    loads.add(load);
                                    load.clear();
                                    sum = 0;
                                }
                                load.add(millis);
                                sum += millis;
                            }
                            loads.add(load);
                            return loads;
                        })
                .wrong(
                        "a rest without work is lost",
                        "loads of 7, 0 for 7: [[7]] instead of [[7], [0]]",
                        (work, enough) -> {
                            var loads = new ArrayList<>(filled(work, enough, true));
                            loads.removeIf(load -> load.stream().mapToInt(i -> i).sum() == 0);
                            return loads;
                        })
                .wrong("null", "loads of 3, 4, 5, 6, 1", (work, enough) -> null)
                .tests();
    }

    private static List<String> with(List<String> payments, String payment) {
        var more = new ArrayList<>(payments);
        more.add(payment);
        return more;
    }

    private static boolean replaced(
            ConcurrentMap<String, List<String>> accounts, String account, String payment) {
        return replaced(accounts, account, payment, true);
    }

    /** With or without a look whether the payment is there already. */
    private static boolean replaced(
            ConcurrentMap<String, List<String>> accounts,
            String account,
            String payment,
            boolean looks) {
        accounts.putIfAbsent(account, List.of());
        while (true) {
            var before = accounts.get(account);
            if (looks && before.contains(payment)) {
                return false;
            }
            if (accounts.replace(account, before, with(before, payment))) {
                return true;
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> payOnce() {
        return Solutions.of(BeyondOneMachine.PAY_ONCE)
                .right("replace in a loop", BeyondOneMachineTest::replaced)
                .right(
                        "compute",
                        (accounts, account, payment) -> {
                            var entered = new boolean[1];
                            accounts.compute(
                                    account,
                                    (key, before) -> {
                                        var some = before == null ? List.<String>of() : before;
                                        entered[0] = !some.contains(payment);
                                        return entered[0] ? with(some, payment) : some;
                                    });
                            return entered[0];
                        })
                .right(
                        "begun with the payment itself",
                        (accounts, account, payment) ->
                                accounts.putIfAbsent(account, List.of(payment)) == null
                                        || replaced(accounts, account, payment))
                .wrong("nothing", "a first payment", (accounts, account, payment) -> false)
                .wrong(
                        "look, then put",
                        "payments in the account then",
                        (accounts, account, payment) -> {
                            var before = accounts.getOrDefault(account, List.of());
                            if (before.contains(payment)) {
                                return false;
                            }
                            accounts.put(account, with(before, payment));
                            return true;
                        })
                .wrong(
                        "changes the list in the map",
                        "put a new list",
                        (accounts, account, payment) -> {
                            var there = accounts.computeIfAbsent(account, _ -> new ArrayList<>());
                            return !there.contains(payment) && there.add(payment);
                        })
                .wrong(
                        "tried once",
                        "a payment while others pay",
                        (accounts, account, payment) -> {
                            accounts.putIfAbsent(account, List.of());
                            var before = accounts.get(account);
                            return !before.contains(payment)
                                    && accounts.replace(account, before, with(before, payment));
                        })
                .wrong(
                        "never looks for the payment",
                        "the first one again",
                        (accounts, account, payment) -> replaced(accounts, account, payment, false))
                .wrong(
                        "looks only once",
                        "another member enters at the same time",
                        (accounts, account, payment) -> {
                            accounts.putIfAbsent(account, List.of());
                            return !accounts.get(account).contains(payment)
                                    && replaced(accounts, account, payment, false);
                        })
                .tests();
    }

    private static int soonest(int[] free) {
        int first = 0;
        for (int m = 1; m < free.length; m++) {
            if (free[m] < free[first]) {
                first = m;
            }
        }
        return first;
    }

    /** What a free member does with the task that would end last. */
    private interface Copy {
        /** Whether to go on. */
        boolean of(int[] free, int m, int end, PriorityQueue<Integer> ends);
    }

    private static int job(int[] millis, int tasks, Copy copy) {
        var free = new int[millis.length];
        var ends = new PriorityQueue<Integer>(Comparator.reverseOrder());
        for (int k = 0; k < tasks; k++) {
            int m = soonest(free);
            free[m] += millis[m];
            ends.add(free[m]);
        }
        for (int m = soonest(free); free[m] < ends.peek(); m = soonest(free)) {
            int end = free[m] + millis[m];
            boolean goOn = copy.of(free, m, end, ends);
            free[m] = end;
            if (!goOn) {
                break;
            }
        }
        return ends.peek();
    }

    private static boolean ifEarlier(int end, PriorityQueue<Integer> ends) {
        boolean earlier = end < ends.peek();
        if (earlier) {
            ends.remove();
            ends.add(end);
        }
        return earlier;
    }

    @TestFactory
    Stream<DynamicTest> jobMillis() {
        return Solutions.of(BeyondOneMachine.JOB_MILLIS)
                .right(
                        "copies that end earlier",
                        (millis, tasks) ->
                                job(
                                        millis,
                                        tasks,
                                        (free, m, end, ends) -> {
                                            ifEarlier(end, ends);
                                            return true;
                                        }))
                .wrong(
                        "no copies",
                        "12 tasks where members need [10, 10, 10, 60]: 60 instead of 40",
                        (millis, tasks) -> job(millis, tasks, (free, m, end, ends) -> false))
                .wrong(
                        "a copy counts even if it ends later",
                        "3 tasks where members need [10, 25]",
                        (millis, tasks) ->
                                job(
                                        millis,
                                        tasks,
                                        (free, m, end, ends) -> {
                                            ends.remove();
                                            return ends.add(end);
                                        }))
                .wrong(
                        "one copy",
                        "3 tasks where members need [10, 100, 100]",
                        (millis, tasks) ->
                                job(
                                        millis,
                                        tasks,
                                        (free, m, end, ends) -> {
                                            ifEarlier(end, ends);
                                            return false;
                                        }))
                .wrong(
                        "ended by the first that cannot help",
                        "4 tasks where members need [16, 10, 31]",
                        (millis, tasks) ->
                                job(millis, tasks, (free, m, end, ends) -> ifEarlier(end, ends)))
                .wrong(
                        "each member copies once",
                        "3 tasks where members need [10, 100, 100]",
                        (millis, tasks) ->
                                job(
                                        millis,
                                        tasks,
                                        (free, m, end, ends) -> {
                                            millis[m] = 1_000;
                                            ifEarlier(end, ends);
                                            return true;
                                        }))
                .tests();
    }
}
