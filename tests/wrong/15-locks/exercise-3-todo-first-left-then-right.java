void dinner(List<Lock> pans, int meals, IntConsumer cook) throws Exception {
    Crew.virtualThreads(pans.size()).all(i -> {
        for (int meal = 0; meal < meals; meal++) {
            pans.get(i).lock();
            try {
                pans.get((i + 1) % pans.size()).lock();
                try {
                    cook.accept(i);
                } finally {
                    pans.get((i + 1) % pans.size()).unlock();
                }
            } finally {
                pans.get(i).unlock();
            }
        }
        return i;
    });
}
