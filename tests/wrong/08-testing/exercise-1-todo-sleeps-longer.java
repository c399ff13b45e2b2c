void testOutbox(Outbox box) throws Exception {
    box.send("hello");
    Thread.sleep(500);
    assertEquals(List.of("hello"), box.delivered());
}
