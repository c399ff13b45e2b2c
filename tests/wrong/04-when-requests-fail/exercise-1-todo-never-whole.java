long pause(int failures) {
    long whole = Math.min(2_000, 100L << Math.min(failures - 1, 10));
    return ThreadLocalRandom.current().nextLong(whole / 2, whole);
}
