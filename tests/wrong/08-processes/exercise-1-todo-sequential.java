String askOne(BlockingQueue<Function<String, String>> idle, String question)
        throws Exception {
    synchronized (idle) {
        var worker = idle.take();
        try {
            return worker.apply(question);
        } finally {
            idle.add(worker);
        }
    }
}
