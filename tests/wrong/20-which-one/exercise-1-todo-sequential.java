List<String> fivePatterns() {
    return Collections.nCopies(5, "oneByOne");
}
