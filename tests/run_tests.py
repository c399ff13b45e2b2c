"""The command tests/run: the Python with Ruff, the helper jar with Maven, the rest with pytest."""

import contextlib
import csv
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import commands

HERE = Path(__file__).resolve().parent

# A notebook under test waits more than it computes, so that two cores serve three of them, and the
# jar's tests beside them. conftest.py says which tests are one group.
GROUPS_AT_A_TIME = ["--numprocesses=3", "--dist=loadscope", "--no-loadscope-reorder"]
QUICK = ["test_structure.py", "test_versions.py", "test_jar.py"]
# Without load, without coverage, and without the compiler that takes its time for fast code; in two
# JVMs, as pytest's tests have ended long before.
QUICK_JAR = ["-DexcludedGroups=slow", "-Dchecks.skip", "-Djacoco.skip", "-DforkCount=2",
             "-DargLine=-XX:TieredStopAtLevel=1"]
COVERAGE = commands.ROOT / "lib" / "target" / "strict" / "site" / "jacoco" / "jacoco.csv"


def main(description):
    arguments = sys.argv[1:]
    if arguments[:1] in (["-h"], ["--help"]):
        print(f"usage: tests/run [--quick] [ARGUMENT OF PYTEST ...]\n\n{description}")
        return 0
    quick = "--quick" in arguments
    if quick:
        arguments.remove("--quick")
    commands.set_up()
    named = any(not argument.startswith("-") and Path(argument.split("::")[0]).exists()
                for argument in arguments)
    results = {}
    if not named:
        results["Ruff"] = tell("The Python, with Ruff", [
            commands.PYTHON, "-m", "ruff", "check", "--quiet", "--no-cache",
            "--config", HERE / "ruff.toml", commands.ROOT])
    if named:
        chosen = arguments
    elif quick:
        chosen = [*arguments, *(HERE / file for file in QUICK)]
    else:
        chosen = [*GROUPS_AT_A_TIME, *arguments, HERE]
    with contextlib.nullcontext() if named else jar_tests(quick) as maven:
        results["pytest"] = tell("The other tests, with pytest",
                                 [commands.PYTHON, "-m", "pytest", *chosen])
        if maven:
            results["the helper jar's tests"] = maven.wait()
    failed = [name for name, code in results.items() if code != 0]
    if results["pytest"] == 5:
        commands.say("pytest found no test, which counts as a failure.")
    commands.say(f"Failed: {', '.join(failed)}." if failed else "Every test passed.")
    return 1 if failed else 0


@contextlib.contextmanager
def jar_tests(quick):
    """The jar's tests and checks, which run beside the others; what they say is told at the end."""
    COVERAGE.unlink(missing_ok=True)
    title = "The helper jar's tests and checks, with Maven"
    arguments = [
        *strict(commands.maven(commands.read_state())), "--no-transfer-progress", "test",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",  # what the compiler warns of is seen
        *(QUICK_JAR if quick else [])]
    with tempfile.TemporaryFile() as said:
        maven = subprocess.Popen([str(a) for a in arguments], cwd=commands.ROOT, stdout=said,
                                 stderr=subprocess.STDOUT, env=commands.environment())
        try:
            yield maven
        finally:
            maven.kill()  # it has ended, unless this was interrupted
            code = maven.wait()
            commands.say(title)
            said.seek(0)
            sys.stdout.flush()
            shutil.copyfileobj(said, sys.stdout.buffer)
            sys.stdout.flush()
            tell_coverage()
            commands.say(f"{title}: {'passed' if code == 0 else 'failed'}")


def strict(maven):
    """Maven with the profile of what is asked of a change.

    Its formatter and Error Prone look into javac."""
    java, *options = maven
    inside = [f"--add-opens=jdk.compiler/com.sun.tools.javac.{part}=ALL-UNNAMED"
              for part in ("api", "code", "comp", "file", "main", "model", "parser", "processing",
                           "tree", "util")]
    return [java, *inside, *options, "-Pstrict"]


def tell(title, arguments):
    commands.say(f"{title}")
    begin = time.monotonic()
    code = subprocess.call([str(a) for a in arguments], cwd=commands.ROOT,
                           env=commands.environment())
    commands.say(f"{title}: {'passed' if code == 0 else 'failed'}, "
                 f"{time.monotonic() - begin:.0f} s")
    return code


def tell_coverage():
    """The share of the jar's branches that its tests took, as JaCoCo counted them."""
    if not COVERAGE.exists():
        return  # Maven has said why
    taken, all_of = {}, {}
    with open(COVERAGE, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["PACKAGE"], "all packages"):
                taken[name] = taken.get(name, 0) + int(row["BRANCH_COVERED"])
                all_of[name] = (all_of.get(name, 0) + int(row["BRANCH_COVERED"])
                                + int(row["BRANCH_MISSED"]))
    commands.say("Branches that the jar's tests took:")
    for name in sorted(all_of, key=lambda name: (name == "all packages", name)):
        if all_of[name]:
            commands.say(f"  {name:<28}{taken[name]:5d} of {all_of[name]:5d}  "
                         f"{taken[name] / all_of[name]:4.0%}")
