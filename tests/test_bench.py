"""The benches run from end to end, and tell a wrong result. What they measure is not looked at."""

import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

import bench_all
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


def test_all_benches_are_told_in_one_table(monkeypatch, tmp_path, capsys):
    def measure(arguments):
        comparison = bench_peers.Comparison("5 of them, on 2 cores")
        fakes = [Fake("quick", "a"), Fake("slow", "a"), Fake("peer", "a"), Fake("broken", None)]
        comparison.measure(fakes, 2, time.monotonic() + 60, lambda fake: bench_peers.Sample(
            fake.name, {"quick": 0.5, "slow": 9.0, "peer": 2.0}[fake.name], fake.digest, 0)
            if fake.digest else take(fake))
        yield comparison
    fake = SimpleNamespace(measure=measure, add_options=lambda parser: None, AGAINST={
        "peer": ["slow", "quick"], "broken": ["slow"], "absent": ["slow"], "lonely": ["absent"]})
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{bench_all.BEGIN}old\n{bench_all.END}after\n", encoding="utf-8")
    monkeypatch.setattr(bench_all, "BENCHES", {"fake": fake})
    monkeypatch.setattr(bench_all, "FULL", {"fake": []})
    monkeypatch.setattr(bench_all, "README", readme)
    code = bench_all.run(SimpleNamespace(only=["fake"], quick=False, minutes=None, json=None,
                                         readme=True))
    assert code == 1, "a version has failed"
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")]
            for line in capsys.readouterr().out.splitlines() if line.startswith("| fake")]
    assert rows == [
        ["fake: 5 of them", "quick", "500 ms", "peer", "2.00 s", "0.25"],
        ["fake: 5 of them", "slow", "9.00 s", "broken", "failed", ""],
        ["fake: 5 of them", "slow", "9.00 s", "absent", "not run", ""]]
    written = readme.read_text(encoding="utf-8")
    assert written.startswith(f"before\n{bench_all.BEGIN}\n| Workload")
    assert written.endswith(f"\n{bench_all.END}after\n") and "old" not in written


@pytest.mark.parametrize("name", bench_all.BENCHES)
def test_the_part_of_a_bench_that_all_runs_has_what_the_table_tells(name):
    for options in (bench_all.FULL, bench_all.QUICK):
        arguments = bench_all.part(name, options)
        told = bench_all.BENCHES[name].AGAINST
        assert set(told) <= set(arguments.contestants)
        assert all(set(ours) & set(arguments.contestants) for ours in told.values())


def test_readme_has_a_place_for_the_table():
    text = bench_all.README.read_text(encoding="utf-8")
    assert text.count(bench_all.BEGIN) == 1 and text.count(bench_all.END) == 1
    with pytest.raises(commands.Problem, match="leave --quick and --only out"):
        bench_all.run(SimpleNamespace(readme=True, quick=True, only=list(bench_all.BENCHES)))
