"""Count with many threads: Java's locks, atomics and adders beside Go's and Rust's.

The votes of notebook 15: the numbers from 0 to n - 1 are dealt out to so many threads, and about
half of them, in no order that one can see, are a yes. Each yes is counted: with one lock for all,
with one atomic number, with a lock or a number for each thread, far enough apart, or with Java's
LongAdder. The samples take turns. All have to count the same.

Measured: from n to the number, the start and the end of the threads included (of Java and Rust the
system's, of Go goroutines), on programs that are warm. All loops are the same. What a compiler does
with the one without a lock is its affair: Rust's may count several numbers with one instruction.

x: the median, divided by that of Java's quickest lock, of Go's, and of Rust's; below 1 is quicker.
CPU above the median says that threads computed, or spun, at the same time. A tool that is not on
this machine is marked as not run. The whole takes about four minutes.

example: tests/bench contention --quick
example: tests/bench contention --threads 4 --contestants synchronized "Go Mutex" "Rust Mutex\""""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import bench_peers
import commands
from bench_peers import CPU, PEERS, Comparison

COUNT, QUICK = 4_000_000, 400_000
LOCKS = ["synchronized", "ReentrantLock"]
JAVA = [*LOCKS, "synchronized, virtual", "AtomicLong", "own locks", "LongAdder", "confined"]
GO = ["Go Mutex", "Go atomic", "Go own Mutexes", "Go confined"]
RUST = ["Rust Mutex", "Rust atomic", "Rust own Mutexes", "Rust confined"]
AGAINST = {"Go Mutex": LOCKS, "Go atomic": ["AtomicLong"], "Go own Mutexes": ["own locks"],
           "Go confined": ["confined"], "Rust Mutex": LOCKS, "Rust atomic": ["AtomicLong"],
           "Rust own Mutexes": ["own locks"], "Rust confined": ["confined"]}
RATIOS = {"x Java lock": LOCKS, "x Go Mutex": ["Go Mutex"], "x Rust Mutex": ["Rust Mutex"]}


def add_options(parser):
    parser.add_argument("--threads", type=int, nargs="+", metavar="T", default=[1, 2, 4, 8],
                        help="how many (default: 1 2 4 8)")
    parser.add_argument("--count", type=int, metavar="N", help=f"how many numbers ({COUNT})")
    bench_peers.add_options(parser, JAVA + GO + RUST, samples=7, minutes=8,
                            quick="400,000 numbers, three samples: about a minute")


def measure(arguments):
    count = arguments.count or (QUICK if arguments.quick else COUNT)
    samples = 3 if arguments.quick else arguments.samples
    for number in [count, *arguments.threads]:
        if number < 1:
            raise commands.Problem(f"{number} is too few: choose 1 or more.")
    end = time.monotonic() + 60 * arguments.minutes
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        contestants = list(bench_peers.contestants(
            stack, arguments.contestants, lambda name: command(name, folder)))
        for threads in arguments.threads:
            def take(contestant, threads=threads):
                return contestant.sample(["run", contestant.name, threads, count])
            title = (f"{count:,} numbers, {threads} thread{'s' * (threads != 1)}, "
                     f"on {bench_peers.cores()} cores")
            if threads != arguments.threads[0] and time.monotonic() > end:
                commands.say(f"\n{title}: not run, {arguments.minutes:g} minutes are over "
                             "(--minutes allows more)")
                continue
            comparison = Comparison(title, RATIOS, [CPU], count=count, threads=threads)
            comparison.measure(contestants, samples, end, take, uncounted=2)
            yield comparison


def command(name, folder):
    """The command that starts a contestant's program, or None where its tool is not there."""
    if name in JAVA:
        return bench_peers.java_peer("Contention.java")
    if name in GO:
        return built(name, folder, "go", "contention.go",
                     lambda tool, source, program: [tool, "build", "-o", program, source])
    return built(name, folder, "rustc", "contention.rs",
                 lambda tool, source, program: [tool, "-O", "--edition", "2021", "-o", program,
                                                source])


def built(name, folder, tool, source, building):
    """The command of a program that is built once; None where it cannot be, which is said."""
    path = shutil.which(tool)
    if path is None:
        commands.say(f"{name}: not run, {tool} is not on this machine")
        return None
    program = folder / (source.replace(".", "-") + (".exe" if commands.WINDOWS else ""))
    if not program.exists():
        ran = subprocess.run(building(path, PEERS / source, program), text=True,
                             capture_output=True, env=os.environ | {"GO111MODULE": "off"})
        if ran.returncode != 0:
            said = ran.stderr.strip().splitlines() or ["no reason given"]
            commands.say(f"{name}: not run, {tool} does not build it: {said[-1]}")
            return None
    return [program, bench_peers.cores()]
