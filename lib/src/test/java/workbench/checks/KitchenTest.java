package workbench.checks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class KitchenTest {

    @TestFactory
    Stream<DynamicTest> breakfast() {
        return Solutions.of(Kitchen.BREAKFAST)
                .right(
                        "join at the end",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = bread.get();
                            return tea.join() + " and " + slices;
                        })
                .right(
                        "a callback",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = bread.get();
                            return tea.thenApply(drink -> drink + " and " + slices).get();
                        })
                .right(
                        "a latch",
                        (kettle, bread) -> {
                            var boiled = new CountDownLatch(1);
                            var tea = kettle.get();
                            tea.thenRun(boiled::countDown);
                            var slices = bread.get();
                            boiled.await();
                            return tea.resultNow() + " and " + slices;
                        })
                .patient(
                        "waits for an hour",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = bread.get();
                            return tea.get(1, TimeUnit.HOURS) + " and " + slices;
                        })
                .wrong("nothing", "what happened", (kettle, bread) -> "")
                .wrong(
                        "sequential",
                        "what happened",
                        (kettle, bread) -> kettle.get().join() + " and " + bread.get())
                .wrong(
                        "kettle last",
                        "what happened",
                        (kettle, bread) -> {
                            var slices = bread.get();
                            return kettle.get().join() + " and " + slices;
                        })
                .wrong(
                        "two kettles",
                        "what happened",
                        (kettle, bread) -> {
                            kettle.get();
                            var slices = bread.get();
                            return kettle.get().join() + " and " + slices;
                        })
                .wrong(
                        "bread cut twice",
                        "what happened",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            bread.get();
                            return tea.join() + " and " + bread.get();
                        })
                .wrong(
                        "fixed drink",
                        "served tea",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = bread.get();
                            tea.join();
                            return "tea and " + slices;
                        })
                .wrong(
                        "fixed food",
                        "and bread",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            bread.get();
                            return tea.join() + " and bread";
                        })
                .wrong(
                        "not joined",
                        "what happened",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = bread.get();
                            return tea.getNow("tea") + " and " + slices;
                        })
                .wrong(
                        "sleeps long enough",
                        "what happened",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = bread.get();
                            Thread.sleep(3_000);
                            return tea.getNow("cold water") + " and " + slices;
                        })
                .wrong(
                        "waits for a second",
                        "TimeoutException",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = bread.get();
                            return tea.get(1, TimeUnit.SECONDS) + " and " + slices;
                        })
                .wrong(
                        "kettle by somebody else",
                        "",
                        (kettle, bread) -> {
                            var tea = elsewhere(kettle::get).thenCompose(boiling -> boiling);
                            var slices = bread.get();
                            return tea.join() + " and " + slices;
                        })
                .wrong(
                        "a second cook",
                        "another thread",
                        (kettle, bread) -> {
                            var tea = kettle.get();
                            var slices = elsewhere(bread::get).join();
                            return tea.join() + " and " + slices;
                        })
                .wrong(
                        "somebody else does all",
                        "another thread",
                        (kettle, bread) ->
                                elsewhere(
                                                () -> {
                                                    var tea = kettle.get();
                                                    var slices = bread.get();
                                                    return tea.join() + " and " + slices;
                                                })
                                        .join())
                .tests();
    }

    private static <T> CompletableFuture<T> elsewhere(Supplier<T> job) {
        return CompletableFuture.supplyAsync(job, Thread::startVirtualThread);
    }

    private static List<String> gathered(Collection<? extends Future<String>> dishes)
            throws Exception {
        var made = new ArrayList<String>();
        for (var dish : dishes) {
            made.add(dish.get());
        }
        return made;
    }

    /** All dishes to a crew that is closed. */
    private static List<String> by(ExecutorService crew, List<Callable<String>> dishes)
            throws Exception {
        try (crew) {
            return gathered(crew.invokeAll(dishes));
        }
    }

    /** Threads that take the next dish when they are free. */
    private static List<String> byHand(int cooks, List<Callable<String>> dishes, boolean yourself)
            throws Exception {
        var made = new String[dishes.size()];
        var next = new AtomicInteger();
        Runnable cook =
                () -> {
                    for (int i; (i = next.getAndIncrement()) < made.length; ) {
                        try {
                            made[i] = dishes.get(i).call();
                        } catch (Exception e) {
                            made[i] = "" + e;
                        }
                    }
                };
        var threads = new ArrayList<Thread>();
        for (int i = yourself ? 1 : 0; i < cooks; i++) {
            threads.add(Thread.startVirtualThread(cook));
        }
        if (yourself) {
            cook.run();
        }
        for (var thread : threads) {
            thread.join();
        }
        return Arrays.asList(made);
    }

    @TestFactory
    Stream<DynamicTest> crewRight() {
        return Solutions.of(Kitchen.CREW)
                .right(
                        "invokeAll",
                        (cooks, dishes) -> by(Executors.newFixedThreadPool(cooks), dishes))
                .right(
                        "virtual threads in a pool",
                        (cooks, dishes) ->
                                by(
                                        Executors.newFixedThreadPool(
                                                cooks, Thread.ofVirtual().factory()),
                                        dishes))
                .right(
                        "submit, then get",
                        (cooks, dishes) -> {
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                return gathered(dishes.stream().map(crew::submit).toList());
                            }
                        })
                .right(
                        "a fork/join pool",
                        (cooks, dishes) -> {
                            try (var crew = new ForkJoinPool(cooks)) {
                                return gathered(dishes.stream().map(crew::submit).toList());
                            }
                        })
                .right("by hand", (cooks, dishes) -> byHand(cooks, dishes, false))
                .right("yourself among them", (cooks, dishes) -> byHand(cooks, dishes, true))
                .right(
                        "another thread as coordinator",
                        (cooks, dishes) -> {
                            try (var head = Executors.newSingleThreadExecutor()) {
                                return head.submit(() -> byHand(cooks, dishes, true)).get();
                            }
                        })
                .right(
                        "shut down, not closed",
                        (cooks, dishes) -> {
                            var crew = Executors.newFixedThreadPool(cooks);
                            try {
                                return gathered(crew.invokeAll(dishes));
                            } finally {
                                crew.shutdown();
                            }
                        })
                .patient(
                        "waits for a day",
                        (cooks, dishes) -> {
                            var crew = Executors.newFixedThreadPool(cooks);
                            var made = dishes.stream().map(crew::submit).toList();
                            crew.shutdown();
                            if (!crew.awaitTermination(1, TimeUnit.DAYS)) {
                                throw new IllegalStateException();
                            }
                            return gathered(made);
                        })
                .tests();
    }

    /** A thread for each share, and its dishes. */
    private static List<String> shares(
            int cooks, List<Callable<String>> dishes, List<List<Integer>> shares) {
        var made = new String[dishes.size()];
        try (var crew = Executors.newFixedThreadPool(cooks)) {
            for (var share : shares) {
                crew.submit(() -> {
                    for (int dish : share) {
                        made[dish] = dishes.get(dish).call();
                    }
                    return null;
                });
            }
        }
        return Arrays.asList(made);
    }

    @TestFactory
    Stream<DynamicTest> crewWrong() {
        return Solutions.of(Kitchen.CREW)
                .wrong("nothing", "cooks in a crew of 3: 0", (cooks, dishes) -> List.of())
                .wrong(
                        "sequential",
                        "cooks in a crew of 3: 1",
                        (cooks, dishes) -> {
                            var made = new ArrayList<String>();
                            for (var dish : dishes) {
                                made.add(dish.call());
                            }
                            return made;
                        })
                .wrong(
                        "a thread each",
                        "cooks in a crew of 3: 7",
                        (cooks, dishes) -> by(Executors.newVirtualThreadPerTaskExecutor(), dishes))
                .wrong(
                        "threads as needed",
                        "cooks in a crew of 3: ",
                        (cooks, dishes) -> by(Executors.newCachedThreadPool(), dishes))
                .wrong(
                        "three cooks always",
                        "cooks in a crew of 2: 3",
                        (cooks, dishes) -> by(Executors.newFixedThreadPool(3), dishes))
                .wrong(
                        "half as many cooks as dishes",
                        "cooks in a crew of 3: 4",
                        (cooks, dishes) ->
                                by(Executors.newFixedThreadPool((dishes.size() + 1) / 2), dishes))
                .wrong(
                        "one cook short",
                        "cooks in a crew of 3: 2",
                        (cooks, dishes) -> by(Executors.newFixedThreadPool(cooks - 1), dishes))
                .wrong(
                        "one cook too many",
                        "cooks in a crew of 3: 4",
                        (cooks, dishes) -> by(Executors.newFixedThreadPool(cooks + 1), dishes))
                .wrong(
                        "you and the crew",
                        "cooks in a crew of ",
                        (cooks, dishes) -> byHand(cooks + 1, dishes, true))
                .wrong(
                        "cooks stay",
                        "cooks still there",
                        (cooks, dishes) -> {
                            var crew =
                                    new ThreadPoolExecutor(
                                            cooks,
                                            cooks,
                                            10,
                                            TimeUnit.SECONDS,
                                            new LinkedBlockingQueue<>());
                            crew.allowCoreThreadTimeOut(true);
                            return gathered(crew.invokeAll(dishes));
                        })
                .wrong(
                        "dealt out beforehand",
                        "idle",
                        (cooks, dishes) -> {
                            var shares = new ArrayList<List<Integer>>();
                            for (int i = 0; i < cooks; i++) {
                                shares.add(new ArrayList<>());
                            }
                            for (int i = 0; i < dishes.size(); i++) {
                                shares.get(i % cooks).add(i);
                            }
                            return shares(cooks, dishes, shares);
                        })
                .wrong(
                        "in blocks",
                        "the dishes",
                        (cooks, dishes) -> {
                            var shares = new ArrayList<List<Integer>>();
                            int from = 0;
                            for (int i = 1; i <= cooks; i++) {
                                int to = dishes.size() * i / cooks;
                                shares.add(IntStream.range(from, to).boxed().toList());
                                from = to;
                            }
                            return shares(cooks, dishes, shares);
                        })
                .wrong(
                        "in rounds",
                        "idle",
                        (cooks, dishes) -> {
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                var made = new ArrayList<String>();
                                for (int i = 0; i < dishes.size(); i += cooks) {
                                    int end = Math.min(i + cooks, dishes.size());
                                    made.addAll(gathered(crew.invokeAll(dishes.subList(i, end))));
                                }
                                return made;
                            }
                        })
                .wrong(
                        "the next one when the oldest is done",
                        "idle",
                        (cooks, dishes) -> {
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                Queue<Future<String>> open = new ArrayDeque<>();
                                var made = new ArrayList<String>();
                                for (var dish : dishes) {
                                    if (open.size() == cooks) {
                                        made.add(open.remove().get());
                                    }
                                    open.add(crew.submit(dish));
                                }
                                made.addAll(gathered(open));
                                return made;
                            }
                        })
                .wrong(
                        "fetched in the loop",
                        "made alone",
                        (cooks, dishes) -> {
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                var made = new ArrayList<String>();
                                for (var dish : dishes) {
                                    made.add(crew.submit(dish).get());
                                }
                                return made;
                            }
                        })
                .wrong(
                        "made twice",
                        "times that one of 7 dishes was made: 14 instead of 7",
                        (cooks, dishes) -> {
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                crew.invokeAll(dishes);
                                return gathered(crew.invokeAll(dishes));
                            }
                        })
                .wrong(
                        "order of arrival",
                        "the dishes",
                        (cooks, dishes) -> {
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                var done = new ExecutorCompletionService<String>(crew);
                                dishes.forEach(done::submit);
                                var made = new ArrayList<String>();
                                for (int i = 0; i < dishes.size(); i++) {
                                    made.add(done.take().get());
                                }
                                return made;
                            }
                        })
                .wrong(
                        "sorted by name",
                        "the dishes",
                        (cooks, dishes) -> {
                            var made = new ConcurrentSkipListSet<String>();
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                for (var dish : dishes) {
                                    crew.submit(() -> made.add(dish.call()));
                                }
                            }
                            return List.copyOf(made);
                        })
                .wrong(
                        "parallel stream",
                        "cooks",
                        (cooks, dishes) ->
                                dishes.parallelStream()
                                        .map(dish -> {
                                            try {
                                                return dish.call();
                                            } catch (Exception e) {
                                                throw new IllegalStateException(e);
                                            }
                                        })
                                        .toList())
                .wrong(
                        "sleeps long enough",
                        "the dishes",
                        (cooks, dishes) -> {
                            var made = new String[dishes.size()];
                            var crew = Executors.newFixedThreadPool(cooks);
                            for (int i = 0; i < made.length; i++) {
                                int dish = i;
                                crew.submit(() -> made[dish] = dishes.get(dish).call());
                            }
                            crew.shutdown();
                            Thread.sleep(3_000);
                            return Arrays.asList(made);
                        })
                .wrong(
                        "for a second only",
                        "CancellationException",
                        (cooks, dishes) -> {
                            try (var crew = Executors.newFixedThreadPool(cooks)) {
                                return gathered(crew.invokeAll(dishes, 1, TimeUnit.SECONDS));
                            }
                        })
                .tests();
    }

    /** What somebody does with a recipe and an executor, which is closed after it. */
    private interface Plan {
        void cook(Map<String, List<String>> needs, Consumer<String> cook, ExecutorService cooks)
                throws Exception;
    }

    private static Kitchen.Recipe virtually(Plan plan) {
        return (needs, cook) -> {
            try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
                plan.cook(needs, cook, cooks);
            }
        };
    }

    private static Callable<Void> step(
            String step, Collection<? extends Future<?>> before, Consumer<String> cook) {
        return () -> {
            for (var need : before) {
                need.get();
            }
            cook.accept(step);
            return null;
        };
    }

    /** A future for each step that follows those that it needs. */
    private static Map<String, CompletableFuture<Void>> callbacks(
            Map<String, List<String>> needs, Consumer<String> cook) {
        var steps = new HashMap<String, CompletableFuture<Void>>();
        needs.forEach((step, before) ->
                steps.put(
                        step,
                        all(before.stream().map(steps::get).toList())
                                .thenRunAsync(
                                        () -> cook.accept(step), Thread::startVirtualThread)));
        return steps;
    }

    private static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> withNeeds(
            String step,
            Map<String, List<String>> needs,
            Consumer<String> cook,
            Map<String, CompletableFuture<Void>> known) {
        var there = known.get(step);
        if (there == null) {
            var before =
                    needs.get(step).stream()
                            .map(need -> withNeeds(need, needs, cook, known))
                            .toList();
            there = all(before).thenRunAsync(() -> cook.accept(step), Thread::startVirtualThread);
            known.put(step, there);
        }
        return there;
    }

    @TestFactory
    Stream<DynamicTest> recipeRight() {
        return Solutions.of(Kitchen.RECIPE)
                .right(
                        "a thread each",
                        virtually((needs, cook, cooks) -> {
                            var steps = new HashMap<String, Future<?>>();
                            for (var name : needs.keySet()) {
                                var before = needs.get(name).stream().map(steps::get).toList();
                                steps.put(name, cooks.submit(step(name, before, cook)));
                            }
                            for (var done : steps.values()) {
                                done.get();
                            }
                        }))
                .right("callbacks", (needs, cook) -> all(callbacks(needs, cook).values()).join())
                .right(
                        "recursion",
                        (needs, cook) -> {
                            var known = new HashMap<String, CompletableFuture<Void>>();
                            all(needs.keySet().stream()
                                            .map(name -> withNeeds(name, needs, cook, known))
                                            .toList())
                                    .join();
                        })
                .right(
                        "as many platform threads as steps, and latches",
                        (needs, cook) -> {
                            var done = new HashMap<String, CountDownLatch>();
                            needs.keySet().forEach(name -> done.put(name, new CountDownLatch(1)));
                            try (var cooks = Executors.newFixedThreadPool(needs.size())) {
                                needs.forEach((name, before) ->
                                        cooks.submit(() -> {
                                            for (var need : before) {
                                                done.get(need).await();
                                            }
                                            cook.accept(name);
                                            done.get(name).countDown();
                                            return null;
                                        }));
                            }
                        })
                .right(
                        "you start what has become possible",
                        virtually((needs, cook, cooks) -> {
                            var done = new ExecutorCompletionService<String>(cooks);
                            var ended = new HashSet<String>();
                            var waiting = new HashSet<>(needs.keySet());
                            while (ended.size() < needs.size()) {
                                for (var name : List.copyOf(waiting)) {
                                    if (ended.containsAll(needs.get(name))) {
                                        waiting.remove(name);
                                        done.submit(() -> cook.accept(name), name);
                                    }
                                }
                                ended.add(done.take().get());
                            }
                        }))
                .patient(
                        "waits for an hour",
                        (needs, cook) ->
                                all(callbacks(needs, cook).values()).get(1, TimeUnit.HOURS))
                .tests();
    }

    private static void toastTwice(
            String step, Map<String, List<String>> needs, Consumer<String> cook) {
        try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var need : needs.get(step)) {
                cooks.submit(() -> toastTwice(need, needs, cook));
            }
        }
        cook.accept(step);
    }

    @TestFactory
    Stream<DynamicTest> recipeWrong() {
        return Solutions.of(Kitchen.RECIPE)
                .wrong("nothing", "done, eggs: 1", (needs, cook) -> {})
                .wrong(
                        "sequential",
                        "at the same time, eggs: 1: 1 instead of 2",
                        (needs, cook) -> needs.keySet().forEach(cook))
                .wrong(
                        "all at once",
                        "begun too early",
                        virtually((needs, cook, cooks) ->
                                needs.keySet()
                                        .forEach(name -> cooks.submit(() -> cook.accept(name)))))
                .wrong(
                        "fixed recipe",
                        "done, eggs: 1",
                        virtually((needs, cook, cooks) -> {
                            var toast = cooks.submit(() -> cook.accept("toast"));
                            cooks.submit(() -> cook.accept("bacon"));
                            cooks.submit(() -> cook.accept("egg 1"));
                            cooks.submit(step("butter", List.of(toast), cook)).get();
                            cook.accept("meal");
                        }))
                .wrong(
                        "four threads",
                        "at the same time",
                        (needs, cook) -> {
                            var steps = new ConcurrentHashMap<String, Future<?>>();
                            try (var cooks = Executors.newFixedThreadPool(4)) {
                                for (var name : needs.keySet()) {
                                    var before = needs.get(name).stream().map(steps::get).toList();
                                    steps.put(name, cooks.submit(step(name, before, cook)));
                                }
                            }
                        })
                .wrong(
                        "a hundred threads",
                        "at the same time, eggs: ",
                        (needs, cook) -> {
                            var steps = new ConcurrentHashMap<String, Future<?>>();
                            try (var cooks = Executors.newFixedThreadPool(100)) {
                                for (var name : needs.keySet()) {
                                    var before = needs.get(name).stream().map(steps::get).toList();
                                    steps.put(name, cooks.submit(step(name, before, cook)));
                                }
                            }
                        })
                .wrong(
                        "last step twice",
                        "steps done",
                        (needs, cook) -> {
                            all(callbacks(needs, cook).values()).join();
                            cook.accept(List.copyOf(needs.keySet()).getLast());
                        })
                .wrong(
                        "toast twice",
                        "done, eggs: 1",
                        (needs, cook) ->
                                toastTwice(List.copyOf(needs.keySet()).getLast(), needs, cook))
                .wrong(
                        "the needs of the meal cooked anew for it",
                        "steps done",
                        (needs, cook) -> {
                            toastTwice("meal", needs, cook);
                            cook.accept("coffee");
                        })
                .wrong(
                        "level by level",
                        "bacon and butter at the same time",
                        (needs, cook) -> {
                            var done = new HashSet<String>();
                            while (done.size() < needs.size()) {
                                var ready =
                                        needs.keySet().stream()
                                                .filter(name -> !done.contains(name))
                                                .filter(name -> done.containsAll(needs.get(name)))
                                                .toList();
                                try (var cooks = Executors.newVirtualThreadPerTaskExecutor()) {
                                    ready.forEach(name -> cooks.submit(() -> cook.accept(name)));
                                }
                                done.addAll(ready);
                            }
                        })
                .wrong("not joined", "done, eggs: 1", (needs, cook) -> callbacks(needs, cook))
                .wrong(
                        "joins the last step only",
                        "done, eggs: 1",
                        (needs, cook) ->
                                callbacks(needs, cook)
                                        .get(List.copyOf(needs.keySet()).getLast())
                                        .join())
                .wrong(
                        "joins the steps without needs only",
                        "done, eggs: 1",
                        (needs, cook) -> {
                            var steps = callbacks(needs, cook);
                            for (var name : needs.keySet()) {
                                if (needs.get(name).isEmpty()) {
                                    steps.get(name).join();
                                }
                            }
                        })
                .wrong(
                        "sleeps long enough",
                        "done, eggs: 1",
                        (needs, cook) -> {
                            callbacks(needs, cook);
                            Thread.sleep(3_000);
                        })
                .wrong(
                        "each step sleeps in place of waiting",
                        "begun too early",
                        virtually((needs, cook, cooks) ->
                                needs.forEach((name, before) ->
                                        cooks.submit(() -> {
                                            if (!before.isEmpty()) {
                                                Thread.sleep(1_000);
                                            }
                                            cook.accept(name);
                                            return null;
                                        }))))
                .wrong("waits for the first need", "begun too early", forSome(1, true))
                .wrong("waits for the last need", "begun too early", forSome(1, false))
                .wrong(
                        "waits in the loop",
                        "at the same time",
                        virtually((needs, cook, cooks) -> {
                            var steps = new HashMap<String, Future<?>>();
                            for (var name : needs.keySet()) {
                                for (var need : needs.get(name)) {
                                    steps.get(need).get();
                                }
                                steps.put(name, cooks.submit(() -> cook.accept(name)));
                            }
                        }))
                .wrong("two loops, and you wait in turn", "1 instead of 2", twoLoops(false))
                .wrong("two loops, and you cook in turn", "1 instead of 2", twoLoops(true))
                .tests();
    }

    private static Kitchen.Recipe forSome(int many, boolean first) {
        return virtually((needs, cook, cooks) -> {
            var steps = new HashMap<String, Future<?>>();
            for (var name : needs.keySet()) {
                var before = needs.get(name).stream().map(steps::get).toList();
                var some = first ? before : before.reversed();
                steps.put(name, cooks.submit(step(name, some.stream().limit(many).toList(), cook)));
            }
        });
    }

    /** First all steps that need nothing; then the others in order, when their needs are done. */
    private static Kitchen.Recipe twoLoops(boolean yourself) {
        return virtually((needs, cook, cooks) -> {
            var steps = new HashMap<String, Future<?>>();
            for (var name : needs.keySet()) {
                if (needs.get(name).isEmpty()) {
                    steps.put(name, cooks.submit(() -> cook.accept(name)));
                }
            }
            for (var name : needs.keySet()) {
                if (!needs.get(name).isEmpty()) {
                    for (var need : needs.get(name)) {
                        steps.get(need).get();
                    }
                    if (yourself) {
                        cook.accept(name);
                        steps.put(name, CompletableFuture.completedFuture(null));
                    } else {
                        steps.put(name, cooks.submit(() -> cook.accept(name)));
                    }
                }
            }
        });
    }
}
