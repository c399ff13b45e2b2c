"""Every exercise: "not yet" while unsolved, "passed" when solved, "not yet" for all the rest.

The checks' own tests, with many right and wrong solutions, are the jar's. Here a learner's text
goes through the notebook's own cells: one wrong solution of each exercise, which does one thing
after the other and stands in tests/wrong/NOTEBOOK/CELL-sequential.java (CELL is the id of the cell
that the reader fills in; more may stand there, as CELL-REASON.java), and what is made of the
project's own solution by rule, for the first exercise of a notebook: unfinished, misspelled, of
another first line, flooding, endless. What refuses these is one piece of code for all exercises: 00
has them all, each other notebook has two of them, in turns.
"""

import itertools
import re
from dataclasses import dataclass, field

import pytest

import kernels
from notebooks import (
    FOLDER,
    NOTEBOOKS,
    WRONG,
    cell_of,
    code_cells,
    name_of,
    none,
    runnable,
    snippets,
    tags,
    uses,
    without_magics,
    workplace,
)

TIMES = 2  # that a solution is checked, since what is right by chance is not right
LIMIT = 60  # seconds for one cell; a check has its own, shorter limit
SOON = 10  # seconds in which a hostile solution gets its answer, unless it never ends
QUESTION = re.compile(r'Exercises\.question\("([^"]+)",\s*"\?"\)')
LETTERS = "abcdefgh"
NEVER_ENDS = "never ends"


@dataclass(frozen=True)
class Answer:
    """What stands in an exercise's cell when it is checked."""

    name: str  # "unsolved", "solution", a wrong solution's name or a hostile one's
    source: str
    times: int = 1  # that it is checked
    hostile: bool = False


@dataclass
class Attempt:
    """An answer to one exercise and what its check said, each time."""

    todo: str
    answer: str
    hostile: bool = False
    seconds: float = 0  # that its last check took
    trouble: str | None = None
    said: list = field(default_factory=list)


def todos(path):
    return [cell for cell in code_cells(path) if "todo" in tags(cell)]


def check_of(path, todo):
    return cell_of(path, todo.id.removesuffix("-todo") + "-check")


def wrong_solutions(path, todo):
    return sorted((WRONG / path.stem).glob(f"{todo.id}-*.java"))


def solution_of(path, todo):
    return cell_of(FOLDER / "solutions" / path.name, todo.id)


def needs(source, name):
    """Whether a piece of Java uses a name that is no parameter or local variable of its own."""
    own = rf"[\w>\]](?<!return) {re.escape(name)}( =|[,);]| :)|\b{re.escape(name)} ->"
    return uses(source, name) and not re.search(own, source)


def needed(path, sources):
    """The cells without which the sources do not run: those that declare their names."""
    declares = {}
    for snippet in snippets(path):
        if snippet.name:
            declares.setdefault(snippet.cell, set()).add(snippet.name)
    exercise = {"todo", "check"}
    others = {cell.id: without_magics(cell.source) for cell in runnable(path)
              if not exercise & set(tags(cell))}
    chosen, rest = ["setup"], list(sources)
    while rest:
        source = rest.pop()
        for cell, names in declares.items():
            if cell in others and cell not in chosen and any(needs(source, n) for n in names):
                chosen.append(cell)
                rest.append(others[cell])
    return chosen


def hostile_solutions(path, todo):
    """Those of the ways to break a solution that are this notebook's."""
    number = NOTEBOOKS.index(path)
    return [way for turn, way in enumerate(ways_to_break(path, todo))
            if number == 0 or (number + turn) % 5 < 2]


def ways_to_break(path, todo):
    """A solution as it looks while somebody works at it, by rule: what is wrong, and its source."""
    solution = solution_of(path, todo).source.rstrip()
    name = next(each.name for each in snippets(path)
                if each.cell == todo.id and each.kind == "METHOD")
    first = re.search(rf"^\w.*\b{name}\(", solution, re.M).end()
    body = solution.index("{\n", first) + 2

    def beginning(statement):
        return f"{solution[:body]}    {statement}\n{solution[body:]}"

    yield "the last brace is missing", solution[:-1]
    yield "does not compile", beginning("int broken = ;")
    yield "an unknown name", beginning("forgotten();")
    yield "another parameter", f"{solution[:first]}int extra, {solution[first:]}"
    yield "flood", beginning('while (System.out != null) System.out.println("x");')
    if path == NOTEBOOKS[0]:  # it takes as long as the check may
        yield NEVER_ENDS, beginning("while (!Thread.currentThread().isInterrupted()) {}")


def answers_of(path, todo):
    """What is put into an exercise's cell, one after the other."""
    solution = solution_of(path, todo).source
    yield Answer("unsolved", todo.source)
    for file in wrong_solutions(path, todo):
        yield Answer(file.stem, file.read_text(encoding="utf-8"))
    if todo == todos(path)[0]:  # what finds the reader's method is the same for all
        for name, source in hostile_solutions(path, todo):
            yield Answer("solved before", solution, 0)  # it must not be this one that is checked
            yield Answer(name, source, hostile=True)
    yield Answer("solution", solution, TIMES)


def attempts(path, before, exercises, folder):
    """Try every answer to every exercise, in one kernel that ran the given cells before."""
    told = []
    with kernels.Kernel(folder, kernels.our_spec(kernels.WITHOUT_C2),
                        {"WORKBENCH_SIZE": "small"}) as kernel:
        for cell in runnable(path):
            if cell.id in before:
                trouble = kernel.run(cell.source, cell.id, LIMIT).trouble()
                assert not trouble, f"{name_of(path)}: {trouble}"
        for todo, check, answers in exercises:
            for answer in answers:
                attempt = Attempt(todo, answer.name, answer.hostile)
                told.append(attempt)
                trouble = kernel.run(answer.source, todo, LIMIT).trouble()
                attempt.trouble = None if attempt.hostile else trouble
                for _ in range(answer.times):
                    ran = kernel.run(check.source, check.id, LIMIT)
                    attempt.trouble = attempt.trouble or ran.trouble()
                    attempt.said.append(ran.text.strip())
                    attempt.seconds = ran.seconds
        for question in questions(path):
            ran = kernel.run(f'for (var letter : "?{LETTERS}".split(""))\n'
                             f'    Exercises.question("{question}", letter);', question, LIMIT)
            trouble = ran.trouble()
            said = [] if trouble else ran.text.strip().splitlines()
            for letter, line in itertools.zip_longest(f"?{LETTERS}", said, fillvalue=""):
                told.append(Attempt(question, letter, False, 0, trouble, [line]))
    return told


def questions(path):
    return [name for cell in code_cells(path) for name in QUESTION.findall(cell.source)]


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=name_of)
def tried(request, tmp_path_factory):
    path = request.param
    exercises = [(todo.id, check_of(path, todo), list(answers_of(path, todo)))
                 for todo in todos(path)]
    sources = [source for _, check, answers in exercises
               for source in [check.source, *(answer.source for answer in answers)]]
    folder = workplace(tmp_path_factory.mktemp("place"))
    return path, kernels.cut_off(attempts, path, needed(path, sources), exercises, folder)


def of_exercises(path, told):
    return [attempt for attempt in told if attempt.todo in {todo.id for todo in todos(path)}]


def unlike(path, chosen, word):
    """The attempts of which the check said something else, or where a cell failed."""
    for attempt in chosen:
        says = f"{name_of(path)}, {attempt.todo}, {attempt.answer}"
        if attempt.trouble:
            yield f"{says}: {attempt.trouble}; no answer may end in an error"
        for number, said in enumerate(attempt.said, 1):
            if not said.startswith(f"{word}:"):
                yield f"{says}: check {number} should say '{word}' and says: {said or 'nothing'}"


def test_unsolved_is_not_yet(tried):
    path, told = tried
    none(unlike(path, [a for a in of_exercises(path, told) if a.answer == "unsolved"], "not yet"))


def test_solutions_pass_every_time(tried):
    path, told = tried
    chosen = [a for a in of_exercises(path, told) if a.answer == "solution"]
    assert all(len(attempt.said) == TIMES for attempt in chosen)
    none(unlike(path, chosen, "passed"))


def test_wrong_solutions_are_refused(tried):
    path, told = tried
    none(unlike(path, [a for a in of_exercises(path, told) if not a.hostile
                       and a.answer not in ("unsolved", "solution", "solved before")], "not yet"))


def test_hostile_solutions_get_one_clear_sentence_and_soon(tried):
    path, told = tried
    problems = []
    for attempt in [a for a in of_exercises(path, told) if a.hostile]:
        says = f"{name_of(path)}, {attempt.todo}, {attempt.answer}"
        said = attempt.said[0]
        if attempt.trouble:
            problems.append(f"{says}: {attempt.trouble}; a check never ends in an error")
        before, found, sentence = said.rpartition("not yet: ")
        if not found or (before and attempt.answer != "flood"):
            problems.append(f"{says}: the check should say 'not yet' alone and says: {said[-500:]}")
        if not re.fullmatch(r"\d\d\.\d [^\n]{20,400}[.?]", sentence) or "Exception" in sentence:
            problems.append(f"{says}: this is no clear sentence: {sentence}")
        if attempt.answer == "an unknown name" and "forgotten" not in sentence:
            problems.append(f"{says}: the name should be told: {sentence}")
        if attempt.seconds > SOON and attempt.answer != NEVER_ENDS:
            problems.append(f"{says}: the answer took {attempt.seconds:.0f} s")
    none(problems)


def test_questions_take_one_answer(tried):
    path, told = tried
    problems = []
    for question in questions(path):
        answers = {a.answer: a for a in told if a.todo == question}
        passed = [letter for letter, a in answers.items() if a.said[0].startswith("passed:")]
        if len(passed) != 1 or "?" in passed:
            problems.append(f"{name_of(path)}, {question}: {passed or 'nothing'} passed; write its "
                            f"answers in the jar's questions/{path.name[:2]}.txt, one right")
        problems += unlike(path, [a for letter, a in answers.items() if letter not in passed],
                           "not yet")
    none(problems)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_each_exercise_has_wrong_solutions(path):
    problems = []
    for todo in todos(path):
        wrong = [file.stem for file in wrong_solutions(path, todo)]
        place = f"tests/wrong/{path.stem}/{todo.id}-sequential.java"
        if not any("sequential" in name for name in wrong):
            problems.append(f"{name_of(path)}, {todo.id}: plant a solution that does one thing "
                            f"after the other in {place}")
    none(problems)


def test_wrong_solutions_belong_to_exercises():
    known = {file for path in NOTEBOOKS for todo in todos(path)
             for file in wrong_solutions(path, todo)}
    none(f"{file.relative_to(WRONG.parent)}: no exercise has this name; rename or remove it"
         for file in sorted(WRONG.rglob("*")) if file.is_file() and file not in known)
