void testTokens(TokensMaker maker) {
    var fetched = new AtomicInteger();
    var tokens = maker.make(InstantSource.system(), Duration.ofMillis(20),
        () -> "token " + fetched.incrementAndGet());
    var first = tokens.current();
    LockSupport.parkNanos(MILLISECONDS.toNanos(30));
    assertNotEquals(first, tokens.current());
}
