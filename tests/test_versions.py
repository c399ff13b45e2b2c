"""Every version is pinned exactly, and is the same wherever it is named twice.

So is every sentence in which a command says what is wrong: README.md says what to do then."""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest
import python_check

import commands
from notebooks import NOTEBOOKS, ROOT, SOLUTIONS, none, read

EXACT = re.compile(r"\d[\w.+-]*")
CONDA = (ROOT / "environment.yml").read_text(encoding="utf-8")
LOCKED = (ROOT / "lib" / "requirements.txt").read_text(encoding="utf-8")
NAMESPACE = {"m": "http://maven.apache.org/POM/4.0.0"}
POM = ElementTree.parse(ROOT / "lib" / "pom.xml").getroot()


# The Python of a release of Ubuntu, on which Temurin's image stands: it stays that for life.
PYTHON_OF = {"noble": "3.12.3"}


def conda():
    """The packages of environment.yml that conda installs, with their versions."""
    listed = CONDA.split("dependencies:")[1]
    return dict(re.findall(r"^  - ([\w-]+)(?![\w:-])[ =]*(\S*)", listed, re.M))


def asked():
    """The packages that lib/requirements.in asks for, with their versions."""
    lines = (ROOT / "lib" / "requirements.in").read_text(encoding="utf-8").splitlines()
    wanted = [line.partition("#")[0].strip() for line in lines]
    return dict(line.partition("==")[::2] for line in wanted if line)


def pip():
    """Those that pip installs, with all that they need in turn."""
    return dict(re.findall(r"^([\w.-]+)(?:==)?([^;\s]*)", LOCKED, re.M))


def maven():
    """What lib/pom.xml names, by artifact; the version is None where it is not written."""
    found = {}
    for kind in ("dependency", "plugin"):
        for part in POM.iter(f"{{{NAMESPACE['m']}}}{kind}"):
            version = part.findtext("m:version", None, NAMESPACE)
            found.setdefault(part.findtext("m:artifactId", "", NAMESPACE), version)
    return found


def docker():
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_python_packages_are_pinned():
    packages = conda() | pip() | asked()
    assert {"python", "openjdk", "jupyterlab", "jjava", "tornado"} <= packages.keys(), (
        f"environment.yml or lib/requirements could not be read; this was found: {packages}")
    none(f"write the exact version of {name}, not '{version}', in environment.yml or in "
         "lib/requirements.in"
         for name, version in packages.items() if not EXACT.fullmatch(version))
    assert conda()["pip"] == pip()["pip"], "environment.yml and lib/requirements.in differ in pip"
    assert "- -r lib/requirements.txt\n" in CONDA, "environment.yml has to name the lock"


def test_the_lock_is_what_is_asked_for():
    """A tool wrote it, from this requirements.in, for every system, with a hash for every file."""
    again = "run, in lib/, the command in the first lines of requirements.txt"
    command = LOCKED.splitlines()[1]
    for option in ("--universal", "--generate-hashes", "--no-emit-index-url",
                   f"--python-version {'.'.join(map(str, python_check.OLDEST))}"):
        assert option in command, f"lib/requirements.txt was made without {option}: {again}"
    entries = re.split(r"\n(?=[\w])", LOCKED)[1:]
    from_in = {re.match(r"[\w.-]+", entry)[0] for entry in entries
               if re.search(r"^    # +(?:via )? *-r requirements\.in$", entry, re.M)}
    assert from_in == asked().keys(), f"lib/requirements.txt has others than asked for: {again}"
    locked = pip()
    assert len(locked) == len(entries), "lib/requirements.txt names a package twice"
    none(f"lib/requirements.txt has {name} {locked[name]}, and not {version}: {again}"
         for name, version in asked().items() if locked[name] != version)
    none(f"lib/requirements.txt has no hash for {entry.split()[0]}: {again}"
         for entry in entries if "--hash=sha256:" not in entry)
    assert "://" not in LOCKED and not re.search(r"^ *-(?!-hash)", LOCKED, re.M), (
        f"lib/requirements.txt names a host: {again}")


def test_what_reads_a_notebook_is_imported_at_once():
    """From 4.25 on, jsonschema makes forty parsers for it, in each command of this collection."""
    code = "import nbformat, sys; print(*sys.modules.keys() & {'lark', 'rfc3987_syntax'})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "\n", f"nbformat imports {run.stdout}: pin an older jsonschema"


def test_pom_is_pinned():
    found = maven()
    assert {"okhttp-jvm", "xchart", "tablesaw-core", "junit-jupiter"} <= found.keys()
    none(f"lib/pom.xml: write the exact version of {name}, not '{version}'"
         for name, version in found.items()
         if version is None or not EXACT.fullmatch(version)
         or re.search(r"SNAPSHOT|LATEST|RELEASE", version))


def test_junit_is_of_one_version():
    found = maven()
    assert found["junit-jupiter"] == found["junit-platform-launcher"], (
        "lib/pom.xml: junit-jupiter and junit-platform-launcher are released together")


def test_maven_is_pinned():
    assert EXACT.fullmatch(commands.MAVEN)
    assert re.fullmatch("[0-9a-f]{128}", commands.MAVEN_SHA512)


def test_java_is_the_same_everywhere():
    named = {
        "lib/commands.py": str(commands.JAVA),
        "lib/pom.xml": POM.findtext(".//m:maven.compiler.release", "", NAMESPACE),
        "environment.yml": conda()["openjdk"].split(".")[0],
    }
    assert len(set(named.values())) == 1, f"These name different versions of Java: {named}"


def test_conda_and_docker_bring_the_same_versions():
    """The whole version, as far as both name it: conda's has no number of the build."""
    (base,) = re.findall(r"^FROM\s+eclipse-temurin:(\S+)", docker(), re.M)
    jdk, _, system = re.fullmatch(r"([\d.]+)_(\d+)-jdk-(\w+)", base).groups()
    assert jdk == conda()["openjdk"], "environment.yml and the Dockerfile bring different JDKs"
    python = PYTHON_OF[system]
    assert python == conda()["python"], "environment.yml and the Dockerfile bring different Pythons"
    assert f"Python {python}" in docker()
    assert python_check.refusal(tuple(map(int, python.split(".")))) is None


def test_base_image_is_pinned():
    bases = re.findall(r"^FROM\s+(?:--\S+\s+)?(\S+)", docker(), re.M)
    stages = re.findall(r"^FROM\s.*\s[Aa][Ss]\s+(\S+)", docker(), re.M)
    assert bases, "The Dockerfile has no FROM."
    none(f"Dockerfile: pin {base} by a full version or by its digest" for base in bases
         if base not in stages and not re.search(r":\d+\.\d+\.\d+[\w.-]*$|@sha256:", base))
    none(f"Dockerfile: it installs {line} past lib/requirements.txt" for line in
         re.findall(r"(?:pip|conda|mamba) install (?!.*requirements)(.*)", docker()))


def test_the_image_holds_nothing_that_git_leaves_out():
    """What the builder has solved, above all."""
    left_out = {file: {line.removeprefix("**/").strip("/") for line in (ROOT / file).read_text(
        encoding="utf-8").splitlines()} for file in (".gitignore", ".dockerignore")}
    missing = sorted(left_out[".gitignore"] - left_out[".dockerignore"])
    none(f".dockerignore: leave out {name}, as .gitignore does" for name in missing)


def test_a_warning_stops_no_build_of_a_reader():
    profiles = POM.find("m:profiles", NAMESPACE)
    usual = "".join(text for part in POM if part is not profiles for text in part.itertext())
    assert "-Werror" in "".join(profiles.itertext()), "tests/run lets warnings pass"
    assert "-Werror" not in usual, "lib/pom.xml: -Werror belongs to the profile of tests/run"


def texts():
    """All of the collection's own texts, by their names; notebooks without their outputs."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(part.startswith(".") and part != ".ci" for part in inside.parts)
        if (hidden or not path.is_file() or "target" in inside.parts
                or path.suffix in (".png", ".jar", ".pyc")):
            continue
        if path in NOTEBOOKS + SOLUTIONS:
            yield inside.as_posix(), "\n".join(cell.source for cell in read(path).cells)
            continue
        try:
            yield inside.as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@pytest.fixture(scope="module")
def known():
    """Every pinned name, as people write it, with its version."""
    versions = conda() | pip() | maven() | {"maven": commands.MAVEN}
    plain = {"okhttp": "okhttp-jvm", "tablesaw": "tablesaw-core", "junit": "junit-jupiter",
             "vert.x": "vertx-core", "netty": "netty-codec-http2"}
    versions |= {name: versions[full] for name, full in plain.items() if full in versions}
    # The Python of the readers may be another than conda's; nbformat 4.5 is a format's version.
    return {name: version for name, version in versions.items()
            if name not in ("python", "pip", "openjdk", "nbformat") and version}


def test_versions_agree_wherever_they_are_named(known):
    pattern = re.compile(
        rf"(?<![\w.-])({'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})"
        r"(?:\s+|==?|:|@|/v?)(\d+(?:\.\d+)+[\w]*)", re.I)
    problems, seen = [], 0
    for name, text in texts():
        for package, version in pattern.findall(text):
            seen += 1
            pinned = known[package.lower()] if package.lower() in known else known[package]
            if not f"{pinned}.".startswith(f"{version}."):
                problems.append(f"{name} names {package} {version}; {pinned} is pinned")
    assert seen > 20, f"Only {seen} versions were found in all texts: is the pattern right?"
    none(problems)


# ---------------------------------------------------------------- what the commands say

def sentences():
    """What a command can fail with, as its source has it; "…" stands for each value."""
    for file in sorted((ROOT / "lib").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name in ("Problem", "commands.Problem"):
                yield words(node.args[0])
            elif name == "run" and len(node.args) == 4:  # a program, what failed, and an advice
                yield f"{words(node.args[2])}: …"


def words(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(map(words, node.values))
    if isinstance(node, ast.FormattedValue) and ast.unparse(node.value) == "JAVA":
        return str(commands.JAVA)
    return node.value if isinstance(node, ast.Constant) else "…"


def is_quoted(sentence, quotes):
    """Whether one of these quotes, in which "…" stands for what is left out, is of the sentence."""
    return any(re.match(".*".join(map(re.escape, quote.split("…"))), sentence, re.S)
               for quote in quotes)


def test_a_quote_is_told_from_another():
    assert is_quoted("… is not saved: an output shows …", ["… is not saved: an output …"])
    assert not is_quoted("… is not saved: an output shows …", ["… is not saved: other …", "saved"])


def test_readme_says_what_to_do_about_each_sentence_of_the_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = readme.split("## When something goes wrong")[1].split("\n## ")[0]
    quotes = [quote for seen in re.findall(r"^\| (.+?) \| ", rows, re.M)
              for quote in re.findall("`([^`]+)`", seen)]
    found = list(sentences())
    assert len(found) > 15, f"Only {len(found)} sentences were found: is the pattern right?"
    none(f"README.md does not say what to do about: {sentence}" for sentence in found
         if not sentence.startswith("…: ")  # a step's or a program's own words
         and not is_quoted(sentence, quotes))
