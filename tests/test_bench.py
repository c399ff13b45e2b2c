"""The benches run from end to end, and tell a wrong result. What they measure is not looked at."""

import subprocess
import sys
import time

import pytest

import bench_contention
import bench_experiment
import bench_pages
import bench_peers
import bench_powers
import commands


def bench(*arguments):
    run = subprocess.run([sys.executable, commands.ROOT / "tests" / "bench", *arguments],
                         capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    return {line[2:].split("  ")[0]: line for line in run.stdout.splitlines()
            if line.startswith("  ")}


@pytest.mark.parametrize("arguments, names", [
    (["powers", "--first", "300"], bench_powers.JAVA + bench_powers.CPYTHON),
    (["contention", "--count", "1000", "--threads", "3"], bench_contention.JAVA),
    (["pages", "--pages", "3", "--latency", "1"], bench_pages.JAVA + bench_pages.PYTHON),
    (["experiment", "--jobs", "power"], bench_experiment.MEASURERS)])
def test_every_version_gets_the_same(arguments, names):
    rows = bench(*arguments, "--samples", "1")
    assert set(names) <= set(rows)
    assert not any("failed" in row for row in rows.values())


class Fake:
    def __init__(self, name, digest):
        self.name, self.digest = name, digest


def take(fake):
    if fake.digest is None:
        raise bench_peers.Failure("the server answered 500")
    return bench_peers.Sample(fake.name, 1.0, fake.digest, 0)


def test_a_different_result_names_the_version():
    fakes = [Fake("sequential", "a"), Fake("threads", "a"), Fake("careless", "b")]
    with pytest.raises(commands.Problem, match=r"^careless did not get the same result as seq"):
        bench_peers.Comparison("").measure(fakes, 1, time.monotonic() + 60, take)


def test_a_failure_is_told_beside_the_others(capsys):
    comparison = bench_peers.Comparison("title", {"x broken": ["broken"], "x whole": ["whole"]})
    comparison.measure([Fake("whole", "a"), Fake("broken", None)], 2, time.monotonic() + 60, take)
    comparison.print()
    said = capsys.readouterr().out
    assert "broken" in said and "failed: the server answered 500" in said
    assert "x whole" in said and "x broken" not in said
    assert len(comparison.samples["whole"]) == 2
