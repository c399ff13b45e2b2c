void every(TimerLoop loop, Duration pause, int times, Runnable callback) {
    if (times == 0) return;
    callback.run();
    loop.after(pause, () -> every(loop, pause, times - 1, callback));
}
