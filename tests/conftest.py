"""Lets tests import what the commands share, and says which tests one worker runs together."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

# The files whose tests take longest come first, so that the workers end at about the same time.
FIRST = ["test_commands", "test_notebooks", "test_exercises"]
BY_NOTEBOOK = ["test_notebooks", "test_exercises"]  # a notebook's kernels serve its tests alone


def file_of(item):
    return item.path.stem


def group_of(item):
    """The tests of a group share what is costly to make: a worker runs all of them."""
    parameters = getattr(item, "callspec", None)
    if file_of(item) not in BY_NOTEBOOK or not parameters:
        return file_of(item)
    return f"{file_of(item)}-{parameters.id}"


def place_of(item):
    return FIRST.index(file_of(item)) if file_of(item) in FIRST else len(FIRST)


@pytest.hookimpl(tryfirst=True)  # the workers' own hook reads the marks
def pytest_collection_modifyitems(config, items):
    if config.getoption("dist", "no") == "loadgroup":
        items.sort(key=place_of)
        for item in items:
            item.add_marker(pytest.mark.xdist_group(group_of(item)))
