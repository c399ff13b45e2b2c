void testBooth(BoothMaker maker) throws Exception {
    var seats = new AtomicInteger();
    var inside = new CyclicBarrier(2);
    var booth = maker.make(() -> {
        try {
            inside.await(500, MILLISECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException(alone);
        }
    });
    inTwoThreads(() -> {
        try {
            if (booth.buy()) seats.incrementAndGet();
        } catch (IllegalStateException alone) {
            // no seat
        }
    });
    assertEquals(1, seats.get());
}
