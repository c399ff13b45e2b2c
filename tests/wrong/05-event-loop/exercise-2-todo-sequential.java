void pieceByPiece(Loop loop, int n, IntConsumer step, Runnable done) {
    for (int i = 0; i < n; i++)
        step.accept(i);
    done.run();
}
