String meanwhile(Callable<String> answer, Callable<Integer> number) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        return threads.submit(answer).get() + ": " + threads.submit(number).get();
    }
}
