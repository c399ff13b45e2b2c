"""Each notebook, run for real at small size: clean, again and again, on one core, interrupted.

Two kernels serve a notebook: ours on all cores (top to bottom; then backwards, the order that is
furthest from the one it was written for, each long cell interrupted and run again; then the cell
that opens a service, again and again) and the stock one on one core (top to bottom). Neither has a
network but loopback, and few have the optimising compiler: as if that never came to its turn.
"""

import concurrent.futures
import functools
import os
import sys
from dataclasses import dataclass, field

import pytest

import kernels
from notebooks import FOLDER, NOTEBOOKS, SOLUTIONS, name_of, none, runnable, snippets, workplace

BUDGET = 120  # seconds for one run from top to bottom, several times what it needs
LIMIT = 600  # seconds after which a run counts as hanging, however busy the machine is
BUSY = 2  # programs that wait for each core; then the time that a run took says little
LONG = 0.5  # seconds after which a cell is interrupted
SMALL = {"WORKBENCH_SIZE": "small"}
NO_THREAD = "No thread was left behind."
# Elsewhere the first compiler is enough: what the optimising one does to a reader's code is these
# notebooks' subject, or bends what they show. All saved outputs were made with both.
OPTIMISED = {"14-shared-state", "15-locks", "16-testing", "17-measuring"}
# How often a cell that opens a service runs: one of those that start a JVM each time, and others.
OFTEN, AGAIN = {"03-ten-thousand-genres": 20}, 3
# What is counted: a service in a process of its own is a JVM, one in this JVM is two threads.
SERVICES = """
System.out.println(ProcessHandle.current().children().count() + " processes, "
    + Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().matches("(genre|page) service.*")).count() + " threads");
"""
NETWORKS = "java.net.NetworkInterface.networkInterfaces().map(i -> i.getName()).toList()"


@dataclass
class Story:
    """What a kernel went through with a notebook: passes over its cells, in order."""

    passes: dict = field(default_factory=dict)
    cores: str = ""
    networks: str = ""
    reset: dict = field(default_factory=dict)  # by pass: variables that hold nothing
    services: list = field(default_factory=list)  # those open after one run of a cell, after many
    left: list = field(default_factory=list)  # files beside the notebooks
    busy: bool = False  # whether other programs had the cores as well

    def of(self, name):
        if name not in self.passes:
            pytest.fail(f"'{name}' was not tried, since '{list(self.passes)[-1]}' was not clean",
                        pytrace=False)
        return self.passes[name]


class Teller:
    """Runs a notebook's cells on a kernel and keeps the story; stops at the first unclean pass."""

    def __init__(self, kernel, path, variables, story):
        self.kernel, self.path, self.variables, self.story = kernel, path, variables, story
        self.cells = runnable(path)

    def go(self, name, cells, interrupt=False):
        if not self.all_clean():
            return
        rans = self.story.passes[name] = []
        rest = LIMIT * (2 if interrupt else 1)
        for cell in cells:
            if interrupt and cell.id != "setup":  # which takes its time to find the jars
                rans.append(self.kernel.run(cell.source, cell.id, rest, interrupt_after=LONG))
                rest -= rans[-1].seconds
                if not rans[-1].interrupted:
                    continue
            rans.append(self.kernel.run(cell.source, cell.id, rest))
            rest -= rans[-1].seconds
            if rans[-1].hung:
                return
        self.story.reset[name] = self.reset()

    def all_clean(self):
        return all(ran.interrupted or not ran.trouble()
                   for done in self.story.passes.values() for ran in done)

    def open_again(self, opening):
        """Run the cell that opens a service once, and then again and again."""
        for name, times in (("opened", 1), ("opened again", times_of(self.path) - 1)):
            self.go(name, [opening] * times)
            if self.all_clean():
                self.story.services.append(self.kernel.run(SERVICES, "services").stdout.strip())

    def reset(self):
        """The variables that hold null, zero or false."""
        if not self.variables:
            return set()
        pairs = ", ".join(f'{{"{name}", {name}}}' for name in self.variables)
        told = self.kernel.run(
            f"for (Object[] pair : new Object[][] {{{pairs}}})\n"
            "    if (pair[1] == null || pair[1].equals(0) || pair[1].equals(0L)\n"
            "            || pair[1].equals(0.0) || pair[1].equals(false))\n"
            "        System.out.println(pair[0]);", "variables")
        assert not told.error, f"{name_of(self.path)}: {told.error}"
        return set(told.stdout.split())


def whole_story(path, variables, folder):
    """On our kernel, in the order that is told at the top."""
    story = Story()
    options = [] if name_of(path) in OPTIMISED else [kernels.WITHOUT_C2]
    with kernels.Kernel(folder, kernels.our_spec(*options), SMALL) as kernel:
        teller = Teller(kernel, path, variables, story)
        teller.go("top to bottom", teller.cells)
        story.busy = hasattr(os, "getloadavg") and os.getloadavg()[0] > BUSY * os.cpu_count()
        teller.go("backwards", teller.cells[::-1] + teller.cells[-1:], interrupt=True)
        if opening := cell_that_opens(path):
            teller.open_again(opening)
        story.networks = kernel.run(NETWORKS).text
    story.left = sorted({p.name for p in folder.iterdir()}
                        - {p.name for p in FOLDER.iterdir()} - {".progress"})
    return story


def stock_story(path, folder):
    """On the stock kernel, one core and the first compiler: top to bottom."""
    options = f"{kernels.PREVIEW['JJAVA_JVM_OPTS']} {kernels.WITHOUT_C2}"
    return short_story(path, folder, kernels.stock_spec(),
                       kernels.PREVIEW | {"JJAVA_JVM_OPTS": options})


def solutions_story(path, folder):
    """On our kernel and the first compiler: top to bottom."""
    return short_story(path, folder, kernels.our_spec(kernels.WITHOUT_C2))


def short_story(path, folder, spec, variables=None):
    """On a kernel of choice: top to bottom."""
    story = Story()
    with kernels.Kernel(folder, spec, SMALL | (variables or {})) as kernel:
        story.cores = kernel.run("Runtime.getRuntime().availableProcessors()").text
        teller = Teller(kernel, path, [], story)
        teller.go("top to bottom", teller.cells)
    return story


def cell_that_opens(path):
    """The first cell whose variable holds a service in a process of its own, or else in this."""
    for how in ("Service.ownProcess();", "Service.local();"):
        for cell in runnable(path):
            if any(line[:1].isupper() and line.endswith(how) for line in cell.source.splitlines()):
                return cell
    return None


def times_of(path):
    return OFTEN.get(name_of(path), AGAIN)


def variables_of(path):
    """The names of the variables that a notebook declares where it is run."""
    run = {cell.id for cell in runnable(path)}
    return [snippet.name for snippet in snippets(path)
            if snippet.kind == "VAR" and snippet.cell in run]


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    """The stories of a notebook, by its path: both are told at the same time, since they wait."""
    with concurrent.futures.ThreadPoolExecutor(2) as tellers:
        def begin(story, *arguments, **how):
            folder = workplace(tmp_path_factory.mktemp("place"))
            return tellers.submit(kernels.cut_off, story, *arguments, folder, **how)

        @functools.cache
        def of(path):
            return (begin(whole_story, path, variables_of(path)),
                    begin(stock_story, path, one_core=True))

        yield of


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=name_of)
def ours(request, stories):
    return request.param, stories(request.param)[0].result()


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=name_of)
def stock(request, stories):
    return request.param, stories(request.param)[1].result()


def clean(path, rans):
    none([f"{name_of(path)}: {ran.trouble()}" for ran in rans if ran.trouble()][:5])


def no_thread_left(path, ran):
    assert NO_THREAD in ran.text, (
        f"{name_of(path)}, cell '{ran.cell}': it does not say '{NO_THREAD}', but: {ran.text}")


def no_variable_reset(path, story, name, since):
    lost = story.reset[name] - story.reset[since]
    assert not lost, (
        f"{name_of(path)}: after '{name}', {', '.join(sorted(lost))} held nothing any more: a cell "
        "that is run again declares them, or what they depend on, anew")


def test_runs_clean_from_top_to_bottom(ours):
    path, story = ours
    rans = story.of("top to bottom")
    clean(path, rans)
    no_thread_left(path, rans[-1])
    assert not story.left, f"{name_of(path)} left {story.left} beside the notebooks"
    took = sum(ran.seconds for ran in rans)
    assert took < BUDGET or story.busy, (
        f"{name_of(path)} took {took:.0f} s at small size; {BUDGET} s is its budget")


def test_any_cell_can_be_run_again_backwards_and_a_long_one_interrupted(ours):
    path, story = ours
    rans = story.of("backwards")
    none(f"{name_of(path)}, cell '{ran.cell}' did not end within {kernels.STOP} s of an interrupt"
         for ran in rans if ran.interrupted and ran.hung)
    clean(path, [ran for ran in rans if not ran.interrupted])
    no_thread_left(path, rans[-1])
    no_variable_reset(path, story, "backwards", since="top to bottom")


def test_a_service_opened_again_and_again_is_open_once(ours):
    path, story = ours
    opening = cell_that_opens(path)
    if not opening:
        assert not story.services
        return
    clean(path, story.of("opened again"))
    once, often = story.services
    assert once != "0 processes, 0 threads", f"cell '{opening.id}' opens no service"
    assert often == once, (
        f"{name_of(path)}, cell '{opening.id}': one run leaves {once}, and {times_of(path)} "
        f"runs leave {often}")


def test_needs_no_network(ours):
    path, story = ours
    if sys.platform != "linux":
        pytest.skip("only Linux can take the network from one process")
    if story.networks.strip("\n[] ") != "lo" and kernels.os.getuid() != 0:
        pytest.skip("this Linux lets only root take the network from a process")
    assert story.networks.strip("\n[] ") == "lo", (
        f"{name_of(path)} ran with the networks {story.networks} and not with loopback alone")


def test_runs_clean_on_the_stock_kernel_and_one_core(stock):
    path, story = stock
    rans = story.of("top to bottom")
    if sys.platform == "linux":
        assert story.cores.strip() == "1", f"it ran on {story.cores} cores instead of one"
    clean(path, rans)
    no_thread_left(path, rans[-1])


def test_the_notebooks_that_are_named_here_are_there():
    assert OPTIMISED | OFTEN.keys() <= {name_of(path) for path in NOTEBOOKS}
    for name in OFTEN:
        assert "Service.ownProcess()" in cell_that_opens(FOLDER / f"{name}.ipynb").source


def test_the_notebooks_that_open_a_service_for_a_variable_are_found():
    found = [name_of(path) for path in NOTEBOOKS if cell_that_opens(path)]
    assert len(found) >= 3, f"only {found}"


@pytest.mark.parametrize("path", SOLUTIONS, ids=name_of)
def test_solutions_run_clean(path, tmp_path):
    folder = workplace(tmp_path) / "solutions"
    rans = kernels.cut_off(solutions_story, path, folder).of("top to bottom")
    clean(path, rans)
    no_thread_left(path, rans[-1])
