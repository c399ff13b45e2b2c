void testOutbox(Outbox box) throws Exception {
    box.send("hello");
    await().atMost(Duration.ofSeconds(1)).until(() -> !box.delivered().isEmpty());
}
