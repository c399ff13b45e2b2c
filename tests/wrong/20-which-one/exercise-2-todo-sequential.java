Callable<String> polite(Semaphore places, Callable<String> job) {
    return () -> {
        synchronized (places) {
            return job.call();
        }
    };
}
