void every(TimerLoop loop, Duration pause, int times, Runnable callback) {
    if (times > 0) loop.soon(() -> {
        Thread.sleep(pause);
        callback.run();
        every(loop, pause, times - 1, callback);
    });
}
