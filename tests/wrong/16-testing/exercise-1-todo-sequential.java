void testOutbox(Consumer<String> send, Supplier<List<String>> delivered) throws Exception {
    send.accept("hello");
    assertEquals(List.of("hello"), delivered.get());
}
