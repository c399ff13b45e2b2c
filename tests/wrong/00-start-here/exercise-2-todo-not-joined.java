String meanwhile(Callable<String> answer, Callable<Integer> number) throws Exception {
    var box = new String[1];
    Thread.startVirtualThread(() -> {
        try {
            box[0] = answer.call();
        } catch (Exception e) {
            box[0] = e.getMessage();
        }
    });
    int computed = number.call();
    return box[0] + ": " + computed;
}
