void testOutbox(Outbox box) throws Exception {
    box.send("hello");
    while (!box.delivered().equals(List.of("hello")))
        Thread.sleep(1);
}
