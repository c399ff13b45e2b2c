void testOutbox(Outbox box) throws Exception {
    box.send("hello");
    var end = System.nanoTime() + 1_000_000_000L;
    while (System.nanoTime() < end && !box.delivered().equals(List.of("hello")))
        Thread.sleep(10);
}
