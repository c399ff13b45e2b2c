int doSteps(List<Runnable> steps) {
    for (var step : steps)
        step.run();
    return steps.size();
}
