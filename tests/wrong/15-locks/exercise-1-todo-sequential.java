String look(ReadWriteLock lock, Callable<String> job) throws Exception {
    lock.writeLock().lock();
    try {
        return job.call();
    } finally {
        lock.writeLock().unlock();
    }
}
