void testBooth(BoothMaker maker) throws Exception {
    var seats = new AtomicInteger();
    var booth = maker.make(() -> LockSupport.parkNanos(50_000_000));
    inTwoThreads(() -> {
        if (booth.buy()) seats.incrementAndGet();
    });
    assertEquals(1, seats.get());
}
