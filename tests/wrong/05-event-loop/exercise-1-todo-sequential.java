void every(TimerLoop loop, Duration pause, int times, Runnable callback) {
    for (int i = 0; i < times; i++) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            return;
        }
        callback.run();
    }
}
