long pause(int failures) {
    return Math.min(2_000, 100L << (failures - 1));    // the same for all who failed together
}
