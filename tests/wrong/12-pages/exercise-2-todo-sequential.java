List<String> together(int n, IntFunction<String> download,
        UnaryOperator<String> parse, int parsers) throws Exception {
    var pages = new ArrayList<String>();
    for (int seed = 0; seed < n; seed++)
        pages.add(parse.apply(download.apply(seed)));
    return pages;
}
