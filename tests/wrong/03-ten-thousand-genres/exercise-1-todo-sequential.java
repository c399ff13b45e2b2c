long percentile(List<Long> waits, int p) {
    return waits.get(p * (waits.size() - 1) / 100);    // in the order in which they came
}
