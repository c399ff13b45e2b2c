package workbench.internal.server;

/** What all connections of a server share. */
record Desk(Behaviour behaviour, Turns turns, Tally tally) {}
