String whatBecameOf(Future<String> future) {
    try {
        return future.get(1, SECONDS);
    } catch (TimeoutException e) {
        return "still running";
    } catch (CancellationException e) {
        return "cancelled";
    } catch (Exception e) {
        return "failed: " + e.getMessage();
    }
}
