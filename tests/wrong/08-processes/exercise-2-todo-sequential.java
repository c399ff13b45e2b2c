String askAgain(BlockingQueue<Function<String, String>> idle,
        Supplier<Function<String, String>> start, String question) throws Exception {
    var worker = idle.take();
    try {
        return worker.apply(question);
    } finally {
        idle.add(worker);
    }
}
