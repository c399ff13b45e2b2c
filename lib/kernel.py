"""Prove that the Java kernel answers. Run by lib/setup, in .venv's Python."""

import sys

import nbclient
import nbformat

CELLS = ["6 * 7"]


def main():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    nbclient.NotebookClient(notebook, kernel_name="java", timeout=60).execute()
    print([cell.outputs for cell in notebook.cells])


sys.exit(main())
