void testBooth(BoothMaker maker) throws Exception {
    var seats = new AtomicInteger();
    var inside = barrier(Duration.ofSeconds(1));
    var booth = maker.make(inside);
    inTwoThreads(() -> {
        if (booth.buy()) seats.incrementAndGet();
    });
    assertTrue(seats.get() <= 1);
}
