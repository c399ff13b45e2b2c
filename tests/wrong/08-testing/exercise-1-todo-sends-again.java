void testOutbox(Outbox box) throws Exception {
    await().atMost(Duration.ofSeconds(1)).until(() -> {
        box.send("hello");
        return box.delivered().contains("hello");
    });
}
