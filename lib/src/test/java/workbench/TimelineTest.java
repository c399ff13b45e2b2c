package workbench;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.squareup.moshi.Moshi;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbench.Timeline.Span;
import workbench.Timeline.State;
import workbench.Timeline.Task;
import workbench.internal.drawing.Charts;

@Timeout(60)
class TimelineTest {
    private final Timeline timeline = new Timeline("Test \"of\" \\ timelines");
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
        timeline.tasks().forEach(TimelineTest::assertWhole);
        assertNests(Trace.of(timeline));
    }

    /** The spans follow each other without a gap, and a queue comes first or not at all. */
    private static void assertWhole(Task task) {
        var end = task.start();
        for (var span : task.spans()) {
            assertEquals(end, span.start(), task.toString());
            assertTrue(span.end().compareTo(end) >= 0, task.toString());
            end = span.end();
        }
        assertTrue(task.spans().stream().skip(1).noneMatch(s -> s.state() == State.QUEUED));
    }

    private static List<State> states(Task task) {
        return task.spans().stream().map(Span::state).toList();
    }

    private Task only() {
        assertEquals(1, timeline.tasks().size(), timeline.tasks().toString());
        return timeline.tasks().getFirst();
    }

    // Tasks

    @Test
    void aTaskReturnsItsValueAndKnowsItsThread() {
        assertEquals("value", timeline.call("fetch", () -> "value"));
        timeline.run("write", () -> {});
        var task = timeline.tasks().getFirst();
        assertEquals("fetch", task.name());
        assertEquals(Thread.currentThread().getName(), task.thread());
        assertEquals(Thread.currentThread().threadId(), task.threadId());
        assertEquals(List.of(State.WORKING), states(task));
        assertEquals(Duration.ZERO, task.start());
        assertEquals(1, timeline.mostAtOnce());
        assertTrue(timeline.duration().isPositive());
    }

    @Test
    void aWatchedFunctionIsTheSameAndEachCallATask() throws Exception {
        var squared = timeline.watched(i -> i * i);
        assertEquals(9, squared.apply(3));
        var other = Thread.ofPlatform().name("other").start(() -> squared.apply(4));
        other.join();
        squared.apply(5);
        timeline.queued("never begun", () -> 6);
        assertEquals(
                List.of("3", "4", "5", "never begun"),
                timeline.tasks().stream().map(Task::name).toList());
        assertEquals(
                Map.of("other", 1, Thread.currentThread().getName(), 2), timeline.tasksByThread());
    }

    @Test
    void averagesAreOverTheWholeTime() throws Exception {
        assertEquals("On average, 0.0 waited for and 0.0 worked on.", timeline.averages());
        timeline.run("one", () -> Thread.sleep(Duration.ofMillis(40)));
        timeline.run("two", () -> timeline.waiting(() -> Thread.sleep(Duration.ofMillis(120))));
        var tasks = timeline.tasks();
        var waited = tasks.getLast().spans().stream().filter(s -> s.state() == State.WAITING);
        double share =
                waited.mapToDouble(s -> s.end().minus(s.start()).toNanos()).sum()
                        / timeline.duration().toNanos();
        var numbers = timeline.averages().split(" ");
        assertEquals(share, Double.parseDouble(numbers[2]), .051, timeline.averages());
        assertEquals(1 - share, Double.parseDouble(numbers[6]), .1, timeline.averages());
    }

    @Test
    void aTaskThatThrowsIsMarkedAndThrows() {
        var failure = new IOException("no network");
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () ->
                                timeline.run(
                                        "fetch",
                                        () -> {
                                            throw failure;
                                        })));
        assertTrue(only().failed());
        assertFalse(new Timeline("other").call("fine", () -> false));
    }

    @Test
    void aTaskThatNoThreadDoesWaitsUntilItsFutureIsCompleted() {
        var pan = new CompletableFuture<String>();
        var toaster = new CompletableFuture<String>();
        var bacon = timeline.pending("bacon", pan);
        var toast = timeline.pending("toast", toaster);
        assertFalse(timeline.tasks().getFirst().ended());
        assertEquals(2, timeline.mostAtOnce());
        toaster.completeExceptionally(new IOException("burnt"));
        pan.complete("bacon");
        assertEquals("bacon", bacon.join());
        assertTrue(toast.isCompletedExceptionally());
        for (var task : timeline.tasks()) {
            assertTrue(task.started() && task.ended(), task.toString());
            assertEquals(List.of(State.WAITING), states(task));
            assertEquals("", task.thread());
            assertEquals(task.name().equals("toast"), task.failed());
        }
        assertTrue(Charts.timeline(timeline).alt().contains("bacon on no thread"));
        assertTrue(Trace.of(timeline).contains("no thread 2"), Trace.of(timeline));
    }

    @Test
    void jobsThatFailAreShownAsAnyOthers() throws Exception {
        Callable<String> good = () -> "genre";
        Callable<String> bad =
                () -> {
                    throw new IOException("no genre");
                };
        var timeline =
                Timeline.ofJobs(
                        "jobs",
                        List.of(good, bad, good),
                        jobs -> {
                            for (var job : jobs) {
                                job.call();
                            }
                            return null;
                        });
        var tasks = timeline.tasks();
        assertEquals(List.of("job 1", "job 2", "job 3"), tasks.stream().map(Task::name).toList());
        assertEquals(List.of(false, true, false), tasks.stream().map(Task::failed).toList());
        assertEquals(List.of(true, true, false), tasks.stream().map(Task::started).toList());
    }

    @Test
    void waitingIsToldFromWorkingAndOutsideATaskDoesNothing() throws Exception {
        assertEquals(1, timeline.waiting(() -> 1));
        timeline.waiting(() -> Thread.sleep(0));
        timeline.run(
                "task",
                () -> {
                    Thread.sleep(1);
                    timeline.waiting(() -> {
                        Thread.sleep(1);
                        assertEquals(2, timeline.waiting(() -> 2));
                        Thread.sleep(1);
                    });
                    assertThrows(
                            InterruptedException.class,
                            () ->
                                    timeline.waiting(() -> {
                                        Thread.currentThread().interrupt();
                                        Thread.sleep(1);
                                    }));
                    Thread.sleep(1);
                });
        assertEquals(
                List.of(State.WORKING, State.WAITING, State.WORKING, State.WAITING, State.WORKING),
                states(only()));
    }

    @Test
    void aTaskWithinATaskIsItsOwnAndTheOuterOneGoesOn() throws Exception {
        timeline.run(
                "outer",
                () -> {
                    timeline.run("inner", () -> timeline.waiting(() -> Thread.sleep(1)));
                    timeline.waiting(() -> Thread.sleep(1));
                });
        var tasks = timeline.tasks();
        assertEquals("outer", tasks.getFirst().name());
        assertEquals(
                List.of(State.WORKING, State.WAITING, State.WORKING), states(tasks.getFirst()));
        assertEquals(2, timeline.mostAtOnce());
    }

    @Test
    void aTaskIsQueuedUntilAThreadTakesIt() throws Exception {
        var gate = new CountDownLatch(1);
        var futures = new ArrayList<Future<Integer>>();
        Callable<Integer> twice = timeline.queued("twice", () -> 7);
        try (var one = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 3; i++) {
                int number = i;
                futures.add(
                        one.submit(
                                timeline.queued(
                                        "task " + i,
                                        () -> {
                                            gate.await();
                                            return number;
                                        })));
            }
            futures.getLast().cancel(false);
            Awaitility.await().until(() -> timeline.tasks().stream().anyMatch(Task::started));
            assertEquals(1, timeline.mostAtOnce(), "a snapshot while they run");
            gate.countDown();
            assertEquals(1, futures.get(1).get());
        }
        var tasks = timeline.tasks();
        assertEquals(List.of(State.QUEUED, State.WORKING), states(tasks.get(2)));
        assertEquals(List.of(State.QUEUED), states(tasks.get(3)), "cancelled in the queue");
        assertFalse(tasks.get(3).started());
        assertEquals("", tasks.get(3).thread());
        assertEquals(7, twice.call());
        assertEquals(7, twice.call());
        assertEquals(2, timeline.tasks().stream().filter(t -> t.name().equals("twice")).count());
    }

    @Tag("slow")
    @RepeatedTest(20)
    void allTasksAreRecordedUnderContention() throws Exception {
        int n = 500;
        var all = new CyclicBarrier(n);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < n; i++) {
                threads.submit(
                        timeline.queued(
                                "task " + i,
                                () -> {
                                    timeline.waiting(() -> all.await());
                                    timeline.run("inner", () -> {});
                                    return timeline.tasks().size();
                                }));
            }
        }
        assertEquals(2 * n, timeline.tasks().size());
        var tasks = timeline.tasks().stream().filter(t -> !t.name().equals("inner")).toList();
        assertEquals(n, tasks.stream().map(Task::name).collect(toSet()).size());
        assertEquals(n, tasks.stream().map(Task::threadId).collect(toSet()).size());
        assertEquals(n, Timeline.mostAtOnce(tasks), "all met at the barrier");
        assertTrue(
                tasks.stream()
                        .allMatch(task ->
                                task.virtual()
                                        && !task.failed()
                                        && states(task).contains(State.WAITING)));
    }

    @RepeatedTest(20)
    void oneAfterTheOtherIsNeverTwoAtOnce() {
        for (int i = 0; i < 100; i++) {
            timeline.run("task", () -> {});
        }
        assertEquals(1, timeline.mostAtOnce());
    }

    @Test
    void tasksStandOnTheTimelineThatIsBeingRecordedWhicheverThreadDoesThem() throws Exception {
        Timeline.current().run("before", () -> {});
        var recorded =
                Timeline.of(
                        "kitchen",
                        () -> {
                            Timeline.current().run("here", () -> {});
                            var there = new Thread(() -> Timeline.current().run("there", () -> {}));
                            there.start();
                            there.join();
                            return null;
                        });
        Timeline.current().run("after", () -> {});
        assertEquals(List.of("here", "there"), recorded.tasks().stream().map(Task::name).toList());
    }

    // Calls

    /** A server on loopback that answers only when it is let. */
    private final class Gate implements AutoCloseable {
        final CountDownLatch opened = new CountDownLatch(1);

        /** How many bytes of the request's body have come in, once that is known. */
        final CompletableFuture<Integer> received = new CompletableFuture<>();

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Gate() throws IOException {
            this(false);
        }

        /** One that sends the headers of its answer at once, if so asked, and holds its body. */
        Gate(boolean headersFirst) throws IOException {
            server.setExecutor(threads);
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            received.complete(exchange.getRequestBody().readAllBytes().length);
                            var bytes = "answer".getBytes(StandardCharsets.UTF_8);
                            if (!headersFirst) {
                                opened.await();
                            }
                            exchange.sendResponseHeaders(200, bytes.length);
                            exchange.getResponseBody().flush();
                            opened.await();
                            exchange.getResponseBody().write(bytes);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    });
            server.start();
            open.add(this);
        }

        Request request(String name) {
            var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
            return new Request.Builder().url(url).tag(String.class, name).build();
        }

        @Override
        public void close() {
            opened.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private OkHttpClient client(int perHost, Protocol... protocols) {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequestsPerHost(perHost);
        var client =
                new OkHttpClient.Builder()
                        .dispatcher(dispatcher)
                        .protocols(List.of(protocols))
                        .retryOnConnectionFailure(false)
                        .eventListenerFactory(timeline.eventListeners())
                        .build();
        open.add(() -> {
            dispatcher.executorService().shutdown();
            assertTrue(dispatcher.executorService().awaitTermination(10, TimeUnit.SECONDS));
            client.connectionPool().evictAll();
        });
        return client;
    }

    private static CompletableFuture<String> enqueue(Call call) {
        var future = new CompletableFuture<String>();
        call.enqueue(
                new Callback() {
                    @Override
                    public void onResponse(Call call, Response response) throws IOException {
                        try (response) {
                            future.complete(response.body().string());
                        }
                    }

                    @Override
                    public void onFailure(Call call, IOException failure) {
                        future.completeExceptionally(failure);
                    }
                });
        return future;
    }

    private void awaitState(String task, State state) {
        Awaitility.await()
                .until(() ->
                        timeline.tasks().stream()
                                .anyMatch(one ->
                                        one.name().equals(task) && states(one).getLast() == state));
    }

    @Test
    void anExecutedCallIsPartOfItsTaskWhichWaits() throws Exception {
        var gate = new Gate();
        var client = client(5, Protocol.HTTP_1_1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var body =
                    threads.submit(() ->
                            timeline.call(
                                    "fetch",
                                    () -> {
                                        try (var response =
                                                client.newCall(gate.request("x")).execute()) {
                                            return response.body().string();
                                        }
                                    }));
            awaitState("fetch", State.WAITING);
            gate.opened.countDown();
            assertEquals("answer", body.get());
        }
        assertEquals("fetch", only().name());
        assertTrue(only().thread().startsWith("virtual #"), only().thread());
        assertEquals(State.WORKING, states(only()).getFirst());
        assertEquals(State.WORKING, states(only()).getLast());
    }

    @Test
    void anExecutedCallOutsideATaskIsItsOwn() throws Exception {
        var gate = new Gate();
        gate.opened.countDown();
        var request = gate.request("x").newBuilder().tag(String.class, null).build();
        client(5, Protocol.HTTP_1_1).newCall(request).execute().close();
        assertEquals("call 1", only().name());
        assertEquals(Thread.currentThread().threadId(), only().threadId());
        assertFalse(states(only()).contains(State.QUEUED));
        assertFalse(only().failed());
    }

    @Test
    void theWaitForABodyWhoseHeadersAreThereIsAWait() throws Exception {
        var gate = new Gate(true);
        var client = client(5, Protocol.HTTP_1_1);
        timeline.run(
                "fetch",
                () -> {
                    try (var response = client.newCall(gate.request("x")).execute()) {
                        assertEquals(State.WAITING, states(only()).getLast(), "for the body");
                        gate.opened.countDown();
                        assertEquals("answer", response.body().string());
                    }
                    assertEquals(State.WORKING, states(only()).getLast(), "the body is read");
                });
        assertEquals(
                List.of(State.WAITING, State.WORKING),
                states(only()).subList(states(only()).size() - 2, states(only()).size()));
    }

    @Test
    void theWaitForAnAnswerToASentBodyIsAWait() throws Exception {
        var gate = new Gate();
        var client = client(5, Protocol.HTTP_1_1);
        var post =
                gate.request("post")
                        .newBuilder()
                        .post(RequestBody.create(new byte[5], null))
                        .build();
        var answer = enqueue(client.newCall(post));
        assertEquals(5, gate.received.get());
        awaitState("post", State.WAITING);
        gate.opened.countDown();
        assertEquals("answer", answer.get());
    }

    @Test
    void sendingABodyIsWork() throws Exception {
        var gate = new Gate();
        var client = client(5, Protocol.HTTP_1_1);
        var seen = new CompletableFuture<State>();
        var body =
                new RequestBody() {
                    @Override
                    public MediaType contentType() {
                        return null;
                    }

                    @Override
                    public void writeTo(BufferedSink sink) {
                        seen.complete(states(only()).getLast());
                    }
                };
        var answer = enqueue(client.newCall(gate.request("x").newBuilder().post(body).build()));
        assertEquals(State.WORKING, seen.get());
        gate.opened.countDown();
        assertEquals("answer", answer.get());
    }

    /** A call gets its task with its first event after its start, when others may have begun. */
    @Test
    void tasksComeInTheOrderOfTheirStart() {
        var request = new Request.Builder().url("http://127.0.0.1/").tag(String.class, "call");
        var call = new OkHttpClient().newCall(request.build());
        var events = timeline.eventListeners().create(call);
        events.callStart(call);
        timeline.run("between", () -> {});
        events.proxySelectStart(call, call.request().url());
        assertEquals(
                List.of("call", "between"), timeline.tasks().stream().map(Task::name).toList());
        assertEquals(Duration.ZERO, timeline.tasks().getFirst().start());
    }

    @Test
    void aTimelineKeepsNoThreadAlive() throws Exception {
        var thread = new Thread(() -> timeline.run("task", () -> {}), "short");
        var gone = new WeakReference<>(thread);
        thread.start();
        thread.join();
        thread = null;
        Awaitility.await()
                .until(() -> {
                    System.gc();
                    return gone.get() == null;
                });
        assertEquals("short", only().thread());
        assertTrue(only().threadId() > 0 && !only().virtual());
    }

    @RepeatedTest(3)
    void enqueuedCallsAreTasksThatQueueAtTheDispatcher() throws Exception {
        var gate = new Gate();
        var client = client(2, Protocol.HTTP_1_1);
        var answers = new ArrayList<CompletableFuture<String>>();
        timeline.run(
                "all",
                () -> {
                    for (int i = 0; i < 6; i++) {
                        answers.add(enqueue(client.newCall(gate.request("call-" + i))));
                    }
                });
        awaitState("call-0", State.WAITING);
        awaitState("call-1", State.WAITING);
        var queued = timeline.tasks().stream().filter(task -> !task.started()).toList();
        assertEquals(
                List.of("call-2", "call-3", "call-4", "call-5"),
                queued.stream().map(Task::name).toList());
        gate.opened.countDown();
        for (var answer : answers) {
            assertEquals("answer", answer.get());
        }
        var calls = timeline.tasks().stream().filter(t -> t.name().startsWith("call-")).toList();
        assertEquals(6, calls.size());
        assertEquals(2, Timeline.mostAtOnce(calls));
        for (var call : calls) {
            assertEquals(State.QUEUED, states(call).getFirst());
            assertTrue(states(call).contains(State.WAITING));
            assertTrue(call.thread().startsWith("OkHttp #"), call.thread());
            assertFalse(call.failed());
        }
    }

    @Test
    void callsThatFailOrAreCancelledAreMarked() throws Exception {
        var gate = new Gate();
        var client = client(1, Protocol.HTTP_1_1);
        var running = client.newCall(gate.request("running"));
        var waiting = client.newCall(gate.request("waiting"));
        var first = enqueue(running);
        var second = enqueue(waiting);
        awaitState("running", State.WAITING);
        waiting.cancel();
        running.cancel();
        assertThrows(ExecutionException.class, first::get);
        assertThrows(ExecutionException.class, second::get);
        gate.close();
        var refused = enqueue(client.newCall(gate.request("refused")));
        assertThrows(ExecutionException.class, refused::get);
        assertEquals(
                Map.of("running", true, "waiting", true, "refused", true),
                timeline.tasks().stream()
                        .collect(java.util.stream.Collectors.toMap(Task::name, Task::failed)));
    }

    @Test
    void aCallThatFailsWithinATaskEndsItsWaitAndNotTheTask() {
        var client = client(5, Protocol.HTTP_1_1);
        var nobody = new Request.Builder().url("http://127.0.0.1:1/").build();
        timeline.run(
                "brave",
                () -> assertThrows(IOException.class, () -> client.newCall(nobody).execute()));
        assertFalse(only().failed());
        assertEquals(List.of(State.WORKING, State.WAITING, State.WORKING), states(only()));
    }

    @Test
    void callsShareAConnectionOverHttp2() throws Exception {
        try (var service = GenreService.local()) {
            service.latency(Duration.ofMillis(50));
            var client = client(100, Protocol.H2_PRIOR_KNOWLEDGE);
            var answers = new ArrayList<CompletableFuture<String>>();
            for (int i = 0; i < 20; i++) {
                answers.add(
                        enqueue(client.newCall(new Request.Builder().url(service.url(i)).build())));
            }
            for (var answer : answers) {
                assertFalse(answer.get().isBlank());
            }
        }
        assertEquals(20, timeline.tasks().size());
        assertTrue(
                timeline.tasks().stream()
                        .allMatch(task -> !task.failed() && states(task).contains(State.WAITING)));
    }

    // Traces

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> events(String trace) {
        try {
            var json =
                    (Map<String, Object>)
                            new Moshi.Builder().build().adapter(Object.class).fromJson(trace);
            return (List<Map<String, Object>>) json.get("traceEvents");
        } catch (IOException e) {
            throw new AssertionError("The trace is no JSON.", e);
        }
    }

    /** In each lane a slice ends before the next one begins or holds it whole. */
    private static void assertNests(String trace) {
        var lanes = new HashMap<Object, Deque<Long>>();
        long last = 0;
        for (var event : events(trace)) {
            if (!event.get("ph").equals("X")) {
                continue;
            }
            long start = Math.round((double) event.get("ts") * 1000);
            long end = start + Math.round((double) event.get("dur") * 1000);
            assertTrue(start >= last, "in the order of time");
            last = start;
            var open =
                    lanes.computeIfAbsent(
                            List.of(event.get("pid"), event.get("tid")),
                            lane -> new ArrayDeque<>());
            while (!open.isEmpty() && open.peek() <= start) {
                open.pop();
            }
            assertTrue(open.isEmpty() || end <= open.peek(), event + " crosses another slice");
            open.push(end);
        }
    }

    @Test
    void aTraceHasALaneForEachThreadAndForTheQueue(@TempDir Path folder) throws Exception {
        try (var two = Executors.newFixedThreadPool(2)) {
            var gate = new CyclicBarrier(2);
            var submitted = new CountDownLatch(1);
            for (int i = 0; i < 6; i++) {
                two.submit(
                        timeline.queued(
                                "task \"" + i + "\"\n",
                                () -> {
                                    submitted.await();
                                    timeline.waiting(() -> gate.await());
                                    return timeline.call("inner", () -> 1);
                                }));
            }
            submitted.countDown();
        }
        var file = folder.resolve("trace.json");
        Files.writeString(file, "old");
        int saved = Trace.save(timeline, file);
        var events = events(Files.readString(file));
        assertEquals(events.size(), saved);
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing else is left");
        }
        var names =
                events.stream()
                        .filter(e -> e.get("name").equals("thread_name"))
                        .map(e -> ((Map<?, ?>) e.get("args")).get("name"))
                        .toList();
        assertEquals(2, names.stream().filter(n -> n.toString().startsWith("pool-")).count());
        assertTrue(names.contains("queued 4"), names.toString());
        for (var kind : List.of("task", "queued", "waiting", "working")) {
            assertTrue(events.stream().anyMatch(e -> kind.equals(e.get("cat"))), kind);
        }
        assertTrue(events.stream().anyMatch(e -> e.get("name").equals("task \"5\"\n")));
        assertThrows(
                IOException.class, () -> Trace.save(timeline, folder.resolve("no/trace.json")));
    }

    /** A call that goes on while its thread has begun something else does not nest. */
    @Test
    void tasksThatCrossOnAThreadGetALaneEach() throws Exception {
        var gate = new Gate();
        gate.opened.countDown();
        var response = client(5, Protocol.HTTP_1_1).newCall(gate.request("x")).execute();
        timeline.run(
                "closes it",
                () -> {
                    response.close();
                    Thread.sleep(1);
                });
        var lanes =
                events(Trace.of(timeline)).stream()
                        .filter(e -> "task".equals(e.get("cat")))
                        .map(e -> e.get("tid"))
                        .collect(toSet());
        assertEquals(2, lanes.size());
    }

    @Test
    void aTimelineOfAWorkHasTheCallsThatAreMadeMeanwhile() throws Exception {
        try (var service = GenreService.local();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var client =
                    new OkHttpClient.Builder().eventListenerFactory(Timeline.listeners()).build();
            Callable<String> ask = () -> genre(client, service, 7);
            ask.call();
            var timeline =
                    Timeline.of(
                            "two",
                            () -> {
                                genre(client, service, 1);
                                return executor.submit(() -> genre(client, service, 2)).get();
                            });
            ask.call();
            assertEquals("two", timeline.title());
            assertEquals(
                    List.of("seed 1", "seed 2"),
                    timeline.tasks().stream().map(Timeline.Task::name).toList());
            client.connectionPool().evictAll();
        }
    }

    private static String genre(OkHttpClient client, GenreService service, int seed)
            throws IOException {
        var request = new Request.Builder().url(service.url(seed)).build();
        try (var response = client.newCall(request).execute()) {
            return service.genre(response);
        }
    }

    @Test
    void oneTimelineIsRecordedAtATime() {
        var failure =
                assertThrows(
                        IllegalStateException.class,
                        () -> Timeline.of("outer", () -> Timeline.of("inner", () -> null)));
        assertTrue(failure.getMessage().contains("wait until"), failure.getMessage());
        assertEquals("again", Timeline.of("again", () -> null).title());
    }

    @Test
    void recordsTasksWaitsAndRowsWhileItIsRecorded() {
        var timeline =
                Timeline.of(
                        "recorded",
                        () -> {
                            Runnable end = Timeline.row("a row");
                            var value =
                                    Timeline.task("a task", () -> Timeline.waits(() -> "value"));
                            end.run();
                            return value;
                        });
        assertEquals(
                List.of("a row", "a task"),
                timeline.tasks().stream().map(Timeline.Task::name).toList());
        assertTrue(timeline.tasks().stream().allMatch(Timeline.Task::ended));
        assertEquals(
                Timeline.State.WAITING, timeline.tasks().getFirst().spans().getFirst().state());
        assertEquals("value", Timeline.task("of none", () -> Timeline.waits(() -> "value")));
        Timeline.row("of none").run();
    }

    @Test
    void whatReturnsNothingIsWaitedForTheSameWay() throws Exception {
        var timeline =
                Timeline.of(
                        "recorded",
                        () -> {
                            Timeline.task("nap", () -> Timeline.waits(() -> Thread.sleep(5)));
                            return null;
                        });
        assertTrue(
                timeline.tasks().getFirst().spans().stream()
                        .anyMatch(span -> span.state() == Timeline.State.WAITING));
        assertThrows(
                InterruptedException.class,
                () ->
                        Timeline.waits(() -> {
                            throw new InterruptedException("as asked");
                        }));
    }

    @Test
    void aTaskThatWasDoneElsewhereStandsInOrder() {
        var timeline = new Timeline("elsewhere");
        timeline.add("early", "A", 1_000, 900, 800, false); // by a clock that is slow
        timeline.add("late", "B", 1_000, 3_000, 7_000, true);
        var early = timeline.tasks().getFirst();
        assertEquals(Duration.ZERO, early.end());
        var late = timeline.tasks().getLast();
        assertEquals(Duration.ofNanos(2_000), late.begun());
        assertEquals(Duration.ofNanos(6_000), late.end());
        assertTrue(late.failed());
        assertEquals(java.util.Map.of("A", 1, "B", 1), timeline.tasksByThread());
    }
}
