void testTokens(TokensMaker maker) {
    var time = new VirtualTime();
    var fetched = new AtomicInteger();
    var tokens = maker.make(time, Duration.ofHours(1),
        () -> "token " + fetched.incrementAndGet());
    assertEquals("token 1", tokens.current());
    time.advance(Duration.ofMinutes(30));
    assertEquals("token 1", tokens.current());
    time.advance(Duration.ofHours(2));
    assertEquals("token 2", tokens.current());
    time.advance(Duration.ofMinutes(30));
    assertEquals("token 2", tokens.current());
}
