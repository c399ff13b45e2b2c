void bothAtOnce(Runnable one, Runnable other) {
    one.run();
    other.run();
}
