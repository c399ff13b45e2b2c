List<List<Integer>> loads(List<Integer> work, int enough) {
    return work.stream().map(millis -> List.of(millis)).toList();
}
