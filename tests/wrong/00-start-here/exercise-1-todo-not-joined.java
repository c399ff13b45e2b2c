void bothAtOnce(Runnable one, Runnable other) {
    Thread.startVirtualThread(one);
    Thread.startVirtualThread(other);
}
