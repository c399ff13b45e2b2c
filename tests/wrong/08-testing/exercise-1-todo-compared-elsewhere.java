void testOutbox(Outbox box) throws Exception {
    box.send("hello");
    var end = System.nanoTime() + 1_000_000_000L;
    CompletableFuture.runAsync(() -> {
        while (!box.delivered().equals(List.of("hello")))
            assertTrue(System.nanoTime() < end);
    });
}
