void every(TimerLoop loop, Duration pause, int times, Runnable callback) {
    try {
        for (int i = 0; i < times; i++) {
            loop.after(pause, callback::run);
            loop.run();
        }
    } catch (Exception e) {
        throw new IllegalStateException(e);
    }
}
