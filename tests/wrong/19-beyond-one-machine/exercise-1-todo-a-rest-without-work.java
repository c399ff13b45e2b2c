List<List<Integer>> loads(List<Integer> work, int enough) {
    var loads = new ArrayList<List<Integer>>();
    var load = new ArrayList<Integer>();
    int sum = 0;
    for (int millis : work) {
        load.add(millis);
        sum += millis;
        if (sum >= enough) {
            loads.add(load);
            load = new ArrayList<>();
            sum = 0;
        }
    }
    if (sum > 0)
        loads.add(load);
    return loads;
}
