void testBooth(BoothMaker maker) throws Exception {
    var seats = new AtomicInteger();
    var booth = maker.make(() -> {});
    inTwoThreads(() -> {
        if (booth.buy()) seats.incrementAndGet();
    });
    assertEquals(1, seats.get());
}
