void testTokens(TokensMaker maker) {
    var time = new VirtualTime();
    var fetched = new AtomicInteger();
    var tokens = maker.make(time, Duration.ofHours(1),
        () -> "token " + fetched.incrementAndGet());
    assertEquals("token 1", tokens.current());
    assertEquals("token 1", tokens.current());
    assertEquals("token 1", tokens.current());
}
