void testTokens(BiFunction<InstantSource, Supplier<String>, Supplier<String>> maker) {
    var time = new VirtualTime();
    var fetched = new AtomicInteger();
    var tokens = maker.apply(time, () -> "token " + fetched.incrementAndGet());
    assertEquals("token 1", tokens.get());
    assertEquals("token 1", tokens.get());
    assertEquals("token 1", tokens.get());
}
