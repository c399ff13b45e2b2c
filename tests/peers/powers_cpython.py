"""The power workload in CPython, for tests/bench: takes one sample for each line of its standard
input. README.md beside this file tells how."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import peer


def power(i):
    return pow(i, i)


def main(cores):
    # Both pools live through all samples, so no start of a process is in the time.
    with (ThreadPoolExecutor(cores) as threads,
          ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as processes):
        maps = {"CPython": map, "CPython threads": threads.map,
                "CPython processes": processes.map}
        peer.obey(lambda _, version, first, n: peer.sample(
            lambda: list(maps[version](power, range(int(first), int(first) + int(n)))),
            peer.checksum_of_number))


if __name__ == "__main__":
    main(int(sys.argv[1]))
