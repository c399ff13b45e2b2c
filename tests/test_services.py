"""The local services in a kernel: a cell that is run again leaves no more than a cell run once."""

import pytest

import kernels
from notebooks import NOTEBOOKS, name_of, none, runnable, workplace

LIMIT = 120  # seconds for one cell
# How often a cell runs, where it starts a JVM each time and where it opens only two threads.
OWN_PROCESS, THIS_PROCESS = 20, 3
# What is counted: a service in a process of its own is a JVM, one in this JVM is two threads.
LEFT = """
System.out.println(ProcessHandle.current().children().count() + " processes, "
    + Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().matches("(genre|page) service.*")).count() + " threads");
"""


def cell_that_opens(path):
    """The first cell whose variable holds a service in a process of its own, or else in this."""
    for how in ("Service.ownProcess();", "Service.local();"):
        for cell in runnable(path):
            if any(line[:1].isupper() and line.endswith(how) for line in cell.source.splitlines()):
                return cell
    return None


OPENING = {path: cell for path in NOTEBOOKS if (cell := cell_that_opens(path))}


def times(opening):
    return OWN_PROCESS if "Service.ownProcess()" in opening.source else THIS_PROCESS


def run_again(path, opening, folder):
    """What is left when the cell has run once, and when it has run again and again."""
    with kernels.Kernel(folder, kernels.our_spec(kernels.WITHOUT_C2),
                        {"WORKBENCH_SIZE": "small"}) as kernel:
        rans = []
        for cell in runnable(path):
            rans.append(kernel.run(cell.source, cell.id, LIMIT))
            if cell.id == opening.id:
                break
        once = kernel.run(LEFT, "left", LIMIT).stdout
        rans += [kernel.run(opening.source, opening.id, LIMIT) for _ in range(1, times(opening))]
        return [ran.trouble() for ran in rans], once, kernel.run(LEFT, "left", LIMIT).stdout


@pytest.mark.parametrize("path", OPENING, ids=name_of)
def test_many_runs_of_a_cell_leave_what_one_run_leaves(path, tmp_path):
    troubles, once, often = run_again(path, OPENING[path], workplace(tmp_path))
    none(trouble for trouble in troubles if trouble)
    assert "0 processes, 0 threads" not in once, f"the cell opens no service: {once}"
    assert often == once, (
        f"one run leaves {once}, and {times(OPENING[path])} runs leave {often}")


def test_the_notebooks_that_open_a_service_for_a_variable_are_found():
    assert len(OPENING) >= 3, f"only {[name_of(path) for path in OPENING]}"
