package workbench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The universal scalability law: how much {@code n} workers get done together. It is {@code alone *
 * n / (1 + serial * (n - 1) + crosstalk * n * (n - 1))}. Without crosstalk it is Amdahl's law; with
 * neither, n workers do n times as much as one. Immutable.
 *
 * @param name what it was fitted to, such as "law of 1 to 4"
 * @param alone what one worker gets done in a second, by this law
 * @param serial the share of the work that only one worker at a time can do; 0 or more
 * @param crosstalk what each worker loses to each other one, as a share; 0 or more
 * @see <a href="https://arxiv.org/abs/0808.1431">N. J. Gunther: A General Theory of Computational
 *     Scalability Based on Rational Functions, 2008</a>
 */
public record Scaling(String name, double alone, double serial, double crosstalk) {

    /** The terms that a fit may use: what one needs alone, the serial share, the crosstalk. */
    private static final List<List<Integer>> CHOICES =
            List.of(List.of(0, 1, 2), List.of(0, 1), List.of(0, 2), List.of(0));

    /**
     * The law that comes nearest to what was measured: the one with the smallest sum of squares of
     * relative differences in the time for each piece of work, among those whose numbers are not
     * below zero.
     *
     * @param perSecond how much so many workers got done in a second, all of them together
     * @throws IllegalArgumentException if there are fewer than three numbers of workers, one below
     *     1, or one that got nothing done
     */
    public static Scaling fit(SortedMap<Integer, Double> perSecond) {
        if (perSecond.size() < 3) {
            throw new IllegalArgumentException(
                    "To fit three numbers takes three measurements or more, not "
                            + perSecond.size()
                            + ".");
        }
        perSecond.forEach((workers, done) -> {
            if (workers < 1 || !(done > 0)) {
                throw new IllegalArgumentException(
                        workers + " workers cannot get " + done + " done: give numbers above 0.");
            }
        });
        var name = "law of " + perSecond.firstKey() + " to " + perSecond.lastKey();
        Scaling best = null;
        for (var terms : CHOICES) {
            var law = law(name, solve(perSecond, terms));
            if (law != null
                    && (best == null || law.distance(perSecond) < best.distance(perSecond))) {
                best = law;
            }
        }
        if (best == null) {
            throw new IllegalStateException("No such law fits: " + perSecond + ".");
        }
        return best;
    }

    /** Null where a number is below zero. */
    private static Scaling law(String name, double[] time) {
        boolean right = time[0] > 0 && time[1] >= 0 && time[2] >= 0;
        return right ? new Scaling(name, 1 / time[0], time[1] / time[0], time[2] / time[0]) : null;
    }

    /**
     * The time that one worker of n needs for a piece is a sum: {@code t0 + t1 (n - 1) + t2 n (n -
     * 1)}. Returns the three of least squares, zero for those that are not among the terms.
     */
    private static double[] solve(SortedMap<Integer, Double> perSecond, List<Integer> terms) {
        int size = terms.size();
        var equations = new double[size][size + 1];
        perSecond.forEach((workers, done) -> {
            double measured = workers / done;
            for (int row = 0; row < size; row++) {
                double weighted = term(terms.get(row), workers) / (measured * measured);
                for (int column = 0; column < size; column++) {
                    equations[row][column] += weighted * term(terms.get(column), workers);
                }
                equations[row][size] += weighted * measured;
            }
        });
        var found = eliminate(equations);
        var time = new double[3];
        for (int i = 0; i < size; i++) {
            time[terms.get(i)] = found[i];
        }
        return time;
    }

    private static double term(int number, double workers) {
        return switch (number) {
            case 0 -> 1;
            case 1 -> workers - 1;
            default -> workers * (workers - 1);
        };
    }

    /**
     * Gauss and Jordan; these equations are those of a sum of squares, so no pivot is looked for.
     */
    private static double[] eliminate(double[][] equations) {
        int size = equations.length;
        for (int pivot = 0; pivot < size; pivot++) {
            for (int row = 0; row < size; row++) {
                if (row != pivot) {
                    double factor = equations[row][pivot] / equations[pivot][pivot];
                    for (int column = pivot; column <= size; column++) {
                        equations[row][column] -= factor * equations[pivot][column];
                    }
                }
            }
        }
        var found = new double[size];
        for (int i = 0; i < size; i++) {
            found[i] = equations[i][size] / equations[i][i];
        }
        return found;
    }

    private double distance(SortedMap<Integer, Double> perSecond) {
        return perSecond.entrySet().stream()
                .mapToDouble(point -> Math.pow(point.getValue() / at(point.getKey()) - 1, 2))
                .sum();
    }

    /** What so many workers get done in a second, all of them together, by this law. */
    public double at(int workers) {
        return alone
                * workers
                / (1 + serial * (workers - 1) + crosstalk * workers * (workers - 1.0));
    }

    /** The law as points of a line: what {@link #at} says of each of these numbers of workers. */
    public SortedMap<Integer, Double> line(Collection<Integer> workers) {
        var line = new TreeMap<Integer, Double>();
        workers.forEach(number -> line.put(number, at(number)));
        return line;
    }

    /** In words: "law of 1 to 4: 98.1 a second alone, serial share 4.2 %, crosstalk 0.010 %". */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %.1f a second alone, serial share %.1f %%, crosstalk %.3f %%",
                name,
                alone,
                100 * serial,
                100 * crosstalk);
    }
}
