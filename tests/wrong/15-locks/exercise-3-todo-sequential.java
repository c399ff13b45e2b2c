void dinner(List<Lock> pans, int meals, IntConsumer cook) throws Exception {
    for (int meal = 0; meal < meals; meal++)
        for (int i = 0; i < pans.size(); i++) {
            var left = pans.get(i);
            var right = pans.get((i + 1) % pans.size());
            left.lock();
            right.lock();
            try {
                cook.accept(i);
            } finally {
                right.unlock();
                left.unlock();
            }
        }
}
