void testBooth(BoothMaker maker) throws Exception {
    var booth = maker.make(() -> {});
    assertTrue(booth.buy());
    assertFalse(booth.buy());
}
