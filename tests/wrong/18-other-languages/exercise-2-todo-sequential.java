class Chan {
    final Queue<String> values = new ConcurrentLinkedQueue<>();
    Chan(int room) {
    }
    void send(String value) throws InterruptedException {
        values.add(value);
    }
    Optional<String> receive() throws InterruptedException {
        return Optional.ofNullable(values.poll());
    }
    void close() {
    }
}

Chan open(int room) {
    return new Chan(room);
}
