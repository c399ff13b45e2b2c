void bothAtOnce(Runnable one, Runnable other) throws InterruptedException {
    Thread.startVirtualThread(one);
    Thread.startVirtualThread(other);
    Thread.sleep(100);
}
