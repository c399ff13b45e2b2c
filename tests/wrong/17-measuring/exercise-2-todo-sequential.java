Map<String, List<Long>> inTurns(Map<String, Callable<?>> versions, int warmUps,
        int samples, LongSupplier clock) throws Exception {
    var times = new LinkedHashMap<String, List<Long>>();
    for (var name : versions.keySet()) {
        for (int i = 0; i < warmUps; i++)
            versions.get(name).call();
        var own = new ArrayList<Long>();
        for (int i = 0; i < samples; i++) {
            long start = clock.getAsLong();
            versions.get(name).call();
            own.add(clock.getAsLong() - start);
        }
        times.put(name, own);
    }
    return times;
}
