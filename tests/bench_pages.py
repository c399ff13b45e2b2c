"""Download and parse n pages: Java's versions beside asyncio with and without processes.

Every Java version of notebook 12, with OkHttp and jsoup, and three in Python, with aiohttp and
Beautiful Soup's html.parser: all on one event loop ("asyncio"); one loop that hands each page to a
ProcessPoolExecutor ("processes parse"); an event loop in each process, for its share of the pages.
One server process answers all of them, after the same latency; each page is a redirect and 100 to
500 KB of HTML. The samples take turns. All have to get the same titles, and for each page the same
number of different words.

Measured: from a client without connections to all titles and counts, on programs that are warm.
For Python's processes, the way of pages and results between them is part of it, the start of their
pool is not. Not measured: writing a file. The parsers are part of the whole: to compare waiting
alone, take tests/bench genres.

x: the median, divided by that of Java's loop, and of the fastest of Python; below 1 is quicker.
CPU: the CPU time of the program and the processes that it started; server: that of the server, on
the same cores; in flight: the most requests that the server had at once. The whole takes about ten
minutes.

example: tests/bench pages --quick
example: tests/bench pages --pages 50 --latency 0 --contestants both "asyncio in each process\""""

import contextlib
import time

import bench_peers
import commands
from bench_peers import CPU, SERVER, Comparison, Server

JAVA = ["sequential", "serial async", "async", "executor", "both", "virtual threads"]
PYTHON = ["asyncio", "asyncio, processes parse", "asyncio in each process"]
AGAINST = {"asyncio": ["async"], "asyncio, processes parse": ["both", "virtual threads"],
           "asyncio in each process": ["both", "virtual threads"]}
RATIOS = {"x sequential": ["sequential"], "x Python": PYTHON}


def add_options(parser):
    parser.add_argument("--pages", type=int, metavar="N", help="how many (100)")
    parser.add_argument("--latency", type=int, default=20, metavar="MS",
                        help="of the server, for each of a page's two requests (20)")
    bench_peers.add_options(parser, JAVA + PYTHON, samples=5, minutes=15,
                            quick="16 pages, three samples: about a minute")


def measure(arguments):
    pages = arguments.pages if arguments.pages is not None else 16 if arguments.quick else 100
    if pages < 1:
        raise commands.Problem(f"--pages is {pages}: choose 1 or more.")
    samples = 3 if arguments.quick else arguments.samples
    end = time.monotonic() + 60 * arguments.minutes
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server("PAGES", arguments.latency))
        contestants = list(bench_peers.contestants(
            stack, arguments.contestants, lambda name: [*command(name), server.base]))
        comparison = Comparison(
            f"{pages} pages, {arguments.latency} ms an answer, {bench_peers.machine()}", RATIOS,
            [CPU, *SERVER], pages=pages, latency_ms=arguments.latency)
        comparison.measure(contestants, samples, end,
                           lambda c: c.sample(["run", c.name, pages], server), uncounted=2)
        yield comparison


def command(name):
    return (bench_peers.java_peer("Pages.java") if name in JAVA
            else bench_peers.python_peer("pages_aiohttp.py"))
