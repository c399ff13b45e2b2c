package workbench.internal.server;

/**
 * What a service says. Called on the server's event loop: it must not block. An
 * IllegalArgumentException is answered with status 400.
 */
interface Answers {
    /** The seed whose faults hit this request, or null for none. */
    Integer seed(String path, String query);

    /**
     * @param seed what {@link #seed} gave for this request
     * @param text what to use in place of the seed's own genre or title, or null
     */
    Reply answer(String path, String query, Integer seed, String text);

    /** The number behind {@code seed=}, or null where there is none. */
    static Integer seedIn(String query) {
        for (var part : query.split("&")) {
            if (part.startsWith("seed=")) {
                return Integer.valueOf(part.substring(5));
            }
        }
        return null;
    }
}
