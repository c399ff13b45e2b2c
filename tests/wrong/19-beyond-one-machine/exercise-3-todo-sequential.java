int jobMillis(int[] millis, int tasks) {
    var free = new int[millis.length];
    var ends = new PriorityQueue<Integer>(Comparator.reverseOrder());
    for (int k = 0; k < tasks; k++) {
        int m = soonest(free);
        free[m] += millis[m];
        ends.add(free[m]);
    }
    int m = soonest(free);
    if (free[m] + millis[m] < ends.peek())
        ends.add(free[m] + millis[m]);    // the copy is one more task
    return ends.peek();
}

int soonest(int[] free) {
    return IntStream.range(0, free.length).boxed()
        .min(Comparator.comparing(m -> free[m])).get();
}
