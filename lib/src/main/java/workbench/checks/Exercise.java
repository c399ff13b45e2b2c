package workbench.checks;

import java.time.Duration;
import workbench.internal.kernel.Notebook;
import workbench.internal.kernel.Output;
import workbench.internal.kernel.Stoppable;
import workbench.internal.text.Failures;
import workbench.internal.text.Text;

/**
 * One exercise of a notebook: what the reader has to write, and how it is checked. Immutable.
 *
 * @param <S> a functional interface that stands for the reader's method
 */
public final class Exercise<S> {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String id;
    private final String title;
    private final Duration limit;
    private final Class<S> type;
    private final String declaration;
    private final String expression;
    private final Body<S> body;

    private Exercise(
            String id,
            String title,
            Duration limit,
            Class<S> type,
            String declaration,
            String expression,
            Body<S> body) {
        this.id = id;
        this.title = title;
        this.limit = limit;
        this.type = type;
        this.declaration = declaration;
        this.expression = expression;
        this.body = body;
    }

    /** What a check does: run the reader's code, and say of what it sees whether it is right. */
    @FunctionalInterface
    public interface Body<S> {
        void run(Check check, S solution) throws Throwable;
    }

    /**
     * What came of a check.
     *
     * @param seen what was seen, without a full stop
     */
    public record Finding(boolean passed, String seen) {}

    /**
     * An exercise whose check takes 20 seconds at most.
     *
     * @param id the notebook's number and the exercise's, such as 02.1
     * @param declaration the method's first line as it stands in the notebook, up to its
     *     parenthesis
     */
    static <S> Exercise<S> of(
            String id, String title, Class<S> type, String declaration, Body<S> body) {
        return new Exercise<>(
                id, title, LIMIT, type, declaration, Notebook.call(type, declaration), body);
    }

    /** The same with another limit. */
    Exercise<S> within(Duration time) {
        return new Exercise<>(id, title, time, type, declaration, expression, body);
    }

    /**
     * The same, called by another expression: for a method whose parameters are of types that the
     * notebook itself declares.
     *
     * @param java an expression of type {@code S} in the words of the notebook
     */
    Exercise<S> calledBy(String java) {
        return new Exercise<>(id, title, limit, type, declaration, java, body);
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /** Checks what stands in the notebook. Never throws, whatever the reader's code does. */
    public Finding judge() {
        var found = Notebook.find(type, declaration, expression);
        if (found.problem() != null) {
            return new Finding(false, found.problem());
        }
        try (var output = Output.bounded()) {
            var finding = judge(found.value());
            return output.flooded() ? new Finding(false, output.sentence()) : finding;
        }
    }

    /** Checks a solution. Never throws, whatever the solution does. */
    Finding judge(S solution) {
        var check = new Check();
        var outcome =
                Stoppable.run(
                        limit,
                        () -> {
                            try {
                                body.run(check, solution);
                                return null;
                            } catch (Throwable e) {
                                // All, since it is the reader's code: an endless recursion is an
                                // answer too.
                                return e;
                            }
                        });
        var problem = problem(outcome, check);
        return new Finding(problem == null, problem == null ? check.seen() : problem);
    }

    private String problem(Stoppable.Outcome<Throwable> outcome, Check check) {
        var before = check.last().isEmpty() ? "" : check.last() + "; then ";
        if (outcome.end() == Stoppable.End.TIMED_OUT) {
            return before
                    + "it still ran after "
                    + Text.time(limit)
                    + " and was stopped; does something wait for what never comes, or take too"
                    + " long, or begin anew for ever?"
                    + runsOn(outcome.gone());
        }
        if (outcome.end() == Stoppable.End.INTERRUPTED) {
            return before + "it was interrupted." + runsOn(outcome.gone());
        }
        return switch (outcome.value()) {
            case null -> check.last().isEmpty() ? "this check looked at nothing" : null;
            case Check.NotYet notRight -> check.wrong();
            case Throwable failure -> before + "your code ended with " + Failures.reason(failure);
        };
    }

    private static String runsOn(boolean gone) {
        return gone ? "" : " It does not react to the interrupt and runs on: restart the kernel.";
    }
}
