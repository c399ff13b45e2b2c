int doSteps(List<Runnable> steps) {
    int done = 0;
    while (done < steps.size() && !Thread.interrupted()) {
        steps.get(done).run();
        done++;
    }
    return done;
}
