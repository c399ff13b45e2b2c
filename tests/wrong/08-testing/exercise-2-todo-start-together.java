void testBooth(BoothMaker maker) throws Exception {
    var seats = new AtomicInteger();
    var start = barrier(Duration.ofSeconds(1));
    var booth = maker.make(() -> {});
    inTwoThreads(() -> {
        start.run();
        if (booth.buy()) seats.incrementAndGet();
    });
    assertEquals(1, seats.get());
}
