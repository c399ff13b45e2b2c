package workbench.checks;

import static workbench.checks.Check.outlast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import workbench.Machine;

/** The exercises of 01, The kitchen. */
public final class Kitchen {

    /** 01.1. */
    public interface Breakfast {
        String serve(Supplier<CompletableFuture<String>> kettle, Supplier<String> bread)
                throws Throwable;
    }

    /** 01.2. */
    public interface Crew {
        List<String> prepare(int cooks, List<Callable<String>> dishes) throws Throwable;
    }

    /** 01.3. */
    public interface Recipe {
        void cookAll(Map<String, List<String>> needs, Consumer<String> cook) throws Throwable;
    }

    static final Exercise<Breakfast> BREAKFAST =
            Exercise.of(
                    "01.1",
                    "Breakfast",
                    Breakfast.class,
                    "String breakfast(Supplier<CompletableFuture<String>> kettle,"
                            + " Supplier<String> bread)",
                    Kitchen::breakfast);

    static final Exercise<Crew> CREW =
            Exercise.of(
                    "01.2",
                    "A crew",
                    Crew.class,
                    "List<String> prepare(int cooks, List<Callable<String>> dishes)",
                    Kitchen::crew);

    static final Exercise<Recipe> RECIPE =
            Exercise.of(
                    "01.3",
                    "As soon as possible",
                    Recipe.class,
                    "void cookAll(Map<String, List<String>> needs, Consumer<String> cook)",
                    Kitchen::recipe);

    static final List<Exercise<?>> EXERCISES = List.of(BREAKFAST, CREW, RECIPE);

    private Kitchen() {}

    private static void breakfast(Check check, Breakfast solution) throws Throwable {
        breakfast(check, solution, "tea", "bread");
        breakfast(check, solution, "coffee", "toast");
    }

    /** The water boils only once the bread is being cut, and some time after that. */
    private static void breakfast(Check check, Breakfast solution, String drink, String food)
            throws Throwable {
        var you = Thread.currentThread();
        var events = new ConcurrentLinkedQueue<String>();
        var helpers = new ConcurrentLinkedQueue<Thread>();
        var meeting = new Meeting(2);
        Consumer<String> happens =
                event -> {
                    events.add(event);
                    if (Thread.currentThread() != you) {
                        helpers.add(Thread.currentThread());
                    }
                };
        events.add(
                "served "
                        + solution.serve(
                                () -> {
                                    happens.accept("kettle on");
                                    return CompletableFuture.supplyAsync(
                                            () -> {
                                                if (meeting.attend()) {
                                                    outlast(you);
                                                }
                                                events.add("water boiled");
                                                return drink;
                                            },
                                            Thread::startVirtualThread);
                                },
                                () -> {
                                    happens.accept("bread cut");
                                    meeting.attend();
                                    return food;
                                }));
        check.equal(
                "what happened",
                "kettle on, bread cut, water boiled, served " + drink + " and " + food,
                String.join(", ", events));
        check.equal("things done by another thread than yours", 0, helpers.size());
    }

    private static void crew(Check check, Crew solution) throws Throwable {
        // Numbers that no fixed crew fits, and no share of the dishes either.
        crew(check, solution, 3, 7, 1);
        crew(check, solution, 2, 5, 2);
        crew(check, solution, 3, 8, 3);
    }

    /**
     * @param slow which dish is done last, counted in the order in which they are begun: it waits
     *     until all others are begun, so that nobody may have dealt them out beforehand
     */
    private static void crew(Check check, Crew solution, int cooks, int size, int slow)
            throws Throwable {
        var you = Thread.currentThread();
        var menu = IntStream.range(0, size).mapToObj(i -> "dish " + (size - i)).toList();
        var meeting = new Meeting(cooks);
        var hands = ConcurrentHashMap.<Thread>newKeySet();
        var begun = new AtomicInteger();
        var oneMore = new CountDownLatch(1); // the time for a cook too many to begin
        var others = new CountDownLatch(size - 1);
        var dishes = new ArrayList<Callable<String>>();
        for (var dish : menu) {
            dishes.add(() -> {
                hands.add(Thread.currentThread());
                int place = begun.incrementAndGet();
                if (place <= cooks && !meeting.attend()) {
                    return dish + ", made alone";
                }
                if (place <= cooks) {
                    oneMore.await(100, TimeUnit.MILLISECONDS); // in vain if the crew is right
                } else {
                    oneMore.countDown();
                }
                if (place != slow) {
                    others.countDown();
                } else if (!others.await(3, TimeUnit.SECONDS)) {
                    return dish + ", made while cooks were idle";
                } else if (slow < 3) {
                    outlast(you); // twice at most, so that the patient have time enough
                }
                return dish;
            });
        }
        var made = solution.prepare(cooks, List.copyOf(dishes));
        check.equal("cooks in a crew of " + cooks, cooks, hands.size());
        check.equal("the dishes", menu, made);
        check.equal("times that one of " + size + " dishes was made", size, begun.get());
        hands.remove(you);
        for (var cook : hands) {
            cook.join(Duration.ofSeconds(2));
        }
        check.equal("cooks still there", 0L, hands.stream().filter(Thread::isAlive).count());
    }

    private static void recipe(Check check, Recipe solution) throws Throwable {
        recipe(check, solution, 1);
        recipe(check, solution, 100 + 2 * Machine.cores()); // more than any pool that just fits
    }

    /**
     * Steps meet where one of them can only be there if it waits for nothing but what it needs: the
     * bacon is not done before the toast is buttered, nor the toast before an egg is salted.
     */
    private static void recipe(Check check, Recipe solution, int eggs) throws Throwable {
        var you = Thread.currentThread();
        var needs = needs(eggs);
        var done = new ConcurrentLinkedQueue<String>();
        var early = new ConcurrentSkipListSet<String>();
        var fried = new Meeting(2);
        var others = new Meeting(1 + eggs);
        var salted = new Meeting(2);
        var inVain = new AtomicBoolean(); // once is enough to know, and saves the reader's time
        Consumer<Meeting> meet =
                meeting -> {
                    if (!inVain.get() && !meeting.attend()) {
                        inVain.set(true);
                    }
                };
        solution.cookAll(
                needs,
                step -> {
                    if (!done.containsAll(needs.get(step))) {
                        early.add(step);
                    }
                    if (step.matches("bacon|butter")) {
                        meet.accept(fried);
                    }
                    if (step.matches("toast|egg.*")) {
                        meet.accept(others);
                    }
                    if (step.matches("toast|salt")) {
                        meet.accept(salted);
                    }
                    if (step.equals("butter")) {
                        outlast(Thread.currentThread()); // a moment, so that the meal comes early
                    }
                    if (step.equals("meal")) {
                        outlast(you);
                    }
                    done.add(step);
                });
        var cooked = ", eggs: " + eggs;
        check.equal("done" + cooked, needs.keySet(), new TreeSet<>(done));
        check.equal("begun too early" + cooked, Set.of(), early);
        check.equal("steps done" + cooked, needs.size(), done.size());
        check.equal("bacon and butter at the same time" + cooked, 2, fried.most());
        check.equal("toast and eggs at the same time" + cooked, 1 + eggs, others.most());
        check.equal("salt while the toast is not yet done" + cooked, 2, salted.most());
    }

    /** Coffee stands last, and nothing needs it: who waits for the last step misses the meal. */
    private static Map<String, List<String>> needs(int eggs) {
        var needs = new LinkedHashMap<String, List<String>>();
        needs.put("bacon", List.of());
        needs.put("toast", List.of());
        needs.put("butter", List.of("toast"));
        for (int i = 1; i <= eggs; i++) {
            needs.put("egg " + i, List.of());
        }
        needs.put("salt", List.of("egg 1"));
        needs.put("meal", List.copyOf(needs.keySet()));
        needs.put("coffee", List.of());
        return needs;
    }
}
