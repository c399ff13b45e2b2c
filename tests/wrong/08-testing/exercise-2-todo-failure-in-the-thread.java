void testBooth(BoothMaker maker) throws Exception {
    var inside = barrier(Duration.ofSeconds(1));
    var booth = maker.make(inside);
    var seats = new AtomicInteger();
    try (var buyers = Executors.newFixedThreadPool(2)) {
        for (int i = 0; i < 2; i++)
            buyers.submit(() -> assertTrue(!booth.buy() || seats.incrementAndGet() < 2));
    }
    assertTrue(seats.get() > 0);
}
