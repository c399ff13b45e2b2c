Promise<String> orElse(Promise<String> promise, String instead) {
    var end = new Promise<String>(promise.loop);
    if (promise.box.isDone() && !promise.box.isCompletedExceptionally())
        end.settle(promise.box.resultNow(), null);
    else
        end.settle(instead, null);
    return end;
}
