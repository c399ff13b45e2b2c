void every(TimerLoop loop, Duration pause, int times, Runnable callback) {
    for (int i = 0; i < times; i++)
        loop.after(pause, callback::run);
}
