"""The command tests/run: the helper jar's tests with Maven, the rest with pytest."""

import subprocess
import sys
import time
from pathlib import Path

import commands

HERE = Path(__file__).resolve().parent

# A notebook under test waits more than it computes, so that two cores serve two of them.
TWO_FILES_AT_A_TIME = ["--numprocesses=2", "--dist=loadfile"]


def main(description):
    arguments = sys.argv[1:]
    if arguments[:1] in (["-h"], ["--help"]):
        print(f"usage: tests/run [ARGUMENT OF PYTEST ...]\n\n{description}")
        return 0
    commands.set_up()
    named = any(not argument.startswith("-") and Path(argument.split("::")[0]).exists()
                for argument in arguments)
    results = {}
    if not named:
        results["the helper jar's tests"] = tell("The helper jar's tests, with Maven", [
            *strict(commands.maven(commands.read_state())), "-q", "verify"])
    results["pytest"] = tell("The other tests, with pytest", [
        commands.PYTHON, "-m", "pytest",
        *(arguments if named else [*TWO_FILES_AT_A_TIME, *arguments, HERE])])
    failed = [name for name, code in results.items() if code != 0]
    if results["pytest"] == 5:
        commands.say("pytest found no test, which counts as a failure.")
    commands.say(f"Failed: {', '.join(failed)}." if failed else "Every test passed.")
    return 1 if failed else 0


def strict(maven):
    """Maven with the profile of what is asked of a change; its formatter looks into javac."""
    java, *options = maven
    exports = [f"--add-exports=jdk.compiler/com.sun.tools.javac.{part}=ALL-UNNAMED"
               for part in ("api", "code", "comp", "file", "main", "parser", "processing", "tree",
                            "util")]
    return [java, *exports, *options, "-Pstrict"]


def tell(title, arguments):
    commands.say(f"{title}")
    begin = time.monotonic()
    code = subprocess.call([str(a) for a in arguments], cwd=commands.ROOT,
                           env=commands.environment())
    commands.say(f"{title}: {'passed' if code == 0 else 'failed'}, "
                 f"{time.monotonic() - begin:.0f} s")
    return code
