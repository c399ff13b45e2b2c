void testOutbox(Outbox box) throws Exception {
    box.send("hello");
    assertEquals(List.of("hello"), box.delivered());
}
