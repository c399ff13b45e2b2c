Promise<String> orElse(Promise<String> promise, String instead) {
    var end = new Promise<String>(promise.loop);
    try {
        end.settle(promise.box.join(), null);
    } catch (CompletionException e) {
        end.settle(instead, null);
    }
    return end;
}
