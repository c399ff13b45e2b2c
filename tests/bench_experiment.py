"""Hold Experiment, which the notebooks measure with, against JMH on the same jobs.

Four jobs of some milliseconds each: hashing, raising a number to a power, sorting, and waiting.
JMH measures them in a JVM of its own, after a warm-up of 1.5 s, and its sample is the median of
its five iterations; Experiment measures the same classes in its own JVM, and its sample is the
median of as many as it takes when it is not told otherwise. The two take turns.

x JMH: Experiment's median, divided by JMH's; 1.00 is what is hoped for. The first round of
Experiment is cold, and does not count. The whole takes about two minutes.

example: tests/bench experiment --quick
example: tests/bench experiment --jobs hashes sorted"""

import contextlib
import time

import bench_peers
from bench_peers import Comparison

JOBS = ["hashes", "power", "sorted", "waits"]
MEASURERS = ["JMH", "Experiment"]
AGAINST = {"JMH": ["Experiment"]}


def add_options(parser):
    parser.add_argument("--jobs", nargs="+", choices=JOBS, metavar="JOB", default=JOBS,
                        help=f"of {', '.join(JOBS)}")
    bench_peers.add_options(parser, MEASURERS, samples=5, minutes=10,
                            quick="one sample of each: half a minute")


def measure(arguments):
    samples = 1 if arguments.quick else arguments.samples
    end = time.monotonic() + 60 * arguments.minutes
    with contextlib.ExitStack() as stack:
        measurers = list(bench_peers.contestants(
            stack, arguments.contestants, lambda _: bench_peers.java_peer("Experiments.java")))
        for job in arguments.jobs:
            comparison = Comparison(f"{job}, {bench_peers.machine()}", {"x JMH": ["JMH"]}, job=job)
            comparison.measure(measurers, samples, end, sample_of(job), uncounted=1)
            yield comparison


def sample_of(job):
    return lambda measurer: measurer.sample(["run", measurer.name, job])
