String look(ReadWriteLock lock, Callable<String> job) throws Exception {
    if (!lock.readLock().tryLock())
        return null;
    try {
        return job.call();
    } finally {
        lock.readLock().unlock();
    }
}
