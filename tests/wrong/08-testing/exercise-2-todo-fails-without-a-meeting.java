void testBooth(BoothMaker maker) throws Exception {
    var met = new AtomicInteger();
    var barrier = new CyclicBarrier(2);
    var booth = maker.make(() -> {
        try {
            barrier.await(1, SECONDS);
            met.incrementAndGet();
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            met.addAndGet(3);
        }
    });
    inTwoThreads(() -> booth.buy());
    assertEquals(0, met.get());
}
