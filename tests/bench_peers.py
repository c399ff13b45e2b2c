"""What the benches share: programs that take samples in turns, and the table of what they took.

Every program lives through all samples, so what a start costs is in no time."""

import contextlib
import json
import os
import platform
import queue
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import commands

PEERS = Path(__file__).with_name("peers")
NS = 1e9
ANSWER_SECONDS = 600  # the longest sample: sixteen large powers in CPython, on a slow machine
CPU = "CPU", lambda sample: sample.client, "{:.2f} s"
SERVER = [("server", lambda sample: sample.server, "{:.2f} s"),
          ("in flight", lambda sample: sample.in_flight, "{:,.0f}")]


def add_options(parser, names, samples, minutes, quick):
    """The options that every bench of contestants has."""
    quoted = ", ".join(f'"{name}"' if " " in name else name for name in names)
    parser.add_argument("--contestants", nargs="+", choices=names, metavar="NAME", default=names,
                        help=f"of {quoted}")
    parser.add_argument("--samples", type=int, default=samples, help=f"of each ({samples})")
    parser.add_argument("--minutes", type=float, default=minutes,
                        help=f"begin no further round after this time ({minutes})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples there")
    parser.add_argument("--quick", action="store_true", help=quick)


def run(measuring, path):
    """Print each comparison as soon as it is there; the command's exit code."""
    comparisons = []
    for comparison in measuring:
        comparison.print()
        comparisons.append(comparison)
    return finish(comparisons, path)


def finish(comparisons, path):
    """Write all samples, where that is asked for; the command's exit code."""
    if path:
        commands.write_whole(path, json.dumps([c.as_json() for c in comparisons], indent=1))
    return 1 if any(c.failures for c in comparisons) else 0


# ---------------------------------------------------------------- programs

class Program:
    """A child process that answers lines with lines, ended with its standard input.

    It has a name for messages: that of the first version that it runs."""

    def __init__(self, name, command, seconds=60):
        self.name = name
        self.seconds = seconds
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
            line = self.lines.get(timeout=self.seconds)
        except queue.Empty:
            self.kill()
            raise commands.Problem(f"The program of {self.name} did not answer within "
                                   f"{self.seconds} s: ask for less work.") from None
        if line is None:
            raise commands.Problem(f"The program of {self.name} ended before its time: run it by "
                                   "hand to see why "
                                   f"({subprocess.list2cmdline(self.child.args)}).")
        return line

    def sample(self, *order):
        """The seconds that the order took, and the checksum of what it made."""
        self.tell(*order)
        first, second = self.answer().split("\t", 1)
        if first == "error":
            raise Failure(second)
        return int(first) / NS, second

    def cpu(self):
        """Seconds of CPU time that the process has used, and those that it started."""
        import psutil
        own = self.process.cpu_times()
        seconds = own.user + own.system + own.children_user + own.children_system
        for child in self.process.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                seconds += sum(child.cpu_times()[:2])
        return seconds

    def kill(self):
        """End it and the processes that it started, which would wait for it forever."""
        import psutil
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in [*self.process.children(recursive=True), self.process]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        self.child.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.child.stdin.close()
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


class Server(Program):
    """A local service, such as GENRES, in a process of its own."""

    def __init__(self, service, latency_ms):
        super().__init__(service, [*java(), "-XX:+UseSerialGC", "-Xmx512m",
                                   "workbench.internal.server.ServiceMain", service,
                                   "--latency-ms", latency_ms])
        self.base = self.answer()

    def counters(self):
        """Most requests in flight, and connections that brought any, since the last call."""
        self.tell("counters")
        counters = json.loads(self.answer())
        self.tell("reset")
        self.answer()
        return counters["mostInFlight"], counters["connections"]


def java():
    """The start of a command that runs Java, with the helper jar."""
    java = commands.java_of(commands.read_state()["java home"])
    return [java, "-cp", f"{commands.JARS}{os.sep}*"]


def java_peer(file):
    return [*java(), f"-XX:ActiveProcessorCount={cores()}", PEERS / file]


def python_peer(file):
    return [sys.executable, PEERS / file, cores()]


def cores():
    """Those that this process may use: what all peers are told, so that all use as many."""
    import psutil
    process = psutil.Process()
    return len(process.cpu_affinity()) if hasattr(process, "cpu_affinity") else os.cpu_count()


def machine():
    return f"on {cores()} cores, with CPython {platform.python_version()}"


# ---------------------------------------------------------------- measuring

class Failure(Exception):
    """What a program said when it could not take a sample."""


class Contestant:
    """A version of a workload, and the program that runs it."""

    def __init__(self, name, program):
        self.name, self.program = name, program

    def sample(self, order, server=None):
        """One sample, with what it cost the program and the server."""
        if server:
            server.counters()
        programs = [program for program in (self.program, server) if program]
        before = [program.cpu() for program in programs]
        seconds, digest = self.program.sample(*order)
        cpu = [program.cpu() - was for program, was in zip(programs, before, strict=True)]
        return Sample(self.name, seconds, digest, *cpu, *(server.counters() if server else ()))


def contestants(stack, names, command_of, kind=Contestant):
    """One for each name; those with the same command share a program, which the stack ends.

    Where a command is None, command_of has said why."""
    programs = {}
    for name in names:
        command = command_of(name)
        if command is not None:
            key = tuple(map(str, command))
            if key not in programs:
                programs[key] = stack.enter_context(Program(name, command, ANSWER_SECONDS))
            yield kind(name, programs[key])


class Sample:
    """Seconds, checksum, seconds of CPU time of client and server, and what the server counted."""

    def __init__(self, name, seconds, digest, client, server=0, in_flight=0, connections=0):
        self.name, self.seconds, self.digest = name, seconds, digest
        self.client, self.server = client, server
        self.in_flight, self.connections = in_flight, connections


class Comparison:
    """Samples of several contestants for the same work, taken in turns.

    "ratios" maps a heading to the names with whose best median each median is compared."""

    def __init__(self, title, ratios=None, columns=(), **facts):
        self.title, self.ratios, self.columns, self.facts = title, ratios or {}, columns, facts
        self.samples, self.failures = {}, {}
        self.digests = {}

    def measure(self, contestants, count, end, take, uncounted=0):
        """Take "count" samples of each, after rounds that do not count; fewer after the end."""
        for turn in range(uncounted + count):
            if turn > uncounted and time.monotonic() > end:
                break
            for contestant in contestants:
                if contestant.name in self.failures:
                    continue
                try:
                    sample = take(contestant)
                except Failure as failure:
                    self.failures[contestant.name] = str(failure)
                    continue
                self.compare(sample)
                if turn >= uncounted:
                    self.samples.setdefault(contestant.name, []).append(sample)
                time.sleep(0.05)  # what one leaves behind is not the next one's

    def compare(self, sample):
        self.digests.setdefault(sample.digest, sample.name)
        if len(self.digests) > 1:
            raise commands.Problem(
                f"{sample.name} did not get the same result as {next(iter(self.digests.values()))},"
                " so their times cannot be compared.")

    def median(self, name):
        return statistics.median(sample.seconds for sample in self.samples[name])

    def print(self):
        commands.say(f"\n{self.title}; samples: {len(next(iter(self.samples.values()), []))}")
        ratios = {heading: min(map(self.median, names)) for heading, names in (
            (heading, [name for name in names if name in self.samples])
            for heading, names in self.ratios.items()) if names}
        headings = [*ratios, *(heading for heading, *_ in self.columns)]
        widths = [max(len(heading) + 2, 9) for heading in headings]
        wide = max(16, *(len(name) + 2 for name in [*self.samples, *self.failures]))
        commands.say(f"  {'':<{wide}}{'median':>11}{'fastest':>11}{'slowest':>11}"
                     + "".join(f"{head:>{width}}"
                               for head, width in zip(headings, widths, strict=True)))
        for name in sorted(self.samples, key=self.median):
            samples, median = self.samples[name], self.median(name)
            times = [sample.seconds for sample in samples]
            cells = [f"{median / other:.2f}" for other in ratios.values()] + [
                form.format(statistics.median(map(value, samples)))
                for _, value, form in self.columns]
            commands.say(
                f"  {name:<{wide}}"
                + "".join(f"{time:>9.3f} s" for time in (median, min(times), max(times)))
                + "".join(f"{cell:>{width}}"
                          for cell, width in zip(cells, widths, strict=True)))
        for name, why in self.failures.items():
            commands.say(f"  {name:<{wide}}failed: {why}")

    def as_json(self):
        return {**self.facts, "failures": self.failures,
                "samples": {name: [vars(s) for s in ss] for name, ss in self.samples.items()}}
