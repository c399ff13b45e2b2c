void bothAtOnce(Runnable one, Runnable other) throws InterruptedException {
    var first = Thread.startVirtualThread(one);
    Thread.startVirtualThread(other);
    first.join();
}
