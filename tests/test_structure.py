"""What every notebook looks like, whoever wrote it: form, prose, links, names, saved outputs."""

import getpass
import json
import re
import socket
import statistics
from collections import Counter
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
import yaml

import commands
from notebooks import (
    FOLDER,
    NOTEBOOKS,
    ROOT,
    SOLUTIONS,
    cell_of,
    code_cells,
    headings,
    jupyterlab_ids,
    links,
    name_of,
    none,
    prose_cells,
    read,
    snippets,
    tags,
    uses,
    where,
    without_magics,
    words,
)

LINES = 25
COLUMNS = 88
BYTES = 1_000_000
# A reader's pace: most cells are short, a hard one may be long.
MEDIAN = 10
LONG = 16
LONG_ONES = 3
ALONE = 3  # lines of code that need no prose of their own, after a cell of code
MINUTES = range(25, 51)  # of reading
OFF_BY = 0.15
TAGS = {"todo", "check", "not-run"}
# In this order, in every notebook but 00. What a notebook teaches stands between them.
SECTIONS = ["Setup", "The problem", "Your prediction", "When it does not help",
            "Which one, when?", "Exercises", "Recap", "Close down"]
# The course can be followed without these: they compare nothing, or little.
SIDE_TRIPS = {"08-processes", "09-better-algorithm"}
SIDE_TRIP_SECTIONS = [section for section in SECTIONS
                      if section not in ("Your prediction", "When it does not help")]

notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
all_notebooks = pytest.mark.parametrize("path", NOTEBOOKS + SOLUTIONS, ids=name_of)


def number(path):
    return int(path.name[:2])


def teaches_a_workload(path):
    """All notebooks do but the first, which shows the way."""
    return number(path) > 0


def test_all_notebooks_are_found():
    everything = {path for path in FOLDER.rglob("*.ipynb")
                  if ".ipynb_checkpoints" not in path.parts}
    strays = everything - set(NOTEBOOKS) - set(SOLUTIONS)
    none(f"{path.relative_to(ROOT)}: call it NN-name.ipynb, so that readers see its place"
         for path in sorted(strays))
    assert NOTEBOOKS, f"There is no notebook in {FOLDER}."
    assert len({number(path) for path in NOTEBOOKS}) == len(NOTEBOOKS), (
        f"Two notebooks have the same number: {[p.name for p in NOTEBOOKS]}.")
    none(f"solutions/{path.name} solves no notebook: name it as its notebook"
         for path in SOLUTIONS if not (FOLDER / path.name).exists())


@all_notebooks
def test_is_a_valid_notebook(path):
    notebook = read(path)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5), "save it as nbformat 4.5"
    nbformat.validate(notebook)
    ids = Counter(cell.id for cell in notebook.cells)
    none([f"{name_of(path)}: {count} cells have the id '{id}'; give each its own"
          for id, count in ids.items() if count > 1]
         + [f"{name_of(path)}: the cell id '{id}' tells a reader nothing; use words-like-these"
            for id in ids if not re.fullmatch(r"[a-z]+[a-z0-9]*(-[a-z0-9]+)*", id)
            or re.fullmatch(r"[0-9a-f]{8}|[0-9a-f-]{36}", id)])


@all_notebooks
def test_metadata_does_not_change_from_run_to_run(path):
    notebook = read(path)
    kernel = notebook.metadata.get("kernelspec", {})
    assert (kernel.get("name"), kernel.get("language")) == ("java", "java"), (
        f"{name_of(path)}: its kernel has to be 'java', whose language is 'java'")
    none([f"{name_of(path)}: remove '{key}' from the notebook's metadata"
          for key in notebook.metadata if key not in ("kernelspec", "language_info", "workbench")]
         + [f"{where(path, cell)}: remove '{key}' from its metadata"
            for cell in notebook.cells for key in cell.metadata if key != "tags"]
         + [f"{where(path, cell)}: the tag '{tag}' is none of {sorted(TAGS)}"
            for cell in notebook.cells for tag in tags(cell) if tag not in TAGS])
    assert "version" not in notebook.metadata.get("language_info", {}), (
        f"{name_of(path)}: remove the version of Java from language_info; the stamp tells it")


@all_notebooks
def test_file_is_small(path):
    size = path.stat().st_size
    assert size < BYTES, f"{name_of(path)} has {size:,} bytes; keep it under {BYTES:,}"


# ---------------------------------------------------------------- code

def setup_pattern(cell):
    """A setup cell without what may differ: the way to lib/ and the imports."""
    source = cell.source.replace("../../lib", "../lib")
    return re.sub(r"^import .*\n", "", source, flags=re.M)


@all_notebooks
def test_first_code_cell_is_the_shared_setup(path):
    first = code_cells(path)[0]
    pattern = setup_pattern(code_cells(NOTEBOOKS[0])[0])
    assert setup_pattern(first) == pattern, (
        f"{where(path, first)}: its lines, imports aside, have to be those of every notebook")
    assert first.id == "setup", f"{where(path, first)}: call it 'setup'"
    up = "../.." if path in SOLUTIONS else ".."
    for part in (f'File("{up}/lib/target/jars/workbench.jar")',
                 f"%classpath {up}/lib/target/jars/*.jar", "Runtime.version().feature() < 25",
                 "import module java.base;", "import workbench.*;", "Show.machine();"):
        assert part in first.source, f"{where(path, first)}: it lacks {part}"
    order = [first.source.index(part) for part in ("throw new Error", "%classpath", "import module",
                                                   "Show.machine();")]
    assert order == sorted(order), f"{where(path, first)}: guard, class path, imports, machine"


@all_notebooks
def test_imports_stand_in_the_setup_cell_only(path):
    none(f"{name_of(path)}, cell '{snippet.cell}': move to the setup cell: {snippet.source.strip()}"
         for snippet in snippets(path) if snippet.kind == "IMPORT" and snippet.cell != "setup")


@all_notebooks
def test_cells_are_short(path):
    problems = []
    for cell in code_cells(path):
        lines = cell.source.split("\n")
        if len(lines) > LINES:
            problems.append(f"{where(path, cell)}: {len(lines)} lines; split it ({LINES} at most)")
        if not cell.source.strip():
            problems.append(f"{where(path, cell)}: it is empty; remove it")
        if cell.source != cell.source.strip():
            problems.append(f"{where(path, cell)}: remove the blank lines around its code")
        problems += [f"{where(path, cell)}: {len(line)} columns ({COLUMNS} at most): {line.strip()}"
                     for line in lines if len(line) > COLUMNS]
        problems += [f"{where(path, cell)}: a tab or a space at a line's end: {line!r}"
                     for line in lines if "\t" in line or line != line.rstrip()]
    none(problems)


@all_notebooks
def test_code_is_java_that_both_kernels_take(path):
    problems = [f"{name_of(path)}, cell '{snippet.cell}': this is not whole: {snippet.source!r}"
                for snippet in snippets(path) if snippet.kind == "UNFINISHED"]
    for cell in code_cells(path):
        magics = re.findall(r"^[ \t]*%.*$", cell.source, re.M)
        problems += [f"{where(path, cell)}: not every kernel knows {magic!r}" for magic in magics
                     if cell.id != "setup" or not magic.startswith("%classpath ")]
        mine = [snippet for snippet in snippets(path) if snippet.cell == cell.id]
        if mine and mine[-1].kind == "EXPRESSION" and re.search(
                r"(?<![\w.])(display|updateDisplay)\(", mine[-1].source):
            problems.append(f"{where(path, cell)}: display(…) comes last and prints its id; call "
                            "it in a void method")
        problems += [
            f"{where(path, cell)}: {type_.name} is used before it is declared in the same cell, "
            "which IJava does not see; put it first, or nest it"
            for place, type_ in enumerate(mine) if type_.kind == "TYPE_DECL"
            for before in mine[:place] if uses(before.source, type_.name)]
        if re.search(r"\bSystem\.err\b|\.printStackTrace\(\)", cell.source):
            problems.append(
                f"{where(path, cell)}: print on System.out, since stderr has to be empty")
    none(problems)


@all_notebooks
def test_each_name_is_declared_once(path):
    declared = {}
    problems = []
    for snippet in snippets(path):
        if snippet.kind not in ("METHOD", "VAR", "TYPE_DECL"):
            continue
        for other in declared.setdefault(snippet.name, []):
            overload = (snippet.kind == other.kind == "METHOD"
                        and snippet.parameters != other.parameters)
            if not overload:
                problems.append(
                    f"{name_of(path)}: '{snippet.name}' is declared in cell '{other.cell}' and "
                    f"again in '{snippet.cell}', which resets what depends on it; rename one")
        declared[snippet.name].append(snippet)
    none(problems)


@all_notebooks
def test_shared_variables_have_their_type_written_out(path):
    order = [cell.id for cell in code_cells(path)]
    problems = []
    for snippet in snippets(path):
        if snippet.kind != "VAR" or snippet.type != "var":
            continue
        later = [cell for cell in code_cells(path)[order.index(snippet.cell) + 1:]
                 if uses(without_magics(cell.source), snippet.name)]
        if later:
            problems.append(
                f"{name_of(path)}, cell '{snippet.cell}': write the type of '{snippet.name}' "
                f"instead of var, since cell '{later[0].id}' uses it: a var is reset when what it "
                "depends on is declared again")
    none(problems)


# ---------------------------------------------------------------- prose

@all_notebooks
def test_prose_comes_before_every_code_cell(path):
    cells = read(path).cells
    assert cells[0].cell_type == "markdown", f"{name_of(path)}: begin with prose"
    none([f"{where(path, cell)}: two code cells in a row; say before it what it does and what to "
          "look at" for before, cell in pairwise(cells)
          if before.cell_type == cell.cell_type == "code"
          and len(cell.source.splitlines()) > ALONE]
         + [f"{where(path, cell)}: this cell has no text" for cell in prose_cells(path)
            if not cell.source.strip()]
         + [f"{where(path, cell)}: a raw cell; use prose or code"
            for cell in cells if cell.cell_type not in ("code", "markdown")])


def teaching_cells(path):
    """The cells of code that a reader reads to learn something."""
    return [cell for cell in code_cells(path) if cell.id not in ("setup", "close-down")
            and not {"todo", "check"} & set(tags(cell))]


def lines_of(cell):
    return len(cell.source.splitlines())


@notebooks
def test_length_and_balance(path):
    count = len(read(path).cells)
    assert 25 <= count <= 45, f"{name_of(path)} has {count} cells; 25 to 45 is the measure"
    prose = sum(words(cell.source) for cell in prose_cells(path))
    code = sum(words(cell.source) for cell in code_cells(path))
    assert prose >= code, (
        f"{name_of(path)}: {prose} words of prose for {code} of code; explain more or code less")


@notebooks
def test_pace_is_one_that_a_reader_keeps(path):
    counts = sorted(lines_of(cell) for cell in teaching_cells(path))
    assert statistics.median(counts) <= MEDIAN, (
        f"{name_of(path)}: half of its cells of code have {statistics.median(counts):g} lines or "
        f"more; {MEDIAN} is the most: cut, or split where a thought ends")
    long = [f"{cell.id} ({lines_of(cell)})" for cell in teaching_cells(path)
            if lines_of(cell) > LONG]
    assert len(long) <= LONG_ONES, (
        f"{name_of(path)}: cells of over {LONG} lines: {', '.join(long)}; {LONG_ONES} at most")
    none(f"{where(path, cell)}: two statements on a line: {line.strip()}"
         for cell in teaching_cells(path) for line in cell.source.splitlines()
         if re.search(r";[ \t]+[A-Za-z_]", line) and not re.search(r'for \(|try \(|//|"', line))


@notebooks
def test_minutes_are_computed(path):
    """180 words, 10 lines of code, a picture or a question a minute; exercises by their stars."""
    said = minutes(path)
    prose = "\n".join(cell.source for cell in prose_cells(path))
    read_out = len(re.sub(r"\]\([^)]*\)|[#*|`>-]", " ", prose).split())
    code = sum(lines_of(cell) for cell in teaching_cells(path))
    pictures = sum("image/png" in output.get("data", {})
                   for cell in code_cells(path) for output in cell.outputs)
    questions = sum(cell.source.count("Exercises.question(") for cell in code_cells(path))
    reading = read_out / 180 + code / 10 + pictures + questions
    assert abs(said[0] - reading) <= OFF_BY * reading, (
        f"{name_of(path)} says {said[0]} min; by the formula it takes {reading:.0f}")
    assert said[0] in MINUTES, f"{name_of(path)} takes {said[0]} min; split it or fill it"
    exercises = sum((10, 20, 40)[count - 1] for count in stars(path))
    assert said[1] == exercises, f"{name_of(path)}: its exercises take {exercises} minutes"


@all_notebooks
def test_headings_are_in_order(path):
    found = [(cell, level, text) for cell in prose_cells(path)
             for level, text in headings(cell.source)]
    assert found and found[0][1] == 1, f"{name_of(path)}: begin with a title, '# …'"
    problems = [f"{where(path, cell)}: a second title: {text}; use '##'"
                for cell, level, text in found[1:] if level == 1]
    problems += [f"{where(path, cell)}: '{text}' skips a level: {before[1]} to {level}"
                 for before, (cell, level, text) in pairwise(found) if level > before[1] + 1]
    seen = Counter(text for _, _, text in found)
    problems += [f"{name_of(path)}: {count} headings read '{text}'; links cannot tell them apart"
                 for text, count in seen.items() if count > 1]
    none(problems)


@notebooks
def test_sections_are_the_same_everywhere(path):
    found = [text for cell in prose_cells(path) for level, text in headings(cell.source)
             if level == 2]
    wanted = (["Setup", "The map", "Close down"] if not teaches_a_workload(path)
              else SIDE_TRIP_SECTIONS if name_of(path) in SIDE_TRIPS else SECTIONS)
    missing = [section for section in wanted if section not in found]
    assert not missing, f"{name_of(path)} lacks the sections {missing}; it has {found}"
    places = [found.index(section) for section in wanted]
    assert places == sorted(places), f"{name_of(path)}: its sections come in the order {wanted}"


@notebooks
def test_first_and_last_prose_lead_on(path):
    first = prose_cells(path)[0]
    assert minutes(path), f"{where(path, first)}: say how long: '40 min, exercises 30'"
    place = NOTEBOOKS.index(path)
    wanted = [other.name for other in NOTEBOOKS[max(place - 1, 0):place + 2] if other != path]
    if place > 0:
        wanted.append("00-start-here.ipynb#The-map")
    last = next(cell for cell in reversed(prose_cells(path)) if list(links(cell.source)))
    for cell in (first, last):
        targets = list(links(cell.source))
        none(f"{where(path, cell)}: link to {target}"
             for target in wanted if target not in targets
             and not any(link.startswith(f"{target}#") for link in targets))
    assert any(link == f"solutions/{path.name}" for cell in prose_cells(path)
               for link in links(cell.source)) == (FOLDER / "solutions" / path.name).exists(), (
        f"{name_of(path)}: link to its solutions, and have them: solutions/{path.name}")
    if teaches_a_workload(path):
        for part in ("You will be able to", "Not about", "Before you start"):
            assert part in first.source, f"{where(path, first)}: it does not say '{part}'"


def minutes(path):
    """The minutes of reading and of exercises that a notebook says it takes."""
    stated = re.search(r"\b(\d+) min, exercises (\d+)\b", prose_cells(path)[0].source)
    return (int(stated[1]), int(stated[2])) if stated else None


def github_ids(text):
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            for _, heading in headings(text)}


def broken_links(file, source, says):
    """The links of a piece of prose that lead nowhere on this disk."""
    for link in links(source):
        if re.match(r"https?://|mailto:|data:image/", link):
            if link.startswith("http:"):
                yield f"{says}: use https in {link}"
            continue
        target, _, anchor = link.partition("#")
        target = (file.parent / target).resolve() if target else file
        if not target.exists() or not target.is_relative_to(ROOT):
            yield f"{says}: {link} leads nowhere; is the name right, and relative to {file.name}?"
        elif anchor:
            known = (jupyterlab_ids(target) if target.suffix == ".ipynb"
                     else github_ids(target.read_text(encoding="utf-8")))
            if anchor not in known:
                near = [one for one in known if one.lower() == anchor.lower()] or sorted(known)
                yield f"{says}: {link} finds no heading; there are {', '.join(near)}"


@all_notebooks
def test_links_lead_somewhere(path):
    none(problem for cell in prose_cells(path)
         for problem in broken_links(path, cell.source, where(path, cell)))


def test_links_of_the_pages_lead_somewhere():
    pages = list(ROOT.glob("*.md"))
    assert ROOT / "README.md" in pages, "There is no README.md."
    none(problem for page in pages
         for problem in broken_links(page, page.read_text(encoding="utf-8"), page.name))


def words_line(path):
    """The line of a notebook that lists its words, and these."""
    prose = "\n".join(cell.source for cell in prose_cells(path))
    found = re.search(r"^\*\*Words:?\*\*[^*\n]*\*([^*\n]+)\.\*$", prose, re.M)
    return (found[0], found[1].split(", ")) if found else ("", [])


def test_glossary_has_every_word_of_every_notebook():
    page = FOLDER / "glossary.md"
    source = page.read_text(encoding="utf-8")
    entries = re.findall(r"^- \*\*\[([^\]]+)\]\(([^)]+)\)\*\*: (\S.{30,})$", source, re.M)
    where_to = {word: target for word, target, _ in entries}
    introduced = {}
    problems = [f"glossary.md has '{word}' {count} times" for word, count
                in Counter(word for word, _, _ in entries).items() if count > 1]
    for path in NOTEBOOKS:
        line, listed = words_line(path)
        if not listed:
            problems.append(f"{name_of(path)}: end its recap with '**Words** …: *one, another.*'")
        elif "](glossary.md)" not in line:
            problems.append(f"{name_of(path)}: link its words to glossary.md: {line[:60]}")
        for word in listed:
            introduced.setdefault(word, path.name)
    problems += [f"glossary.md lacks '{word}', of {name}" for word, name in introduced.items()
                 if word not in where_to]
    problems += [f"glossary.md: link '{word}' to {introduced.get(word, 'no notebook: remove it')}"
                 for word, target in where_to.items() if introduced.get(word) != target]
    none(problems + list(broken_links(page, source, "glossary.md")))


def test_map_shows_every_notebook_with_its_minutes():
    for page, source in (("README.md", (ROOT / "README.md").read_text(encoding="utf-8")),
                         ("00", "\n".join(c.source for c in prose_cells(NOTEBOOKS[0])))):
        folder = "notebooks/" if page == "README.md" else ""
        for path in NOTEBOOKS[0 if folder else 1:]:
            title = headings(prose_cells(path)[0].source)[0][1]
            lines = [line for line in source.splitlines() if f"({folder}{path.name})" in line]
            said = " min, exercises ".join(map(str, minutes(path)))
            assert any(title.split(":")[0] in line and said in line for line in lines), (
                f"The map in {page} does not show {path.name} with its title, '{title}', and "
                f"'{said}' in one line.")


@all_notebooks
def test_pictures_have_alternative_text(path):
    problems = []
    for cell in prose_cells(path):
        for img in re.findall(r"<img\b[^>]*>", cell.source):
            if not re.search(r'\balt="[^"]{15,}"', img):
                problems.append(f"{where(path, cell)}: say in alt what is to be seen: {img[:80]}")
        problems += [f"{where(path, cell)}: say in […] what is to be seen on {url}"
                     for alt, url in re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", cell.source)
                     if len(alt) < 15]
    for cell in code_cells(path):
        for output in cell.outputs:
            data = output.get("data", {})
            html = "".join(data.get("text/html", ""))
            problems += [f"{where(path, cell)}: a picture of its output has no alt text"
                         for img in re.findall(r"<img\b[^>]*>", html)
                         if not re.search(r'\balt="[^"]{15,}"', img)]
            alone = "image/png" in data and not html
            if alone and not output.metadata.get("image/png", {}).get("alt"):
                problems.append(f"{where(path, cell)}: a picture of its output has no alt text")
    none(problems)


@all_notebooks
def test_words_are_well_chosen(path):
    problems = []
    for cell in read(path).cells:
        for line in cell.source.splitlines():
            if re.search(r"\b(races?|racing|raced)\b", re.sub(
                    r"(?i)\bdata[ -]races?\b|\brace[ -]conditions?\b|\bbenign races?\b", "", line),
                    re.I):
                problems.append(f"{where(path, cell)}: a race is something else: {line.strip()}")
            if cell.cell_type == "markdown" and re.search(
                    r"\b[\d.,]+ ?(times|×|x|%) (as fast|faster|slower|quicker)", line):
                problems.append(f"{where(path, cell)}: let the code tell what was measured, not "
                                f"the prose: {line.strip()}")
    none(problems)


# ---------------------------------------------------------------- exercises

def stars(path):
    """How hard each exercise is, from 1 to 3."""
    return [len(found[0]) for cell in prose_cells(path) for _, text in headings(cell.source)
            if (found := re.match("★{1,3}", text))]


@notebooks
def test_exercises_are_a_ladder(path):
    found = stars(path)
    assert found[0] == 1 and found == sorted(found), (
        f"{name_of(path)}: its exercises have {found} stars; begin with one, then climb")


@notebooks
def test_exercises_are_complete(path):
    cells = read(path).cells
    todos = [cell for cell in cells if "todo" in tags(cell)]
    checks = {cell.id for cell in cells if "check" in tags(cell)}
    if teaches_a_workload(path):
        assert len(todos) >= 2, f"{name_of(path)} has {len(todos)} exercises; two at least"
    wanted = {cell.id.removesuffix("-todo") + "-check" for cell in todos}
    assert wanted == checks, (f"{name_of(path)}: each cell NAME-todo needs its NAME-check: "
                              f"{sorted(wanted ^ checks)}")
    problems = []
    for todo in todos:
        place = cells.index(todo)
        prompt = cells[place - 1].source
        if "TODO" not in todo.source:
            problems.append(f"{where(path, todo)}: mark the place with TODO")
        if not todo.id.endswith("-todo"):
            problems.append(f"{where(path, todo)}: call it {todo.id}-todo")
        if not any(re.match(r"★{1,3} ", text) for _, text in headings(prompt)):
            problems.append(f"{where(path, todo)}: the prose before it needs a heading '### ★ …'")
        if not re.search(r"<details>\s*<summary>Hint", prompt):
            problems.append(
                f"{where(path, todo)}: give a hint in <details><summary>Hint 1</summary>")
        solution = cell_of(FOLDER / "solutions" / path.name, todo.id) if (
            FOLDER / "solutions" / path.name).exists() else None
        if solution is None:
            problems.append(f"{where(path, todo)}: solutions/{path.name} has no cell '{todo.id}'")
        elif solution.source == todo.source or "TODO" in solution.source:
            problems.append(f"{where(path, todo)}: solutions/{path.name} does not solve it")
    for cell in cells:
        if "check" in tags(cell) and "Exercises.check(" not in cell.source:
            problems.append(f"{where(path, cell)}: it does not call Exercises.check(…)")
    numbers = re.findall(r'Exercises\.(?:check|question)\("([^"]+)"',
                         "".join(cell.source for cell in code_cells(path)))
    problems += [f"{name_of(path)}: '{name}' does not begin with the notebook's number, or "
                 "twice the same" for name in numbers
                 if name[:2] != path.name[:2] or numbers.count(name) > 1]
    none(problems)


@all_notebooks
def test_what_is_not_run_says_so(path):
    cells = read(path).cells
    none(f"{where(path, cell)}: say in the prose before it that it is not run"
         for before, cell in pairwise(cells)
         if "not-run" in tags(cell) and "not run" not in before.source)


# ---------------------------------------------------------------- saved outputs

@all_notebooks
def test_no_path_and_no_name_of_a_machine(path):
    forbidden = [r"/home/\w", r"/root\b", r"/tmp/\w", r"/var/folders/", r"/Users/\w",
                 r"\b[A-Z]:\\\\?\w", r"file:/", re.escape(str(ROOT)), re.escape(str(Path.home())),
                 rf"\b{re.escape(socket.gethostname())}\b"]
    if len(getpass.getuser()) > 4:  # "root" and the like are words
        forbidden.append(rf"\b{re.escape(getpass.getuser())}\b")
    problems = []
    for cell in read(path).cells:
        text = cell.source + json.dumps(cell.get("outputs", []), ensure_ascii=False)
        text = re.sub(r'data:image/\w+;base64,[\w+/=]+|"image/png": "[^"]*"', "", text)
        problems += [f"{where(path, cell)}: it shows '{match[0]}', of the machine that ran it"
                     for pattern in forbidden if (match := re.search(pattern + r"\S*", text))]
    none(problems)


@all_notebooks
def test_outputs_are_those_of_one_clean_run_of_this_code(path):
    again = f"run notebooks/run --save {name_of(path)}"
    stamp = read(path).metadata.get("workbench", {}).get("stamp", {})
    assert stamp, f"{name_of(path)} was never saved with its outputs: {again}"
    wanted = {"date", "cores", "jdk", "kernel", "size", "source"}
    assert set(stamp) == wanted, f"{name_of(path)}: its stamp lacks {wanted - set(stamp)}: {again}"
    assert stamp["size"] == "full", f"{name_of(path)} was saved at size {stamp['size']}: {again}"
    assert stamp["source"] == commands.source_digest(read(path)), (
        f"{name_of(path)}: its code was changed after its outputs were made: {again}")
    count = 0
    problems = []
    for cell in code_cells(path):
        if "not-run" in tags(cell):
            continue
        count += 1
        if cell.execution_count != count:
            problems.append(f"{where(path, cell)}: it ran as number {cell.execution_count} and not "
                            f"{count}: {again}")
        for output in cell.outputs:
            if output.output_type == "error":
                problems.append(f"{where(path, cell)}: its saved output is an error: {again}")
            if output.get("name") == "stderr":
                problems.append(f"{where(path, cell)}: its saved output has stderr: {again}")
    none(problems)


@all_notebooks
def test_no_output_names_an_object_by_its_address(path):
    none([f"{where(path, cell)}: it shows {output.data['text/plain']}, which says nothing: "
          "let it end with a statement that has no value"
          for cell in code_cells(path) for output in cell.outputs
          if re.fullmatch(r"[\w.$]+@[0-9a-f]+", output.get("data", {}).get("text/plain", ""))])


# ---------------------------------------------------------------- what a public host runs

def test_workflow_pins_its_actions_and_names_what_exists():
    path = ROOT / ".github" / "workflows" / "tests.yml"
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["tests"]["steps"]
    uses = [step["uses"] for step in steps if "uses" in step]
    runs = [step["run"] for step in steps if "run" in step]
    assert "python tests/run" in runs, f"{path.name} does not run tests/run, but {runs}"
    none([f"{path.name}: pin {action} to a whole version" for action in uses
          if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", action)]
         + [f"{path.name}: there is no {file}" for run in runs
            for file in re.findall(r"\b(?:lib|tests|notebooks)/\w+", run)
            if not (ROOT / file).exists()])
