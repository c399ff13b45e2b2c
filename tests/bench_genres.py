"""Fetch n genres at once: every Java version of notebooks 02 and 03 beside aiohttp, Node and Go.

One server process answers all of them, each request after the same latency. Every version and
peer runs in a process that lives through all samples and is warmed up first; the samples take
turns. With new connections, a sample starts with none; with kept ones, it starts with those that an
untimed round has just opened. "tuned" is "virtual" with other settings of OkHttp. CPU is the time
that the client's process used, and server that of the server's. All have to fetch the same genres.
A tool that is not on this machine is marked as not run. Of 10,000 genres, three samples are taken
at most. The whole takes about ten minutes.

example: tests/bench genres --genres 5 1000 --protocols 2 --contestants virtual Go"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bench_peers
import commands
from bench_peers import CPU, PEERS, SERVER, Comparison, Failure, Server

LATENCY_MS = 200
# Those that wait in line on few cores are shown where that takes no longer than a few seconds.
IN_LINE = {"sequential": 5, "parallel stream": 5, "common pool": 5}
JAVA = ["sequential", "parallel stream", "common pool", "threads", "executor", "enqueue",
        "virtual", "tuned"]
PEER_NAMES = ["aiohttp", "Node", "Go"]
AGAINST = {name: ["virtual", "tuned"] for name in PEER_NAMES}


def add_options(parser):
    parser.add_argument("--genres", type=int, nargs="+", metavar="N",
                        default=[5, 50, 1_000, 10_000],
                        help="how many at once (default: 5 50 1000 10000)")
    parser.add_argument("--protocols", nargs="+", choices=["1.1", "2"], default=["1.1", "2"],
                        help="HTTP/1.1, a connection each; HTTP/2 in clear text, one for all")
    parser.add_argument("--connections", nargs="+", choices=["new", "kept"],
                        default=["new", "kept"], help="(default: both)")
    parser.add_argument("--latency", type=int, default=LATENCY_MS, metavar="MS",
                        help=f"of the server (default: {LATENCY_MS})")
    parser.add_argument("--java-options", default="", metavar="FLAGS",
                        help='for the Java versions\' JVM, such as "-Xmx1g -XX:+UseParallelGC"')
    bench_peers.add_options(parser, JAVA + PEER_NAMES, samples=5, minutes=10,
                            quick="5 and 1,000 genres, three samples: about two minutes")


def measure(arguments):
    if arguments.quick:
        arguments.genres, arguments.samples = [5, 1_000], 3
    end = time.monotonic() + 60 * arguments.minutes
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server("GENRES", arguments.latency))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        contestants = list(bench_peers.contestants(
            stack, arguments.contestants,
            lambda name: command(name, arguments, server, Path(folder)), Contestant))
        for protocol in arguments.protocols:
            for contestant in contestants:
                contestant.warm_up(protocol)
        for genres in arguments.genres:
            for protocol in arguments.protocols:
                for connections in arguments.connections:
                    title = f"{genres:,} genres, HTTP/{protocol}, {connections} connections"
                    if time.monotonic() > end:
                        commands.say(f"\n{title}: not run, {arguments.minutes:g} minutes are "
                                     "over (--minutes allows more)")
                        continue
                    comparison = Comparison(
                        title, {"x peer": PEER_NAMES}, columns(arguments.latency / 1_000),
                        genres=genres, protocol=protocol, connections=connections)
                    # Large ones take seconds each.
                    count = min(arguments.samples, 3) if genres >= 10_000 else arguments.samples
                    comparison.measure(
                        [c for c in contestants if c.takes_part(genres, protocol)], count, end,
                        lambda contestant: contestant.fetch(genres, protocol, connections, server),
                        uncounted=1)
                    yield comparison


def columns(floor):
    """Beside the usual ones: times the floor, which is one latency; and connections."""
    return [("x floor", lambda sample: sample.seconds / floor, "{:.2f}"), CPU, *SERVER,
            ("connections", lambda sample: sample.connections, "{:,.0f}")]


def command(name, arguments, server, folder):
    """The command that starts a contestant's program, or None where its tool is not there."""
    if name in JAVA:
        return [*bench_peers.java(), *arguments.java_options.split(), PEERS / "Genres.java",
                server.base]
    if name == "aiohttp":
        return [sys.executable, PEERS / "genres_aiohttp.py", server.base]
    tool = shutil.which(name.lower())
    if tool is None:
        commands.say(f"{name}: not run, it is not on this machine")
        return None
    if name == "Node":
        return [tool, PEERS / "genres.mjs", server.base]
    program = folder / ("genres.exe" if commands.WINDOWS else "genres")
    built = subprocess.run([tool, "build", "-o", program, PEERS / "genres.go"], text=True,
                           capture_output=True, env=os.environ | {"GO111MODULE": "off"})
    if built.returncode != 0:
        commands.say(f"Go: not run, this one does not build it (1.24 or newer does): "
                     f"{built.stderr.strip().splitlines()[-1]}")
        return None
    return [program, server.base]


class Contestant(bench_peers.Contestant):
    def takes_part(self, genres, protocol):
        return (genres <= IN_LINE.get(self.name, genres)
                and not (self.name == "aiohttp" and protocol == "2"))

    def warm_up(self, protocol):
        for genres in (5, 200, 1_000, 1_000):
            if self.takes_part(genres, protocol):
                with contextlib.suppress(Failure):  # the first sample tells
                    self.fetch(genres, protocol, "new")

    def fetch(self, genres, protocol, connections, server=None):
        """One sample, by a client of its own."""
        order = "fetch", self.name, genres
        self.program.tell("open", protocol, self.name, genres)
        try:
            if connections == "kept":
                self.program.sample(*order)
            return self.sample(order, server)
        finally:
            self.program.tell("close")
