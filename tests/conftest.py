"""Lets tests import what the commands share, and says which tests one worker runs together."""

import sys
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

# The files whose tests take longest come first, but those in many small groups after them, so that
# the workers end at about the same time.
FIRST = ["test_commands", "test_notebooks", "test_browser", "test_bench", "test_pages",
         "test_exercises"]
BY_NOTEBOOK = ["test_notebooks", "test_exercises"]  # a notebook's kernels serve its tests alone


def group_of(nodeid):
    """The tests of a group share what is costly to make: a worker runs all of them."""
    path, _, test = nodeid.partition("::")
    file = Path(path).stem
    return f"{file} {test.partition('[')[2]}" if file in BY_NOTEBOOK else file


class ByGroup(LoadScopeScheduling):
    """Gives the next group to whichever worker is free."""

    def _split_scope(self, nodeid):
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByGroup(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: [*FIRST, item.path.stem].index(item.path.stem))
