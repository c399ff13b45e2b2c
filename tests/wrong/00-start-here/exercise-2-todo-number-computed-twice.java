String meanwhile(Callable<String> answer, Callable<Integer> number) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var coming = threads.submit(answer);
        threads.submit(number);
        return coming.get() + ": " + number.call();
    }
}
