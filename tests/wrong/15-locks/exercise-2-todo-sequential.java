boolean withBoth(Lock one, Lock other, Duration limit, Callable<?> job)
        throws Exception {
    one.lock();
    try {
        other.lock();
        try {
            job.call();
            return true;
        } finally {
            other.unlock();
        }
    } finally {
        one.unlock();
    }
}
