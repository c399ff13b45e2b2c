void every(Timers timers, Duration pause, int times, Step callback) {
    for (int i = 0; i < times; i++) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            return;
        }
        timers.after(Duration.ZERO, callback);
    }
}
