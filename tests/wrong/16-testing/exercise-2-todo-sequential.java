void testBooth(Function<Callable<?>, Callable<Boolean>> maker) throws Exception {
    var booth = maker.apply(() -> null);
    assertTrue(booth.call());
    assertFalse(booth.call());
}
