"""Every version is pinned exactly, and is the same wherever it is named twice."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

import commands
from notebooks import NOTEBOOKS, ROOT, SOLUTIONS, none, read

EXACT = re.compile(r"\d[\w.+-]*")
CONDA = (ROOT / "environment.yml").read_text(encoding="utf-8")
NAMESPACE = {"m": "http://maven.apache.org/POM/4.0.0"}
POM = ElementTree.parse(ROOT / "lib" / "pom.xml").getroot()


def conda():
    """The packages of environment.yml that conda installs, with their versions."""
    return dict(re.findall(r"^  - ([\w-]+)(?![\w:-])[ =]*(\S*)", CONDA.split("dependencies:")[1], re.M))


def pip():
    """Those that pip installs."""
    return dict(re.match(r"([\w.-]+)(?:==)?([^;\s]*)", line).groups()
                for line in commands.requirements().splitlines())


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


def test_environment_is_pinned():
    packages = conda() | pip()
    assert {"python", "openjdk", "jupyterlab", "jjava", "playwright"} <= packages.keys(), (
        f"environment.yml could not be read; this was found: {packages}")
    none(f"environment.yml: write the exact version of {name}, not '{version}'"
         for name, version in packages.items() if not EXACT.fullmatch(version))


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
    parts = [part.split(":") for part in commands.MAVEN_PARTS.split("+")]
    none(f"lib/commands.py: write group:artifact:version in {':'.join(part)}"
         for part in parts if len(part) != 3 or not EXACT.fullmatch(part[2]))
    assert commands.MAVEN in {part[2] for part in parts if part[1] == "maven-embedder"}


def test_java_is_the_same_everywhere():
    named = {
        "lib/commands.py": str(commands.JAVA),
        "lib/pom.xml": POM.findtext(".//m:maven.compiler.release", "", NAMESPACE),
        "environment.yml": conda()["openjdk"].split(".")[0],
    }
    for number, base in enumerate(re.findall(r"^FROM\s+(\S+)", docker(), re.M)):
        if jdk := re.search(r"(?:temurin|openjdk|jdk)[:-](\d+)", base):
            named[f"Dockerfile, FROM {number + 1}"] = jdk[1]
    assert len(named) > 3, "The Dockerfile starts from no image with a JDK in its name."
    assert len(set(named.values())) == 1, f"These name different versions of Java: {named}"


def test_base_image_is_pinned():
    bases = re.findall(r"^FROM\s+(?:--\S+\s+)?(\S+)", docker(), re.M)
    stages = re.findall(r"^FROM\s.*\s[Aa][Ss]\s+(\S+)", docker(), re.M)
    assert bases, "The Dockerfile has no FROM."
    none(f"Dockerfile: pin {base} by a full version or by its digest" for base in bases
         if base not in stages and not re.search(r":\d+\.\d+\.\d+[\w.-]*$|@sha256:", base))
    none(f"Dockerfile: it installs {line} past environment.yml" for line in
         re.findall(r"(?:pip|conda|mamba) install (?!.*requirements)(.*)", docker()))


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
