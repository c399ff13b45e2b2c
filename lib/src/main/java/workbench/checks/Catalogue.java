package workbench.checks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All exercises, by their ids. */
public final class Catalogue {

    private static final Map<String, Exercise<?>> EXERCISES =
            Stream.of(
                            StartHere.EXERCISES,
                            Kitchen.EXERCISES,
                            Genres.EXERCISES,
                            TenThousand.EXERCISES,
                            Failing.EXERCISES,
                            EventLoop.EXERCISES,
                            Promises.EXERCISES,
                            Powers.EXERCISES,
                            Processes.EXERCISES,
                            Algorithms.EXERCISES,
                            Futures.EXERCISES,
                            Cancelling.EXERCISES,
                            Pages.EXERCISES,
                            Limits.EXERCISES,
                            SharedState.EXERCISES,
                            Locks.EXERCISES,
                            Testing.EXERCISES,
                            Measuring.EXERCISES,
                            OtherLanguages.EXERCISES,
                            BeyondOneMachine.EXERCISES,
                            WhichOne.EXERCISES)
                    .flatMap(List::stream)
                    .collect(Collectors.toMap(Exercise::id, Function.identity()));

    private Catalogue() {}

    /**
     * @param id the notebook's number and the exercise's, such as 02.1
     */
    public static Optional<Exercise<?>> find(String id) {
        return Optional.ofNullable(EXERCISES.get(id));
    }
}
