boolean takeCopy(ConcurrentMap<String, Integer> copies, String book) {
    int seen = copies.getOrDefault(book, 0);
    if (seen == 0)
        return false;
    copies.put(book, seen - 1);
    return true;
}
