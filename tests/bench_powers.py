"""Raise whole numbers to the power of themselves: Java's versions beside CPython's, and GMP.

Sixteen numbers from --first on, as in the notebooks 07 to 09, which take smaller ones: every Java
version of 07, and the new processes of 08; CPython's pow(i, i) in a loop, by a ThreadPoolExecutor
and by a ProcessPoolExecutor; and the library GMP in C, called from Python, on one core and on all.
FastPower is the better algorithm of 09. The samples take turns. All have to get the same powers,
bit for bit.

Measured: from sixteen numbers to sixteen powers in memory, on programs that are warm. For CPython's
processes, the way of the results to the caller is part of it, the start of their pool is not;
Java's processes are started in the time, as in the notebook. Not measured: writing a number in
decimals, in CPython a long computation of its own; and for GMP, making a number of Python or Java
of it.

x: the median, divided by that of Java's loop, of the fastest of CPython, of GMP on one core, and of
GMP on all; below 1 is quicker. CPU: the CPU time of the program and the processes that it started.

Where GMP is missing (Debian's package libgmp10), it is left out. The whole takes about fifteen
minutes.

example: tests/bench powers --quick
example: tests/bench powers --first 300000 --contestants FastPower GMP "CPython processes\""""

import contextlib
import ctypes.util
import time

import bench_peers
import commands
from bench_peers import CPU, Comparison

COUNT = 16
FULL, QUICK = 1_000_000, 100_000
JAVA = ["sequential", "threads", "executor", "parallel stream", "fork/join", "virtual threads",
        "processes", "FastPower", "FastPower, all cores"]
CPYTHON = ["CPython", "CPython threads", "CPython processes"]
GMP = ["GMP", "GMP, all cores"]
AGAINST = {"CPython": ["sequential"], "CPython threads": ["threads", "executor"],
           "CPython processes": ["executor", "parallel stream", "fork/join"],
           "GMP": ["FastPower"], "GMP, all cores": ["FastPower, all cores"]}
RATIOS = {"x sequential": ["sequential"], "x CPython": CPYTHON, "x GMP": ["GMP"],
          "x GMP, all": ["GMP, all cores"]}


def add_options(parser):
    parser.add_argument("--first", type=int, metavar="I",
                        help=f"the first of the sixteen numbers, at most {FULL} ({FULL})")
    bench_peers.add_options(parser, JAVA + CPYTHON + GMP, samples=3, minutes=20,
                            quick="numbers from 100,000 on: about a minute")


def measure(arguments):
    first = arguments.first if arguments.first is not None else QUICK if arguments.quick else FULL
    if not 1 <= first <= FULL:
        raise commands.Problem(f"--first is {first}: choose a number from 1 to {FULL}.")
    end = time.monotonic() + 60 * arguments.minutes
    with contextlib.ExitStack() as stack:
        contestants = list(bench_peers.contestants(stack, arguments.contestants, command))
        def take(start):
            return lambda contestant: contestant.sample(["run", contestant.name, start, COUNT])
        Comparison("warm-up").measure(contestants, 2, end, take(min(first, QUICK)))
        comparison = Comparison(
            f"Powers of the {COUNT} numbers from {first:,}, {bench_peers.machine()}", RATIOS,
            [CPU], first=first)
        comparison.measure(contestants, arguments.samples, end, take(first))
        yield comparison


def command(name):
    if name in JAVA:
        return bench_peers.java_peer("Powers.java")
    if name in CPYTHON:
        return bench_peers.python_peer("powers_cpython.py")
    if ctypes.util.find_library("gmp"):
        return bench_peers.python_peer("powers_gmp.py")
    commands.say(f"{name}: not run, the library GMP is not on this machine (Debian: libgmp10)")
    return None
