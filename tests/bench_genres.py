"""Fetch n genres at once: every Java version of notebook 02 beside aiohttp, Node and Go.

One server process answers all of them, each request after the same latency. Every version and
peer runs in a process that lives through all samples and is warmed up first; the samples take
turns. With new connections, a sample starts with none; with kept ones, it starts with those that an
untimed round has just opened. "tuned" is "virtual" with other settings of OkHttp. CPU is the time
that the client's process used, and server that of the server's. All have to fetch the same genres.
A tool that is not on this machine is marked as not run. The whole takes about ten minutes.

example: tests/bench genres --genres 5 1000 --protocols 2 --contestants virtual Go"""

import contextlib
import json
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import commands

PEERS = Path(__file__).with_name("peers")
LATENCY_MS = 200
NS = 1e9
ANSWER_SECONDS = 90
# Those that wait in line on few cores are shown where that takes no longer than a few seconds.
IN_LINE = {"sequential": 5, "parallel stream": 5, "common pool": 5}
JAVA = ["sequential", "parallel stream", "common pool", "threads", "executor", "enqueue",
        "virtual", "tuned"]
PEER_NAMES = ["aiohttp", "Node", "Go"]


def add_options(parser):
    parser.add_argument("--genres", type=int, nargs="+", metavar="N",
                        default=[5, 50, 1_000, 10_000],
                        help="how many at once (default: 5 50 1000 10000)")
    parser.add_argument("--protocols", nargs="+", choices=["1.1", "2"], default=["1.1", "2"],
                        help="HTTP/1.1, a connection each; HTTP/2 in clear text, one for all")
    parser.add_argument("--connections", nargs="+", choices=["new", "kept"],
                        default=["new", "kept"], help="(default: both)")
    parser.add_argument("--contestants", nargs="+", choices=JAVA + PEER_NAMES, metavar="NAME",
                        default=JAVA + PEER_NAMES, help=f"of {', '.join(JAVA + PEER_NAMES)}")
    parser.add_argument("--samples", type=int, default=5,
                        help="of each (default: 5; at 10,000 genres, 3 at most)")
    parser.add_argument("--minutes", type=float, default=10,
                        help="begin nothing more after this time (default: 10)")
    parser.add_argument("--latency", type=int, default=LATENCY_MS, metavar="MS",
                        help=f"of the server (default: {LATENCY_MS})")
    parser.add_argument("--java-options", default="", metavar="FLAGS",
                        help='for the Java versions\' JVM, such as "-Xmx1g -XX:+UseParallelGC"')
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples there")
    parser.add_argument("--quick", action="store_true",
                        help="5 and 1,000 genres, three samples: about two minutes")


def run(arguments):
    if arguments.quick:
        arguments.genres, arguments.samples = [5, 1_000], 3
    end = time.monotonic() + 60 * arguments.minutes
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server(arguments.latency))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        java = None
        contestants = []
        for name in arguments.contestants:
            if name in JAVA:
                java = java or stack.enter_context(
                    Driver(java_command(arguments.java_options.split()), server.base))
                contestants.append(Contestant(name, java))
            elif (command := peer_command(name, Path(folder))) is None:
                commands.say(f"{name}: not run, it is not on this machine")
            else:
                contestants.append(
                    Contestant(name, stack.enter_context(Driver(command, server.base))))
        rows = []
        for protocol in arguments.protocols:
            for contestant in contestants:
                contestant.warm_up(protocol)
        for genres in arguments.genres:
            for protocol in arguments.protocols:
                for connections in arguments.connections:
                    row = Row(genres, protocol, connections, arguments.latency / 1_000)
                    if time.monotonic() > end:
                        commands.say(f"\n{row.title}: not run, {arguments.minutes:g} minutes are "
                                     "over (--minutes allows more)")
                        continue
                    # Large ones take seconds each.
                    count = min(arguments.samples, 3) if genres >= 10_000 else arguments.samples
                    row.measure(contestants, server, count, end)
                    row.print()
                    rows.append(row)
    if arguments.json:
        commands.write_whole(arguments.json, json.dumps([row.as_json() for row in rows], indent=1))
    return 1 if any(row.failures for row in rows) else 0


# ---------------------------------------------------------------- programs

class Program:
    """A child process that answers lines with lines, ended with its standard input."""

    def __init__(self, command):
        self.name = Path(command[0]).name
        self.child = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=commands.environment())
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        import psutil  # only there once .venv is
        self.process = psutil.Process(self.child.pid)

    def _read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def tell(self, *words):
        try:
            self.child.stdin.write("\t".join(map(str, words)) + "\n")
            self.child.stdin.flush()
        except OSError:
            pass  # it has ended, which the next answer tells

    def answer(self):
        try:
            line = self.lines.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            self.child.kill()
            raise commands.Problem(
                f"{self.name} did not answer within {ANSWER_SECONDS} s: try fewer genres."
            ) from None
        if line is None:
            raise commands.Problem(f"{self.name} ended before its time: run it by hand to see why "
                                   f"({subprocess.list2cmdline(self.child.args)}).")
        return line

    def cpu(self):
        """Seconds of CPU time that the process has used."""
        times = self.process.cpu_times()
        return times.user + times.system

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.child.stdin.close()
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


class Server(Program):
    """The genre service in a process of its own."""

    def __init__(self, latency_ms):
        super().__init__([*java_start(), "-XX:+UseSerialGC", "-Xmx512m", "workbench.GenreService",
                          "--latency-ms", latency_ms])
        self.base = self.answer()

    def counters(self):
        """Most requests in flight, and connections that brought any, since the last call."""
        self.tell("counters")
        words = self.answer().split(" ")
        self.tell("reset")
        self.answer()
        return int(words[2]), int(words[3])


class Driver(Program):
    """A program of tests/peers/."""

    def __init__(self, command, base):
        super().__init__([*command, base])


def java_start():
    java = commands.java_of(commands.read_state()["java home"])
    return [java, "-cp", f"{commands.JARS}{os.sep}*"]


def java_command(options):
    return [*java_start(), *options, PEERS / "Genres.java"]


def peer_command(name, folder):
    """The command that starts a peer, or None where its tool is not there."""
    if name == "aiohttp":
        return [sys.executable, PEERS / "genres_aiohttp.py"]
    if name == "Node":
        node = shutil.which("node")
        return node and [node, PEERS / "genres.mjs"]
    go = shutil.which("go")
    if go is None:
        return None
    program = folder / ("genres.exe" if commands.WINDOWS else "genres")
    built = subprocess.run([go, "build", "-o", program, PEERS / "genres.go"], text=True,
                           capture_output=True, env=os.environ | {"GO111MODULE": "off"})
    if built.returncode != 0:
        commands.say(f"Go: not run, this one does not build it (1.24 or newer does): "
                     f"{built.stderr.strip().splitlines()[-1]}")
        return None
    return [program]


# ---------------------------------------------------------------- measuring

class Contestant:
    def __init__(self, name, driver):
        self.name, self.driver = name, driver

    def takes_part(self, genres, protocol):
        return (genres <= IN_LINE.get(self.name, genres)
                and not (self.name == "aiohttp" and protocol == "2"))

    def warm_up(self, protocol):
        for genres in (5, 200, 1_000, 1_000):
            if self.takes_part(genres, protocol):
                self.sample(genres, protocol, "new")

    def sample(self, genres, protocol, connections, server=None):
        """One sample, or a sentence that says what went wrong."""
        self.driver.tell("open", protocol, self.name, genres)
        try:
            if connections == "kept":
                self.fetch(genres)
            if server is None:
                return self.fetch(genres)
            server.counters()
            before = self.driver.cpu(), server.cpu()
            seconds, digest = self.fetch(genres)
            after = self.driver.cpu(), server.cpu()
            return Sample(self.name, seconds, digest, after[0] - before[0], after[1] - before[1],
                          *server.counters())
        except Failure as failure:
            return failure
        finally:
            self.driver.tell("close")

    def fetch(self, genres):
        self.driver.tell("fetch", self.name, genres)
        first, second = self.driver.answer().split("\t", 1)
        if first == "error":
            raise Failure(self.name, second)
        return int(first) / NS, second


class Failure(Exception):
    pass


class Sample:
    """Seconds, checksum, seconds of CPU time of client and server, and what the server counted."""

    def __init__(self, name, seconds, digest, client, server, in_flight, connections):
        self.name, self.seconds, self.digest = name, seconds, digest
        self.client, self.server = client, server
        self.in_flight, self.connections = in_flight, connections


class Row:
    """All samples of one number of genres, one protocol, and new or kept connections."""

    def __init__(self, genres, protocol, connections, floor):
        self.genres, self.protocol, self.connections = genres, protocol, connections
        self.floor = floor
        self.samples, self.failures = {}, {}
        self.title = f"{genres:,} genres, HTTP/{protocol}, {connections} connections"

    def measure(self, contestants, server, count, end):
        contestants = [c for c in contestants if c.takes_part(self.genres, self.protocol)]
        for turn in range(count + 1):  # the first one is not counted
            if turn > 1 and time.monotonic() > end:
                break
            for contestant in contestants:
                if contestant.name in self.failures:
                    continue
                sample = contestant.sample(self.genres, self.protocol, self.connections, server)
                if isinstance(sample, Failure):
                    self.failures[contestant.name] = sample.args[1]
                elif turn > 0:
                    self.samples.setdefault(contestant.name, []).append(sample)
                time.sleep(0.05)  # what one leaves behind is not the next one's
        digests = {s.digest: s.name for ss in self.samples.values() for s in ss}
        if len(digests) > 1:
            raise commands.Problem(f"{' and '.join(digests.values())} did not fetch the same "
                                   "genres, so their times cannot be compared.")

    def median(self, name):
        return statistics.median(s.seconds for s in self.samples[name])

    def print(self):
        commands.say(f"\n{self.title}, {len(next(iter(self.samples.values()), []))} samples")
        commands.say(f"  {'':<16}{'median':>9}{'fastest':>9}{'slowest':>9}{'x floor':>9}"
                     f"{'x peer':>8}  {'CPU':>7}{'server':>8}  {'in flight':>10}"
                     f"{'connections':>12}")
        peers = [self.median(name) for name in PEER_NAMES if name in self.samples]
        for name in sorted(self.samples, key=self.median):
            samples = self.samples[name]
            times = [s.seconds for s in samples]
            median = self.median(name)

            def middle(what):
                return statistics.median(getattr(s, what) for s in samples)
            peer = f"{median / min(peers):>8.2f}" if peers else f"{'':8}"
            commands.say(
                f"  {name:<16}{median:>7.3f} s{min(times):>7.3f} s{max(times):>7.3f} s"
                f"{median / self.floor:>9.2f}{peer}  {middle('client'):>5.2f} s"
                f"{middle('server'):>6.2f} s  {middle('in_flight'):>10,.0f}"
                f"{middle('connections'):>12,.0f}")
        for name, why in self.failures.items():
            commands.say(f"  {name:<16} failed: {why}")

    def as_json(self):
        return {"genres": self.genres, "protocol": self.protocol, "connections": self.connections,
                "failures": self.failures,
                "samples": {name: [vars(s) for s in ss] for name, ss in self.samples.items()}}
