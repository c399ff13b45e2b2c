"""The notebooks as the tests read them: found by a glob, cells, prose, names that are declared."""

import base64
import functools
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import mistune
import nbformat
import pytest

import commands
import kernels

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9][0-9]-*.ipynb"))
SOLUTIONS = sorted((FOLDER / "solutions").glob("*.ipynb"))
WRONG = ROOT / "tests" / "wrong"

markdown = mistune.create_markdown(renderer="ast", plugins=["table", "strikethrough"])


def name_of(path):
    """How a notebook is called in test names and messages."""
    return path.relative_to(FOLDER).as_posix().removesuffix(".ipynb")


@functools.cache
def read(path):
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def prose_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "markdown"]


def tags(cell):
    return cell.metadata.get("tags", [])


def cell_of(path, cell_id):
    return next((cell for cell in read(path).cells if cell.id == cell_id), None)


def runnable(path):
    """The code cells that a test may run; the others are tagged and say so in their prose."""
    return [cell for cell in code_cells(path) if "not-run" not in tags(cell)]


def where(path, cell):
    return f"{name_of(path)}, cell '{cell.id}'"


def none(problems):
    """Fail with a line for each problem; each says where it is and what to do."""
    problems = list(problems)
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


# ---------------------------------------------------------------- prose

def tokens(source):
    """All tokens of a piece of Markdown, outer ones first."""
    stack = list(reversed(markdown(source)))
    while stack:
        token = stack.pop()
        yield token
        stack.extend(reversed(token.get("children", [])))


def text_of(token):
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    return token.get("raw", "") + "".join(map(text_of, token.get("children", [])))


def headings(source):
    """The headings of a piece of Markdown as (level, text)."""
    return [(token["attrs"]["level"], text_of(token).strip())
            for token in tokens(source) if token["type"] == "heading"]


def links(source):
    """The targets of all links and pictures, those written in HTML included."""
    for token in tokens(source):
        if token["type"] in ("link", "image"):
            yield token["attrs"]["url"]
        elif token["type"] in ("block_html", "inline_html"):
            yield from re.findall(r'(?:href|src)="([^"]*)"', token["raw"])


def jupyterlab_ids(path):
    """The ids that JupyterLab gives to headings."""
    return {text.replace(" ", "-") for cell in prose_cells(path)
            for _, text in headings(cell.source)}


def words(text):
    return len(re.sub(r"<[^>]*>", " ", text).split())


# ---------------------------------------------------------------- code

@dataclass(frozen=True)
class Snippet:
    """What JShell makes one thing of: a declaration, a statement, an expression."""

    cell: str
    kind: str  # IMPORT, METHOD, TYPE_DECL, VAR, EXPRESSION, STATEMENT, UNFINISHED
    name: str
    type: str
    parameters: str
    source: str


def without_magics(source):
    return re.sub(r"^[ \t]*%.*$", "", source, flags=re.M)


@functools.cache
def _all_snippets():
    """Those of every notebook, by its path: one JVM reads them all."""
    cells = [(f"{number}/{cell.id}", without_magics(cell.source))
             for number, path in enumerate(NOTEBOOKS + SOLUTIONS) for cell in code_cells(path)]
    found = {path: [] for path in NOTEBOOKS + SOLUTIONS}
    for key, *rest in parse(cells):
        number, cell = key.split("/", 1)
        found[(NOTEBOOKS + SOLUTIONS)[int(number)]].append(Snippet(cell, *rest))
    return found


def snippets(path):
    """What the code cells of a notebook consist of, in order."""
    return _all_snippets()[path]


def parse(cells):
    """The snippets of (key, source) pairs, as (key, kind, name, type, parameters, source)."""
    lines = "".join(f"{key}\t{base64.b64encode(source.encode()).decode()}\n"
                    for key, source in cells if source.strip())
    for line in declarations(lines).splitlines():
        *parts, source = line.split("\t")
        yield *parts, base64.b64decode(source).decode()


def declarations(lines):
    """What tests/Declarations.java says of these lines: for all of pytest's workers, one asks."""
    program = ROOT / "tests" / "Declarations.java"
    asked = commands.digest(program.read_text(encoding="utf-8"), lines)
    known = commands.LIB / "target" / "declarations.txt"
    with open(known.with_suffix(".lock"), "a+b") as lock:
        while not commands.try_lock(lock):
            time.sleep(0.2)
        if known.exists():
            answered, said = known.read_text(encoding="utf-8").split("\n", 1)
            if answered == asked:
                return said
        done = subprocess.run([kernels.java(), kernels.WITHOUT_C2, str(program)], input=lines,
                              capture_output=True, text=True, encoding="utf-8", timeout=120)
        assert done.returncode == 0, f"tests/Declarations.java failed:\n{done.stderr}"
        commands.write_whole(known, f"{asked}\n{done.stdout}")
        return done.stdout


def uses(source, name):
    """Whether a name stands in a piece of Java (a comment or a string counts, to be safe)."""
    return re.search(rf"(?<![\w.]){re.escape(name)}\b", source) is not None


# ---------------------------------------------------------------- a place to run in

def link(source, target):
    """One file under two names, where the file system can; else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def workplace(folder):
    """A copy of the notebooks' folder beside the helper jar and the tools; a run leaves no trace.

    It stands in a folder with signs that a path in a URL or a command is easily broken by."""
    folder = folder / "My Courses #1 é"
    for part in ("jars", "tools"):
        shutil.copytree(ROOT / "lib" / "target" / part, folder / "lib" / "target" / part,
                        copy_function=link)
    shutil.copytree(FOLDER, folder / "notebooks",
                    ignore=shutil.ignore_patterns(".*", "__pycache__"))
    return folder / "notebooks"
