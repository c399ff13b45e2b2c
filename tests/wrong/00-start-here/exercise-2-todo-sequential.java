String meanwhile(Callable<String> answer, Callable<Integer> number) throws Exception {
    return answer.call() + ": " + number.call();
}
