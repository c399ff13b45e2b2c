void every(Timers timers, Duration pause, int times, Step callback) {
    for (int i = 1; i <= times; i++)
        timers.after(pause.multipliedBy(i), callback);
}
