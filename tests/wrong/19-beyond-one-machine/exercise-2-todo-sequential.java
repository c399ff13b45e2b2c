boolean payOnce(ConcurrentMap<String, List<String>> accounts,
        String account, String payment) {
    var payments = new ArrayList<>(accounts.getOrDefault(account, List.of()));
    if (payments.contains(payment))
        return false;
    payments.add(payment);
    accounts.put(account, payments);
    return true;
}
