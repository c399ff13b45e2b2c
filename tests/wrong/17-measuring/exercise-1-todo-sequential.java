long grain(LongSupplier clock) {
    long last = clock.getAsLong();
    long now = last;
    while (now == last)
        now = clock.getAsLong();
    return now - last;
}
