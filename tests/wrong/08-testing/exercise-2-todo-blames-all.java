void testBooth(BoothMaker maker) throws Exception {
    var inside = barrier(Duration.ofSeconds(1));
    var booth = maker.make(() -> {
        inside.run();
        inside.run();
    });
    var seats = new AtomicInteger();
    inTwoThreads(() -> {
        if (booth.buy()) seats.incrementAndGet();
    });
    assertEquals(2, seats.get() + 2);
}
