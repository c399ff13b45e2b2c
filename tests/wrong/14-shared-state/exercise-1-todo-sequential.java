void noteLoan(ConcurrentMap<String, Integer> loans, String book) {
    loans.put(book, loans.getOrDefault(book, 0) + 1);
}
