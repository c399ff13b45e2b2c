"""The helper jar's rooms, as its classes show them: no cycle between two files, no wrong way."""

import functools
import os
import re
import subprocess
from pathlib import Path

from notebooks import ROOT, java, none

JARS = ROOT / "lib" / "target" / "jars"
# Who may not use whom: a package, and those that are closed to it. "x.*" is x and what is below.
CLOSED = {
    "workbench": ["workbench.checks.*"],
    "workbench.internal.*": ["workbench.checks.*"],
    "workbench.internal.text": ["workbench", "workbench.internal.drawing.*",
                                "workbench.internal.kernel.*", "workbench.internal.server.*"],
}


@functools.cache
def dependencies():
    """The names of the jar's files, each with those that it uses: what the compiled classes say."""
    jdeps = Path(java()).with_name("jdeps" + Path(java()).suffix)
    told = subprocess.run(
        [jdeps, "-verbose:class", "-filter:none", "--multi-release", "25", "--class-path",
         os.pathsep.join(str(jar) for jar in JARS.glob("*.jar") if jar.stem != "workbench"),
         JARS / "workbench.jar"],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert told.returncode == 0, f"jdeps failed:\n{told.stdout}{told.stderr}"
    uses = {}
    for user, used in re.findall(r"^ +(workbench\.\S+) +-> (\S+)", told.stdout, re.M):
        others = uses.setdefault(file_of(user), set())
        if used.startswith("workbench.") and file_of(used) != file_of(user):
            others.add(file_of(used))
    assert any(uses.values()), f"jdeps found nothing of ours:\n{told.stdout}"
    return uses


def file_of(name):
    return name.partition("$")[0]


def reached(uses, start):
    """All that a file uses, and what those use in turn."""
    seen, rest = set(), [start]
    while rest:
        new = uses.get(rest.pop(), set()) - seen
        seen |= new
        rest.extend(new)
    return seen


def cycles(uses):
    """The sets of files each of which, in the end, uses all others of its set."""
    reach = {file: reached(uses, file) for file in uses}
    return {frozenset(other for other in reach[file] if file in reach.get(other, ()))
            for file in uses if file in reach[file]}


def within(name, package):
    """Whether a class belongs to a package, or with ".*" to one below."""
    own, _, _ = name.rpartition(".")
    whole = package.removesuffix(".*")
    return own == whole or (package.endswith(".*") and own.startswith(f"{whole}."))


def wrong_ways(uses):
    return [f"{user} uses {used}: {package} may not use {closed}"
            for user in sorted(uses) for used in sorted(uses[user])
            for package, those in CLOSED.items() if within(user, package)
            for closed in those if within(used, closed)]


def test_cycles_and_wrong_ways_are_found():
    uses = {"workbench.A": {"workbench.B"}, "workbench.B": {"workbench.C"},
            "workbench.C": {"workbench.A"}, "workbench.D": {"workbench.A", "workbench.checks.E"},
            "workbench.checks.E": {"workbench.A", "workbench.internal.text.F"},
            "workbench.internal.text.F": set()}
    assert cycles(uses) == {frozenset({"workbench.A", "workbench.B", "workbench.C"})}
    assert wrong_ways(uses) == ["workbench.D uses workbench.checks.E: workbench may not use "
                                "workbench.checks.*"]


@pytest.mark.xfail(reason="the files behind Program still use one another")
def test_no_cycle_between_two_files_of_the_jar():
    none("these files use one another, in a circle: "
         + ", ".join(f"{user} -> {' '.join(sorted(dependencies()[user] & circle))}"
                     for user in sorted(circle))
         for circle in cycles(dependencies()))


def test_each_package_of_the_jar_uses_only_what_is_open_to_it():
    none(wrong_ways(dependencies()))
