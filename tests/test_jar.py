"""The helper jar: its rooms, as its classes show them, and the format of its traces."""

import functools
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # comes with nbformat

from kernels import java
from notebooks import ROOT, none

JARS = ROOT / "lib" / "target" / "jars"
# The other packages of the jar that each may use, as its package-info.java says.
OPEN = {
    "workbench": ["workbench.checks", "workbench.internal.cluster", "workbench.internal.drawing",
                  "workbench.internal.kernel", "workbench.internal.program",
                  "workbench.internal.server", "workbench.internal.text"],
    "workbench.checks": ["workbench", "workbench.internal.kernel", "workbench.internal.text"],
    "workbench.internal.cluster": ["workbench", "workbench.internal.program",
                                   "workbench.internal.text"],
    "workbench.internal.drawing": ["workbench", "workbench.internal.text"],
    "workbench.internal.kernel": ["workbench.internal.drawing", "workbench.internal.text"],
    "workbench.internal.program": ["workbench.internal.text"],
    "workbench.internal.server": ["workbench", "workbench.internal.kernel",
                                  "workbench.internal.program", "workbench.internal.text"],
    "workbench.internal.text": [],
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


def package_of(name):
    return name.rpartition(".")[0]


def wrong_ways(uses):
    return [f"{user} may not use {used}: see its package-info.java and OPEN in tests/test_jar.py"
            for user in sorted(uses) for used in sorted(uses[user])
            if package_of(used) not in [package_of(user), *OPEN.get(package_of(user), [])]]


def test_cycles_and_wrong_ways_are_found():
    uses = {"workbench.A": {"workbench.B"}, "workbench.B": {"workbench.C"},
            "workbench.C": {"workbench.A"}, "workbench.D": {"workbench.A", "workbench.checks.E"},
            "workbench.checks.E": {"workbench.A", "workbench.internal.text.F"},
            "workbench.internal.text.F": {"workbench.internal.text.G", "workbench.D"},
            "workbench.internal.text.G": set()}
    assert cycles(uses) == {
        frozenset({"workbench.A", "workbench.B", "workbench.C"}),
        frozenset({"workbench.D", "workbench.checks.E", "workbench.internal.text.F"})}
    assert [way.partition(":")[0] for way in wrong_ways(uses)] == [
        "workbench.internal.text.F may not use workbench.D"]


def test_no_cycle_between_two_files_of_the_jar():
    none("these files use one another, in a circle: "
         + ", ".join(f"{user} -> {' '.join(sorted(dependencies()[user] & circle))}"
                     for user in sorted(circle))
         for circle in cycles(dependencies()))


def test_each_package_of_the_jar_uses_only_what_is_open_to_it():
    none(wrong_ways(dependencies()))


# ---------------------------------------------------------------- documentation

MEMBER = re.compile(r"^(?P<before>.*)\n(?P<marks>(?: +@.+\n)*) +public "
                    r"(?!.*\b(?:class|interface|record|enum)\b)(?P<member>.*\()", re.M)


def undocumented(source):
    """The public members of a Java source without a comment, but those that take one over."""
    return [found["member"] + "…" for found in MEMBER.finditer(source)
            if not found["before"].endswith("*/") and "@Override" not in found["marks"]]


def test_public_methods_without_documentation_are_found():
    assert undocumented("""
    /** Says what it does. */
    @SafeVarargs
    public static <T> void known(T... all) {

    public void unknown(

    @Override
    public String toString() {

        public static final class Nested {

    @Deprecated
    public Table old() {
""") == ["void unknown(…", "Table old(…"]


def test_what_cells_name_is_documented():
    none(f"{file.name}: {member} has no Javadoc"
         for file in sorted((ROOT / "lib" / "src" / "main" / "java" / "workbench").glob("*.java"))
         for member in undocumented(file.read_text("utf-8")))


# ---------------------------------------------------------------- words

def test_words_are_those_of_readers_of_english_as_a_second_language():
    """In comments and in messages."""
    idiom = re.compile(r"\b(bears?|mends?|mended|(?:is|are|been) told)\b")
    none(f"{file.name}, line {number}: say '{found[0]}' in a plain word"
         for file in sorted((ROOT / "lib" / "src" / "main" / "java").rglob("*.java"))
         for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
         for found in [idiom.search(line)] if found)


# ---------------------------------------------------------------- numbers

# A number that is written as the machine's language has it, in Arabic digits, say.
NUMBER = re.compile(r'String\.format\(\s*"'
                    r'|%[-,.\d]*[dfe](?=[^;]*?\.formatted\()(?![^;]*?String\.format)')


def test_numbers_in_the_machines_own_language_are_found():
    assert not NUMBER.search('a = String.format(Locale.ROOT, "%,d of %s", 1, "b");')
    assert not NUMBER.search('a = "%s".formatted(1); b = String.format(Locale.ROOT, "%.1f", 1.0);')
    assert NUMBER.search('a = String.format(\n"%,d", 1);')
    assert NUMBER.search('a = ("%,6d ms" + b)\n.formatted(1);')


def test_the_jar_writes_numbers_the_same_everywhere():
    none(f"{file.name}, line {text.count(chr(10), 0, found.start()) + 1}: "
         "let String.format(Locale.ROOT, …) write the number"
         for file in sorted((ROOT / "lib" / "src" / "main" / "java").rglob("*.java"))
         for text in [file.read_text("utf-8")] for found in NUMBER.finditer(text))


# ---------------------------------------------------------------- tags

def test_a_test_that_takes_long_has_the_tag_that_quick_leaves_out():
    none(f"{file.name}: nothing looks at the tag '{tag}'; say 'slow'"
         for file in sorted((ROOT / "lib" / "src" / "test").rglob("*.java"))
         for tag in re.findall(r'@Tag\("([^"]*)"\)', file.read_text("utf-8")) if tag != "slow")


# ---------------------------------------------------------------- traces

@functools.cache
def trace_format():
    """The checker of Google's format, with which a file has to agree to be opened by Perfetto."""
    schema = json.loads((ROOT / "tests" / "trace-event-format.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@functools.cache
def trace():
    """A timeline with all there can be on one, as the jar writes it."""
    told = subprocess.run([java(), "-cp", str(JARS / "*"), "-Dstdout.encoding=UTF-8",
                           str(ROOT / "tests" / "Traced.java")],
                          capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert told.returncode == 0, f"tests/Traced.java failed:\n{told.stdout}{told.stderr}"
    return told.stdout


def test_a_trace_is_in_the_trace_event_format():
    none(f"{'/'.join(map(str, wrong.absolute_path))}: {wrong.message}"
         for wrong in trace_format().iter_errors(json.loads(trace())))
    events = json.loads(trace())["traceEvents"]
    assert {event["ph"] for event in events} == {"X", "M"}
    kinds = {event["cat"] for event in events if event["ph"] == "X"}
    assert kinds == {"task", "queued", "waiting", "working"}, "the timeline lacks a kind of slice"


def broken(event, **changes):
    return {key: value for key, value in (event | changes).items() if value is not None}


@pytest.mark.parametrize("change", [
    {"ph": None}, {"ph": "Z"}, {"pid": None}, {"pid": "1"}, {"tid": None}, {"tid": 1.5},
    {"ts": None}, {"ts": "0"}, {"dur": None}, {"dur": -1}, {"name": None}, {"name": 1},
    {"args": []}], ids=str)
def test_a_slice_that_is_not_in_the_format_is_found(change):
    slices = {"ph": "X", "name": "a", "pid": 1, "tid": 1, "ts": 0, "dur": 1.5}
    assert trace_format().is_valid({"traceEvents": [slices]})
    assert not trace_format().is_valid({"traceEvents": [broken(slices, **change)]})


@pytest.mark.parametrize("change", [{"name": "lane"}, {"args": None}, {"args": {"label": "a"}},
                                    {"args": {"name": 1}}], ids=str)
def test_a_name_that_is_not_in_the_format_is_found(change):
    lane = {"ph": "M", "name": "thread_name", "pid": 1, "tid": 1, "args": {"name": "a"}}
    assert trace_format().is_valid({"traceEvents": [lane]})
    assert not trace_format().is_valid({"traceEvents": [broken(lane, **change)]})
