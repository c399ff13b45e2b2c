"""Every bench one after the other, and one table of them all: ours, each peer, and the ratio.

Of each bench a part: what the table tells stands in two lines or in ten. "Ours" is the version of a
notebook that does what the peer does, and where there are several, the quickest of them; the ratio
is its median divided by the peer's, and below 1.00 ours is quicker. JMH is no rival: there, 1.00 is
what is hoped for. The whole takes about a quarter of an hour, with --quick two to three minutes.

example: tests/bench all --quick
example: tests/bench all --readme"""

import argparse
import datetime
import platform
import re
import time
from pathlib import Path

import bench_contention
import bench_experiment
import bench_genres
import bench_pages
import bench_peers
import bench_powers
import bench_start
import commands

BENCHES = {"genres": bench_genres, "powers": bench_powers, "pages": bench_pages,
           "contention": bench_contention, "experiment": bench_experiment, "start": bench_start}
# What of each bench is run.
FULL = {"genres": ["--genres", "1000", "10000", "--protocols", "1.1", "--connections", "kept",
                   "--contestants", "virtual", "tuned", *bench_genres.PEER_NAMES],
        "powers": ["--first", "100000"],
        "pages": ["--contestants", "async", "both", "virtual threads", *bench_pages.PYTHON],
        "contention": ["--threads", "4"],
        "experiment": [],
        "start": []}
QUICK = {"genres": ["--quick", *FULL["genres"][3:]],
         "powers": ["--first", "60000", "--samples", "1"],
         "pages": ["--pages", "10", "--samples", "2", *FULL["pages"]],
         "contention": ["--quick", *FULL["contention"]],
         "experiment": ["--samples", "1", "--jobs", "power", "waits"],
         "start": ["--samples", "2"]}
README = commands.ROOT / "README.md"
BEGIN, END = "<!-- tests/bench all --readme writes what follows -->\n", "<!-- up to here -->\n"
HEADINGS = ["Workload", "Ours", "Median", "Peer", "Median", "Ratio"]


def add_options(parser):
    parser.add_argument("--only", nargs="+", choices=BENCHES, metavar="WHAT", default=list(BENCHES),
                        help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--minutes", type=float,
                        help="begin no further bench after this time (60; with --quick 3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all samples there")
    parser.add_argument("--quick", action="store_true", help="less of each: two to three minutes")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")


def run(arguments):
    if arguments.readme and (arguments.quick or arguments.only != list(BENCHES)):
        raise commands.Problem("README.md shows a whole run: leave --quick and --only out.")
    minutes = arguments.minutes or (3 if arguments.quick else 60)
    end = time.monotonic() + 60 * minutes
    comparisons, lines = [], []
    for name in arguments.only:
        if time.monotonic() > end:
            commands.say(f"{name}: not run, {minutes:g} minutes are over (--minutes allows more)")
            continue
        begin = time.monotonic()
        for comparison in BENCHES[name].measure(part(name, QUICK if arguments.quick else FULL)):
            comparisons.append(comparison)
            lines += against(comparison, name)
        commands.say(f"  {name:<12}{time.monotonic() - begin:5.0f} s")
    text = f"{table(lines)}\n{when_and_where()}\n"
    commands.say(f"\n{text}")
    if arguments.readme:
        into_readme(README, text)
    return bench_peers.finish(comparisons, arguments.json)


def part(name, options):
    """The arguments of a bench, as its own command would read them."""
    parser = argparse.ArgumentParser()
    BENCHES[name].add_options(parser)
    return parser.parse_args(options[name])


def against(comparison, name):
    """A row of the table for each peer; one that has failed, or that is not there, says so."""
    workload = f"{name}: {re.sub(', on .*', '', comparison.title)}"
    for peer, names in BENCHES[name].AGAINST.items():
        there = [ours for ours in names if ours in comparison.samples]
        if not there:
            continue
        ours = min(there, key=comparison.median)
        row = [workload, ours, seconds(comparison.median(ours)), peer]
        if peer in comparison.samples:
            ratio = comparison.median(ours) / comparison.median(peer)
            yield [*row, seconds(comparison.median(peer)), f"{ratio:.2f}"]
        else:
            yield [*row, "failed" if peer in comparison.failures else "not run", ""]


def seconds(time):
    return f"{time:.2f} s" if time >= 0.9995 else f"{1000 * time:.3g} ms"


def table(lines):
    """In Markdown, and so that it can be read as it is."""
    rows = [HEADINGS, *lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rows.insert(1, ["-" * (width - right) + ":" * right
                    for width, right in zip(widths, [0, 0, 1, 0, 1, 1], strict=True)])
    return "".join("| " + " | ".join(
        f"{cell:>{width}}" if right else f"{cell:<{width}}"
        for cell, width, right in zip(row, widths, [0, 0, 1, 0, 1, 1], strict=True)) + " |\n"
        for row in rows)


def when_and_where():
    import psutil
    memory = round(psutil.virtual_memory().total / 2**30)
    return (f"Measured on {datetime.date.today().isoformat()}, on {bench_peers.cores()} cores and "
            f"{memory} GB of memory,\n{platform.system()} on {platform.machine()}, "
            f"with JDK {commands.JAVA} and CPython {platform.python_version()}.")


def into_readme(readme, text):
    before, begin, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise commands.Problem(f"{readme} does not hold the lines {BEGIN.strip()} and "
                               f"{END.strip()}, between which the table stands.")
    commands.write_whole(readme, f"{before}{begin}\n{text}\n{end}{after}")
