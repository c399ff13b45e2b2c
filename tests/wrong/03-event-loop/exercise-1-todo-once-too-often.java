void every(TimerLoop loop, Duration pause, int times, Runnable callback) {
    loop.after(pause, () -> {
        callback.run();
        if (times > 0) every(loop, pause, times - 1, callback);
    });
}
